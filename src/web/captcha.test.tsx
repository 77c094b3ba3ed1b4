import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../../test/browser.ts";
import { testDatabase } from "../../test/database.ts";
import { waitSeconds } from "../identity/captcha.ts";
import { TextField } from "../ui/fields.tsx";
import { Form } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { again, type App, html, publicPage, redirect, type Visit } from "./page.ts";
import { portal } from "./routes.ts";
import { captcha, passSecurity, Security, securityScript, type Wait, Waiting, waitingForm } from "./security.tsx";
import { createServer } from "./server.ts";

/** A form of one field behind the security step, on a real server; `later` moves its clock. */
async function guarded() {
  const it = await testDatabase();
  let now = Temporal.Instant.from("2026-11-24T09:00:00Z");
  const app: App = {
    db: it.db, clock: { now: () => now }, secret: "x".repeat(32), demonstration: true, origins: { portal: "", office: "", bank: null }, gateway: null,
    authority: { name: "Directorate", phone: "157" },
  };
  const form = (visit: Visit, typed: string, wait?: Wait) => (
    <Page title="Form" before={<Waiting wait={wait} />}>
      <Form action={portal.resume.href({ lang: visit.l.code })} csrf={visit.csrf} submit="Send">
        <TextField name="surname" label="Surname" value={typed} />
        <Security wait={wait} />
      </Form>
    </Page>
  );
  const guardedForm = publicPage(portal.resume, {
    async get(visit) {
      const waiting = await waitingForm(visit);
      return html("Form", form(visit, waiting?.typed.surname ?? "", waiting?.wait), 200, { scripts: securityScript() });
    },
    async post(visit) {
      const surname = String(visit.form.surname);
      const security = await passSecurity(visit, { surname });
      if (security.ok) return html("Through", <Page title={`Through: ${surname}`} />);
      return security.fault ? again("Form", form(visit, surname), 422, securityScript()) : redirect(portal.resume.href({ lang: visit.l.code }), security.kept);
    },
  });
  const server = await createServer(app, "portal", [guardedForm, captcha], async () => true);
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  app.origins.portal = address;
  return {
    url: `${address}/en/continue`, arabic: `${address}/ar/continue`,
    later: (seconds: number) => { now = now.add({ seconds }); },
    spent: async () => (await it.db.selectFrom("captcha_spent").selectAll().execute()).length,
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}

test("in a browser the check solves itself under our policy, and what is pressed too early is sent when it is done", async () => {
  await using it = await guarded();
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(it.url);
  expect(await page.getByRole("status").first().textContent()).toContain("runs by itself");
  await page.getByLabel("Surname").fill("Haddad");
  await page.getByText("The check is done.").waitFor();
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Through: Haddad" }).waitFor();
  expect(await it.spent()).toBe(1);

  // Pressed at once: the browser waits for the check and then sends what was pressed, once.
  await page.goto(it.arabic);
  await page.evaluate(() => document.querySelector("form")!.requestSubmit());
  await page.getByRole("heading", { name: "Through:" }).waitFor();
  expect(await it.spent()).toBe(2);

  // Back: the old solution is spent, and a fresh one is found.
  await page.goBack();
  await page.locator("[name=surname]").fill("حداد");
  await page.locator("form button[type=submit]").last().click();
  await page.getByRole("heading", { name: "Through: حداد" }).waitFor();
  expect(await it.spent()).toBe(3);
  expect(complaints).toEqual([]);
});

test("where the check cannot run the form is sent all the same, and patience opens the way", async () => {
  await using it = await guarded();
  await using browser = await openBrowser();
  const page = await browser.newPage();
  await page.route("**/captcha", (route) => route.abort());
  await page.goto(it.url);
  await page.getByLabel("Surname").fill("Haddad");
  await page.getByText("could not run here").waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "wait a moment" }).waitFor();
  expect(await page.getByLabel("Surname").inputValue()).toBe("Haddad");
  it.later(waitSeconds);
  await page.getByLabel("Surname").focus();
  await page.getByText("could not run here").waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Through: Haddad" }).waitFor();
});

test("without JavaScript one waits twelve seconds and presses once more; too early says how long still", async () => {
  await using it = await guarded();
  await using browser = await openBrowser();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(it.url);
  expect(await page.locator("noscript p").isVisible()).toBe(true);
  await page.getByLabel("Surname").fill("Haddad");
  const send = page.getByRole("button", { name: "Send" });
  await send.click();
  await page.getByText("Wait 12 seconds").waitFor();
  // The form may be long: what stands on top leads down to what is to be done.
  await page.getByRole("link", { name: "wait a moment" }).click();
  expect(new URL(page.url()).hash).toBe(`#${await page.getByText("Wait 12 seconds").getAttribute("id")}`);
  it.later(5);
  await send.click();
  await page.getByText("Wait 7 seconds").waitFor();
  it.later(7);
  await send.click();
  await page.getByRole("heading", { name: "Through: Haddad" }).waitFor();
  // The way back leads to a page of its own, which is not sent again.
  await page.goBack();
  expect(await page.getByLabel("Surname").inputValue()).toBe("Haddad");
  expect(page.url()).toBe(it.url);
});
