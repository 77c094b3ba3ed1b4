import { expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type House, openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { hand } from "./hand.ts";
import { pavel } from "./people.ts";
import { drafted, letIn } from "./prepared.ts";

const once = { registrations: 1, accruals: 1, creations: 1, clashes: 0, told: 1 };

async function made(house: House, application: string) {
  const count = async (query: { execute(): Promise<unknown[]> }) => (await query.execute()).length;
  const { db } = house;
  return {
    registrations: await count(db.selectFrom("application").select("id").where("id", "=", application).where("registration_number", "is not", null)),
    accruals: await count(db.selectFrom("accrual").select("id").where("application_id", "=", application)),
    creations: await count(db.selectFrom("application_history").select("id").where("application_id", "=", application).where("event", "=", "create")),
    clashes: await count(db.selectFrom("clash").select("id")),
    told: await count(db.selectFrom("message").select("id").where("application_id", "=", application).where("notice", "=", "created")),
  };
}

test("two tabs press “create” at the same moment, an impatient finger presses twice: each time one application is created, with one accrual", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  await using browser = await openBrowser();

  const first = await drafted(house, anna);
  const tabs = await browser.newContext();
  await letIn(tabs, house, first);
  const pages = await Promise.all([1, 2, 3].map(() => tabs.newPage()));
  for (const page of pages) {
    await page.goto(`${house.portal}/en/application/review`);
    await hand(page).tick("declaration");
  }
  await Promise.all(pages.map((page) => hand(page).send()));
  for (const page of pages) expect(await hand(page).heading()).toBe("Your application is created");
  expect(new Set(await Promise.all(pages.map((page) => page.locator(".plate__number").innerText())))).toHaveProperty("size", 1);
  expect(await made(house, first.id)).toEqual(once);

  const second = await drafted(house, pavel);
  const finger = await browser.newContext();
  await letIn(finger, house, second);
  const page = await finger.newPage();
  await page.goto(`${house.portal}/en/application/review`);
  await hand(page).tick("declaration");
  await page.locator("main form .button--primary").last().dblclick();
  await page.waitForURL(/\/created$/);
  expect(await made(house, second.id)).toEqual(once);
  const numbered = await house.db.selectFrom("application").select("registration_number").where("registration_number", "is not", null).execute();
  expect(new Set(numbered.map(({ registration_number }) => registration_number))).toHaveProperty("size", 2);
}, 60_000);
