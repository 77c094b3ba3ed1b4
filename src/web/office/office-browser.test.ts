import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../../../test/browser.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { proposeRefusal } from "../../acts/decide.ts";
import { askCorrection } from "../../applications/corrections.ts";
import { findApplication } from "../../applications/application.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);
const decided = { complete_on: day("2026-11-20"), decide_by: day("2027-02-18") };

test("every page of the console is accessible, to the left and to the right", async () => {
  await using it = await office();
  const one = await it.enter("case-officer", "35", "first officer");
  const head = await it.enter("supervisor");
  const lodged = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:00" } });
  const attended = await makeCase(it.db, it.clock, { state: "attended" });
  const reviewed = await makeCase(it.db, it.clock, { state: "in-review", set: decided, answers: { permitType: "student", level: "bachelor", school: "Ege Üniversitesi", programme: "Physics" } });
  const proposed = await makeCase(it.db, it.clock, { state: "in-review", set: decided });
  await it.act(one.who, (act) => proposeRefusal(act, proposed, { reasons: ["passport"], comment: "Too short." }));
  await it.act(one.who, (act) => askCorrection(act, reviewed, { field: "motherName", wanted: "Adele", reason: "As in the passport" }));
  const printing = await makeCase(it.db, it.clock, { state: "granted" });
  const origin = await it.listen();
  await using browser = await openBrowser();
  for (const language of ["en", "ar"]) {
    const page = await (await browser.newContext()).newPage();
    await page.context().addCookies([{ name: "office-language", value: language, url: origin }]);
    await page.goto(`${origin}/sign-in`);
    await checkAccessibility(page);
    await page.context().addCookies([{ name: "office", value: head.secret, url: origin }]);
    for (const [path, name] of [
      ["/", "day"], ["/cases", "queue"], [`/cases/${lodged.id}`, "lodged"], [`/cases/${attended.id}`, "attended"], [`/cases/${reviewed.id}?state=in-review`, "review"],
      [`/cases/${proposed.id}`, "second-look"], [`/cases/${printing.id}`, "granted"], ["/trail", "trail"],
    ] as const) {
      await page.goto(`${origin}${path}`);
      for (const summary of await page.locator("summary").all()) await summary.click();
      await checkAccessibility(page);
      await screenshot(page, `office-${language}-${name}`);
    }
    await page.context().close();
  }
}, 120_000);

test("an officer works by keys: the sheet, the next case, a claim, a grant", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const first = await makeCase(it.db, it.clock, { state: "accepted", set: decided });
  const second = await makeCase(it.db, it.clock, { state: "accepted", set: { ...decided, decide_by: day("2027-03-01") } });
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await (await browser.newContext()).newPage();
  await page.context().addCookies([{ name: "office-language", value: "en", url: origin }, { name: "office", value: one.secret, url: origin }]);
  await page.goto(`${origin}/cases?state=accepted`);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/cases/${first.id}?state=accepted`);
  await page.keyboard.press("?");
  const told = await page.getByRole("dialog").locator("dl > div").allTextContents();
  for (const line of ["jNext case", "vTake into review", "tToday", "eMessages", "nAdd a note"]) expect(told).toContain(line);
  // Nothing precedes the first case, and what this officer or this state cannot do is not promised.
  for (const key of ["k", "g", "l"]) expect(told.filter((line) => line.startsWith(key))).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.waitForURL(`**/cases/${second.id}?state=accepted`);
  await page.keyboard.press("k");
  await page.waitForURL(`**/cases/${first.id}?state=accepted`);
  const at = () => page.evaluate(() => document.activeElement?.closest("form")?.id);
  await page.keyboard.press("m");
  expect(await page.locator("details:has(#act-ask-documents)").getAttribute("open")).not.toBeNull();
  expect(await at()).toBe("act-ask-documents");
  await page.locator("h1").click();
  await page.keyboard.press("v");
  expect(await at()).toBe("act-review");
  await page.keyboard.press("Enter");
  await page.waitForURL("**done=review");
  await page.keyboard.press("g");
  expect(await at()).toBe("act-grant");
  await page.waitForTimeout(200);
  expect((await findApplication(it.db, first.id))!.state).toBe("in-review");
  await page.keyboard.press("Enter");
  await page.waitForURL("**done=grant");
  expect((await findApplication(it.db, first.id))!.state).toBe("granted");
});

test("the counter works without JavaScript: check in, mark, take back, ask for a document", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:00" } });
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  page.setDefaultTimeout(4_000);
  await page.context().addCookies([{ name: "office-language", value: "en", url: origin }, { name: "office", value: desk.secret, url: origin }]);
  await page.goto(origin);
  await page.getByRole("button", { name: "Check in ÖZTÜRK-MÜLLER, Lena" }).click();
  await page.getByRole("button", { name: /^Original seen ?: Passport or travel document/ }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator("summary", { hasText: "Ask for documents" }).click();
  await page.getByRole("checkbox", { name: "Travel plan" }).check();
  await page.locator("[name=words-travel-plan]").fill("With dates, please.");
  await page.getByRole("button", { name: "Ask for documents" }).click();
  expect(await page.getByText("With dates, please.").count()).toBeGreaterThan(0);
  expect((await findApplication(it.db, made.id))!.state).toBe("incomplete");
});
