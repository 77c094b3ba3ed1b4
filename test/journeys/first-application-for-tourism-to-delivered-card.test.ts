import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna, begin, create, fillIn } from "./applying.ts";

const monday = Temporal.Instant.from("2026-11-23T06:00:00Z");

test("Anna applies for tourism in İzmir, comes, and gets her card", async () => {
  await using house = await openHouse({ at: monday });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();

  const number = await begin(page, house, anna);
  expect(number).toMatch(/^[A-Z0-9-]{6,}$/);
  await screenshot(page, "en-tasks");
  await checkAccessibility(page);
  await fillIn(page, house, anna);
  await screenshot(page, "en-review");
  await checkAccessibility(page);
  const registration = await create(page);
  expect(registration).toMatch(/^2026-\d\d-\d{7}$/);
  await screenshot(page, "en-created");
  await checkAccessibility(page);
});
