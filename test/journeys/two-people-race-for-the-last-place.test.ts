import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { hand } from "./hand.ts";
import { pavel } from "./people.ts";
import { created, letIn } from "./prepared.ts";

test("Anna and Pavel press the last hour of a day together: one has it, the other is told so and finds fresh hours", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  await using browser = await openBrowser();
  const people = await Promise.all([anna, pavel].map(async (who) => {
    const application = await created(house, who);
    const context = await browser.newContext();
    await letIn(context, house, application);
    return { application, page: await context.newPage() };
  }));

  // On the first free day one place is left; the next day has all its hours.
  const { id, day } = await house.db.selectFrom("slot").select(["id", "day"]).where("day", ">", Temporal.PlainDate.from("2026-11-24")).orderBy("day").orderBy("starts").executeTakeFirstOrThrow();
  await house.db.updateTable("slot").set({ capacity: 0 }).where("day", "<=", day).where("id", "<>", id).execute();
  await house.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", id).execute();
  for (const { page } of people) await page.goto(`${house.portal}/en/application/appointment?office=35&day=${day}`);
  for (const { page } of people) expect(await page.locator(".hour").count()).toBe(1);

  await Promise.all(people.map(({ page }) => Promise.all([page.waitForEvent("framenavigated"), page.locator(".hour").click()])));
  await Promise.all(people.map(({ page }) => page.waitForLoadState()));
  const [winner, loser] = (await people[0]!.page.locator("#held").count()) > 0 ? people : people.toReversed();
  expect(await loser!.page.locator("#held").count()).toBe(0);

  const told = loser!.page.locator(".error-summary");
  expect(await told.innerText()).toContain("has just been taken by somebody else");
  expect(await told.evaluate((summary) => summary === document.activeElement)).toBe(true);
  await checkAccessibility(loser!.page);
  await hand(winner!.page).send();
  await winner!.page.waitForURL(/new=booked/);

  await loser!.page.locator(".day--free a").first().click();
  await loser!.page.locator(".hour").first().click();
  await hand(loser!.page).send();
  await loser!.page.waitForURL(/new=booked/);

  const booked = await house.db.selectFrom("appointment").innerJoin("slot", "slot.id", "slot_id").select(["application_id", "slot_id", "slot.day", "taken", "capacity"]).execute();
  expect(booked.find(({ slot_id }) => slot_id === id)).toMatchObject({ application_id: winner!.application.id, taken: 1, capacity: 1 });
  expect(booked).toHaveLength(2);
  expect(booked.every(({ taken, capacity }) => taken <= capacity)).toBe(true);
}, 60_000);
