import { expect, test } from "vitest";
import { openBrowser } from "../../../test/browser.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { addNote } from "../../applications/notes.ts";

test("on a phone a row is a card without scrolling sideways, deadline and next act stand first, and a long word crushes nothing", async () => {
  await using it = await office();
  const head = await it.enter("supervisor");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:00" } });
  await it.act(head.who, (act) => addNote(act, made, "x".repeat(300)));
  const origin = await it.listen();
  await using browser = await openBrowser();
  for (const language of ["en", "ar"]) {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 780 } })).newPage();
    await page.context().addCookies([{ name: "office", value: head.secret, url: origin }, { name: "office-language", value: language, url: origin }]);
    await page.goto(origin);
    const press = (await page.locator(`#v-${made.id} button`).first().boundingBox())!;
    expect([press.x >= 0, press.x + press.width <= 360], language).toEqual([true, true]);
    expect(await page.locator(".table-wrap").evaluate((wrap) => wrap.scrollWidth - wrap.clientWidth)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1024, height: 800 });
    const heights = await page.locator(`#v-${made.id} .button`).evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().height)));
    expect(new Set(heights).size, `no act of a row breaks its words in ${language}: ${heights}`).toBe(1);
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(`${origin}/cases/${made.id}`);
    expect((await page.locator("#next").boundingBox())!.y, language).toBeLessThan(1_000);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), language).toBeLessThanOrEqual(width);
      expect((await page.locator("#notes li .muted").boundingBox())!.width).toBeGreaterThan(150);
    }
    const [said, desk] = [(await page.locator("#documents").boundingBox())!, (await page.locator("#next").boundingBox())!];
    expect(said.x < desk.x, language).toBe(language === "en");
    await page.context().close();
  }
}, 60_000);

test("on a desk a long list scrolls with its page, under a head that stays in sight", async () => {
  await using it = await office();
  const head = await it.enter("supervisor");
  for (let n = 0; n < 16; n++) await makeCase(it.db, it.clock, { state: "accepted" });
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 600 } })).newPage();
  await page.context().addCookies([{ name: "office", value: head.secret, url: origin }]);
  await page.goto(`${origin}/cases`);
  expect(await page.locator("#queue").evaluate((wrap) => [getComputedStyle(wrap).overflowY, wrap.scrollHeight - wrap.clientHeight])).toEqual(["visible", 0]);
  await page.locator("#queue tbody tr").nth(12).scrollIntoViewIfNeeded();
  expect((await page.locator("#queue thead th").first().boundingBox())!.y).toBe(0);
  const link = page.locator("#queue tbody a").nth(8);
  await link.focus();
  expect((await link.boundingBox())!.y, "what has the focus is not under the head").toBeGreaterThan((await page.locator("#queue thead").boundingBox())!.height);
  await page.goto(origin);
  await page.emulateMedia({ media: "print" });
  expect(await page.locator('main a[href="/counter"]').isVisible(), "paper leads nowhere").toBe(false);
  expect(await page.locator("#visitors thead th").filter({ visible: true }).count(), "nor is anything pressed on it").toBe(5);
}, 60_000);

test("the last document of a list is marked as still needed like the others", async () => {
  await using it = await office();
  const head = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  await it.db.deleteFrom("document").where("application_id", "=", made.id).where("code", "not in", ["passport", "form"]).execute();
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await browser.newPage();
  await page.context().addCookies([{ name: "office", value: head.secret, url: origin }]);
  await page.goto(`${origin}/cases/${made.id}`);
  const marks = page.locator("#documents .is-needed");
  expect(await marks.evaluateAll((rows) => rows.map((row) => getComputedStyle(row).borderInlineStartWidth))).toEqual(["4px", "4px"]);
}, 60_000);

test("on a desk a deadline of the queue stands on two lines", async () => {
  await using it = await office();
  const head = await it.enter("supervisor");
  await makeCase(it.db, it.clock, { state: "accepted", set: { complete_on: Temporal.PlainDate.from("2026-09-20"), decide_by: Temporal.PlainDate.from("2026-12-19") } });
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.context().addCookies([{ name: "office", value: head.secret, url: origin }]);
  await page.goto(`${origin}/cases`);
  for (const line of await page.locator("#queue tbody td .nowrap").all()) expect((await line.boundingBox())!.height).toBeLessThan(30);
  expect(await page.locator("#queue tbody td .nowrap").count()).toBe(2);
}, 60_000);
