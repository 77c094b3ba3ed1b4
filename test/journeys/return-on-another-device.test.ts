import { randomInt } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { makeApplicationNumber } from "../../src/rules/identifiers.ts";
import { openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { hand } from "./hand.ts";
import { drafted, letIn } from "./prepared.ts";

const phone = "+905321112233";

test("Anna goes on at another device by number, identity and a code; a guess looks the same; her first device is told and keeps what she typed", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const draft = await drafted(house, { ...anna, contact: { ...anna.contact, channel: "email", phone } });
  const device = async () => (await browser.newContext({ locale: "en-GB" })).newPage();
  const topic = `${house.portal}/en/application/topic/identity`;
  const atHome = await device();
  await letIn(atHome.context(), house, draft);
  await atHome.goto(topic);

  /** From the home page to the page that asks for the code. */
  const ask = async (page: Page, number: string, identity: string) => {
    await page.goto(`${house.portal}/en`);
    await page.locator(".header__continue").click();
    await hand(page).answer({ number, identity });
    await hand(page).send();
    return page.locator("main").innerText();
  };
  const guesser = await device();
  const onPhone = await device();
  const unknown = await ask(guesser, makeApplicationNumber((below) => randomInt(below)), "L898902C3");
  const guessed = await ask(guesser, draft.number, "X1234567");
  const right = await ask(onPhone, draft.number.toLowerCase(), "l898902c3");
  expect([unknown, guessed]).toEqual([right, right]);
  await hand(guesser).fill("code", "123456");
  await hand(guesser).send();
  expect(await guesser.locator(".error-summary").innerText()).toContain("This code is not right");

  const mailed = await house.code("anna@example.org");
  await onPhone.locator("summary", { hasText: "No code arrived?" }).click();
  await Promise.all([onPhone.waitForEvent("framenavigated"), onPhone.getByRole("button", { name: "Send it the other way" }).click()]);
  await checkAccessibility(onPhone);
  const texted = await house.code(phone);
  await hand(onPhone).fill("code", mailed);
  await hand(onPhone).send();
  expect(await onPhone.locator(".error-summary").innerText()).toContain("This code is not right");
  await hand(onPhone).fill("code", texted);
  await hand(onPhone).send();
  expect(await onPhone.locator(".plate__number").innerText()).toBe(draft.number);
  const told = await house.db.selectFrom("message").select("id").where("notice", "=", "code").where("application_id", "=", draft.id).execute();
  expect(told).toHaveLength(2);

  await onPhone.goto(topic);
  expect(await onPhone.locator("[name=birthPlace]").inputValue()).toBe("Zenith");
  await hand(onPhone).fill("birthPlace", "Bremen");
  await hand(onPhone).send();

  await hand(atHome).fill("motherName", "Karin Elisabet");
  await hand(atHome).send();
  expect(await atHome.locator(".notice").first().innerText()).toContain("changed elsewhere meanwhile");
  expect(await atHome.locator("[name=motherName]").inputValue()).toBe("Karin Elisabet");
  await checkAccessibility(atHome);
  const stored = async () => (await house.db.selectFrom("application").select("answers").where("id", "=", draft.id).executeTakeFirstOrThrow()).answers;
  expect(await stored()).toMatchObject({ birthPlace: "Bremen", motherName: "Karin" });
  await hand(atHome).fill("birthPlace", "Bremen");
  await hand(atHome).send();
  expect(await stored()).toMatchObject({ birthPlace: "Bremen", motherName: "Karin Elisabet" });
}, 90_000);
