import { expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { portrait } from "./hand.ts";
import { keys } from "./keys.ts";

test("Anna applies with the keyboard alone, from the home page to the created application, and always sees where she is", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const it = keys(page);
  // The window of the system in which a file is chosen. Asked for here, long before it opens: asked for as it opens, it may be too late.
  const photo = await portrait(900);
  page.on("filechooser", (chooser) => void chooser.setFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: photo }));
  const focused = () => page.evaluate(() => document.activeElement?.id);

  await page.goto(`${house.portal}/en`);
  await it.tab();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
  await it.press("Enter");
  await it.tab();
  expect(await page.evaluate(() => document.querySelector("main")!.contains(document.activeElement))).toBe(true);
  await it.enter('.door a[href$="/check/first"]');

  // Sent empty, the page comes back at its summary, and each of its lines leads to its field.
  await it.send();
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("error-summary");
  await it.tab();
  await it.press("Enter");
  expect(await focused()).toBe("inTurkiye");
  await it.answer({ inTurkiye: "yes", ...anna.door });
  await it.send();
  await it.send();

  await it.answer({ capacity: "self", ...anna.person, channel: "email", email: "anna@example.org" });
  await it.tick("declaration");
  await it.send();
  await it.answer({ code: await house.code("anna@example.org") });
  await it.send();
  await page.locator(".plate__number").waitFor();
  await it.enter("main a.button--primary");

  for (const [topic, tables] of Object.entries(anna.topics)) {
    expect(page.url()).toMatch(new RegExp(`/topic/${topic}$`));
    for (const answers of [tables].flat()) {
      await it.answer(answers);
      await it.send();
    }
  }
  expect(page.url()).toMatch(/\/photo$/);
  await it.to("input[name=photo]");
  await it.press("Enter");
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[name=photo]")!.files!.length > 0);
  await it.to("main form .actions .button--primary");
  await it.press("Enter");
  await page.locator(".photo-shown img").waitFor();
  await it.send();

  expect(page.url()).toMatch(/\/review$/);
  await it.tick("declaration");
  await it.send();
  expect(await page.locator("h1").innerText()).toBe("Your application is created");
}, 120_000);
