import { sql } from "kysely";
import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { type House, openHouse } from "../house.ts";
import { anna, type Applicant, pay } from "./applying.ts";
import { hand } from "./hand.ts";
import { pavel } from "./people.ts";
import { letIn, lodged } from "./prepared.ts";

test("Anna walks away at the bank, is reminded, pays in a new payment and never twice; Pavel’s payment is found though its notification is lost", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  await using browser = await openBrowser();
  const one = await payer(house, browser, anna);
  const { page } = one;

  await pay(page, house, "en", "walk-away");
  expect(await one.status()).toContain("You have begun to pay");
  await checkAccessibility(page);
  const [begun] = await one.payments();
  const left = `${house.bank}/pay/${begun!.provider_reference}`;

  // The bank keeps its page for fifteen minutes. This time its notification is wrongly signed; coming back finds the payment all the same.
  house.later({ minutes: 16 });
  await pay(page, house, "en", "forged-notice");
  await page.waitForURL(/\/pay\/return/);
  expect(await hand(page).heading()).toBe("Your payment has arrived");
  expect((await one.payments()).map(({ state }) => state)).toEqual(["expired", "paid"]);

  const stale = await page.request.post(`${house.portal}/en/application/pay`, { headers: { "sec-fetch-site": "same-origin" } });
  expect(await stale.text()).toContain("The fees are paid");
  await page.goto(left);
  expect(await page.locator("input[name=choice]").count()).toBe(0);
  expect(await one.payments()).toHaveLength(2);
  expect(await one.status()).toContain("Fees paid");
  await house.message("anna@example.org", /fees are paid|payment/i);

  const other = await payer(house, browser, pavel);
  await pay(other.page, house, "en", "lost-notice");
  expect((await other.payments()).map(({ state }) => state)).toEqual(["redirected"]);
  await sql`update graphile_worker._private_jobs set run_at = now() where key like 'poll:%'`.execute(house.db);
  await expect.poll(async () => (await other.payments()).map(({ state }) => state)).toEqual(["paid"]);
  expect(await other.status()).toContain("Fees paid");
}, 90_000);

async function payer(house: House, browser: Browser, who: Applicant) {
  const application = await lodged(house, who, "35");
  const context = await browser.newContext({ locale: "en-GB" });
  await letIn(context, house, application);
  const page = await context.newPage();
  return {
    page,
    payments: () => house.db.selectFrom("payment").innerJoin("accrual", "accrual.id", "accrual_id").select(["payment.state", "provider_reference"])
      .where("application_id", "=", application.id).orderBy("payment.id").execute(),
    async status() {
      await page.goto(`${house.portal}/en/application/status`);
      return page.locator("main").innerText();
    },
  };
}
