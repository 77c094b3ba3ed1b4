import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page as BrowserPage } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../../test/browser.ts";
import { language } from "../platform/i18n.ts";
import { assetFile } from "./assets.ts";
import { Countdown } from "./calendar.tsx";
import { renderDocument } from "./document.tsx";
import { DateField, FileField, SelectField, TextField } from "./fields.tsx";
import { Button, ErrorSummary, Form } from "./form.tsx";
import { KeyHelp } from "./key-help.tsx";
import { NumberPlate } from "./number-plate.tsx";
import { OfficeTable } from "./office-table.tsx";
import { Page } from "./page.tsx";

const l = language("en");
const countries = [{ value: "SWE", label: "Sweden" }, { value: "CIV", label: "Côte d’Ivoire" }, { value: "SDN", label: "Sudan" }];
let browser: Browser;
let origin = "";
let posts: { url: string; body: string }[] = [];
let visits = 0;
let names = Promise.resolve();

const document = (area: "portal" | "office", body: Parameters<typeof renderDocument>[0]["body"]) =>
  renderDocument({ l, title: "Test", body, area, path: (code) => `/${code}`, links: { home: "/" }, demonstration: true });

const pages: Record<string, () => string> = {
  "/errors": () => document("portal", <Page title="Errors" before={<ErrorSummary errors={[{ field: "expiry", text: "Too early" }]} />}>
    <Form action="/sent" csrf="t" submit="Send"><DateField name="expiry" label="Valid until" error="Too early" wrong={["month"]} value="2027-04-05" /></Form>
  </Page>),
  "/form": () => document("portal", <Page title="Form">
    <Form action="/sent" csrf="t" submit="Send" autosave="/autosave">
      <input type="hidden" name="version" value="1" />
      <TextField name="name" label="Name" />
      <SelectField name="country" label="Country" options={countries} typeahead />
    </Form>
    <NumberPlate label="Number" number="2026-35-0100042" />
    <Countdown now={Temporal.Instant.from("2026-11-23T10:00Z")} until={Temporal.Instant.from("2026-11-23T10:00:01Z")} />
  </Page>),
  "/named": () => document("portal", <Page title="Form"><Form action="/sent" csrf="t" submit="Send"><SelectField name="country" label="Country" options={countries} typeahead otherNames="/names" /></Form></Page>),
  "/upload": () => document("portal", <Page title="Upload"><Form action="/uploaded" csrf="t" submit="Send" multipart><FileField name="photo" label="Photo" accept="image/png" cutTo={{ width: 300, height: 400 }} /></Form></Page>),
  "/office": () => document("office", <>
    <h1>Cases</h1>
    <KeyHelp keys={[{ key: "G", text: "Grant" }]} />
    <Form action="/sent" csrf="t"><Button shortcut="G">Grant</Button></Form>
    <OfficeTable id="cases" live={1} caption="Cases" columns={[{ title: "Person" }]} rows={[{ id: "a", cells: [<a href="/a">Visit {visits}</a>] }, { id: "b", cells: [<a href="/b">Second</a>] }]} />
  </>),
  "/sent": () => document("portal", <h1>Sent</h1>),
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

const server = createServer(async (request, response) => {
  const url = request.url ?? "/";
  const file = assetFile(url);
  if (file) return response.writeHead(200, { "content-type": file.type }).end(file.body);
  if (request.method === "POST") {
    posts.push({ url, body: await bodyOf(request) });
    if (url === "/autosave") await new Promise((resume) => setTimeout(resume, 200));
    if (url === "/autosave") return response.writeHead(200, { "content-type": "application/json" }).end(`{"version":2}`);
    if (url === "/uploaded") return response.writeHead(422, { "content-type": "text/html; charset=utf-8" }).end(pages["/errors"]!());
    await new Promise((resume) => setTimeout(resume, 300));
    return response.writeHead(303, { location: "/sent" }).end();
  }
  if (url === "/names") {
    await names;
    return response.writeHead(200, { "content-type": "application/json" }).end(`{"SWE":["Sverige"]}`);
  }
  visits += 1;
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'",
  }).end((pages[url] ?? pages["/sent"])!());
});

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

async function open(path: string): Promise<BrowserPage> {
  posts = [];
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.goto(origin + path);
  return page;
}

test("the error summary has the focus on load, and its link leads to the wrong part of the date", async () => {
  const page = await open("/errors");
  expect(await page.evaluate(() => globalThis.document.activeElement?.className)).toBe("error-summary");
  await page.getByRole("link", { name: "Too early" }).click();
  expect(await page.evaluate(() => globalThis.document.activeElement?.id)).toBe("expiry-month");
  await checkAccessibility(page);
  await page.context().close();
});

test("a form pressed twice is sent once", async () => {
  const page = await open("/form");
  await page.getByRole("button", { name: "Send" }).dblclick();
  await page.getByRole("heading", { name: "Sent" }).waitFor();
  expect(posts.filter((post) => post.url === "/sent")).toHaveLength(1);
  await page.context().close();
});

test("what is typed is saved by itself, and the form goes on from the saved version", async () => {
  const page = await open("/form");
  await page.getByLabel("Name").fill("Anna");
  await page.getByText(l.t("ui.saved")).waitFor();
  expect(posts[0]?.body).toContain("name=Anna");
  expect(posts[0]?.body).toContain("_csrf=t");
  expect(await page.locator("[name=version]").inputValue()).toBe("2");
  await page.context().close();
});

test("who goes away before it is saved loses nothing: a link waits for it, and leaving sends it", async () => {
  const page = await open("/form");
  await page.getByLabel("Name").fill("Anna");
  await page.getByRole("link", { name: "Sojourn" }).click();
  await page.waitForURL(`${origin}/`);
  expect(posts.map(({ url }) => url)).toEqual(["/autosave"]);
  expect(posts[0]!.body).toContain("name=Anna");
  await page.goto(`${origin}/form`);
  await page.getByLabel("Name").fill("Karin");
  await page.goto(`${origin}/errors`);
  await expect.poll(() => posts.at(-1)?.body).toContain("name=Karin");
  expect(posts).toHaveLength(2);
  await page.context().close();
});

test("without a connection the form is not sent, and says so; with it, it is", async () => {
  const page = await open("/form");
  await page.getByLabel("Name").fill("Anna");
  await page.context().setOffline(true);
  await page.getByText(l.t("ui.offline"), { exact: true }).waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText(l.t("ui.offline_held")).waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Anna");
  await page.getByRole("link", { name: "Sojourn" }).click();
  await page.getByText(l.t("ui.not_saved")).waitFor();
  await page.context().setOffline(false);
  await page.getByText(l.t("ui.saved")).waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Sent" }).waitFor();
  await page.context().close();
});

test("a long list is found by typing without its accents, by keyboard alone", async () => {
  const page = await open("/form");
  const box = page.getByRole("combobox", { name: "Country" });
  await box.fill("cote");
  expect(await page.getByRole("option").allTextContents()).toEqual(["Côte d’Ivoire"]);
  await checkAccessibility(page);
  await box.press("ArrowDown");
  await box.press("Enter");
  expect(await page.locator("select[name=country]").inputValue()).toBe("CIV");
  await box.fill("nowhere");
  await page.getByText(l.t("ui.typeahead_none")).waitFor();
  await box.press("Tab");
  expect(await page.locator("select[name=country]").inputValue()).toBe("");
  await page.context().close();
});

test("while the list is open Enter chooses and sends nothing, also when the other names come late", async () => {
  let come = () => {};
  names = new Promise((resolve) => { come = resolve; });
  const page = await open("/named");
  const box = page.getByRole("combobox", { name: "Country" });
  const chosen = () => page.locator("select[name=country]").inputValue();
  await box.pressSequentially("s");
  await box.press("ArrowDown");
  const heard = page.waitForResponse(`${origin}/names`);
  come();
  await (await heard).finished();
  await page.evaluate(() => new Promise((resume) => setTimeout(resume, 50)));
  await box.press("Enter");
  expect(await chosen()).toBe("SWE");
  await box.fill("s");
  await box.press("Enter");
  expect(await chosen()).toBe("");
  await box.fill("sverige");
  await box.press("Enter");
  expect(await chosen()).toBe("SWE");
  expect(posts).toEqual([]);
  await box.press("Enter");
  await page.getByRole("heading", { name: "Sent" }).waitFor();
  await page.context().close();
});

test("the number is copied, and a hold that runs out says so", async () => {
  const page = await open("/form");
  await page.getByRole("button", { name: l.t("ui.copy") }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("2026-35-0100042");
  await page.getByRole("alert").getByText(l.t("ui.held_over")).or(page.locator(".countdown[data-state=over]")).first().waitFor();
  await page.context().close();
});

test("a picture is made smaller on the device, and a page with errors takes the place of the form", async () => {
  const page = await open("/upload");
  const png = await page.evaluate(async () => {
    const canvas = Object.assign(globalThis.document.createElement("canvas"), { width: 1200, height: 900 });
    const pen = canvas.getContext("2d")!;
    for (let n = 0; n < 400; n++) { pen.fillStyle = `hsl(${n * 37} 80% 50%)`; pen.fillRect((n * 53) % 1200, (n * 91) % 900, 90, 70); }
    return canvas.toDataURL("image/png").split(",")[1]!;
  });
  await page.getByLabel("Photo").setInputFiles({ name: "face.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") });
  await page.getByText("The picture is ready to send").waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("Too early").waitFor();
  const body = Buffer.from(posts[0]!.body, "latin1");
  expect(posts[0]!.body).toContain(`filename="face.jpg"`);
  expect(await sharp(body.subarray(body.indexOf("\xff\xd8\xff", 0, "latin1"))).metadata()).toMatchObject({ format: "jpeg", width: 300, height: 400 });
  expect(await page.evaluate(() => globalThis.document.activeElement?.className)).toBe("error-summary");
  await page.context().close();
});

test("office keys lead to acts that Enter does, can be read in their sheet, and can be switched off", async () => {
  const page = await open("/office");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await page.evaluate(() => globalThis.document.activeElement?.textContent)).toBe("Second");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: l.t("ui.keys") });
  await sheet.waitFor();
  await checkAccessibility(page);
  await page.getByLabel(l.t("ui.keys_on")).uncheck();
  await page.getByRole("button", { name: l.t("ui.close") }).click();
  await page.keyboard.press("g");
  await page.waitForTimeout(200);
  expect(posts).toHaveLength(0);
  await page.getByRole("button", { name: l.t("ui.keys") }).click();
  await page.getByLabel(l.t("ui.keys_on")).check();
  await page.getByRole("button", { name: l.t("ui.close") }).click();
  await page.keyboard.press("g");
  expect(await page.evaluate(() => globalThis.document.activeElement?.textContent)).toContain("Grant");
  await page.waitForTimeout(200);
  expect(posts).toHaveLength(0);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Sent" }).waitFor();
  expect(posts).toHaveLength(1);
  await page.context().close();
});

test("a live list renews itself, but not under the hand", async () => {
  const page = await open("/office");
  const first = await page.locator("#a a").textContent();
  await expect.poll(() => page.locator("#a a").textContent()).not.toBe(first);
  await page.locator("#b a").focus();
  await page.waitForTimeout(200);
  const held = await page.locator("#a a").textContent();
  await page.waitForTimeout(1500);
  expect(await page.locator("#a a").textContent()).toBe(held);
  await page.context().close();
});
