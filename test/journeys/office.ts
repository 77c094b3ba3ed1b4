import type { Page } from "playwright-core";
import { type House, signInOf } from "../house.ts";
import { hand } from "./hand.ts";

/** An officer's hand at the console. */
export function desk(page: Page, house: House) {
  const it = hand(page);
  const act = async (name: string) => {
    await Promise.all([page.waitForEvent("framenavigated"), page.locator(`#act-${name} button.button`).last().click()]);
    await page.waitForLoadState();
  };
  return {
    ...it,
    async signIn(role: string, place: "izmir" | "istanbul" | "ankara" = "izmir") {
      await page.goto(`${house.office}/sign-in`);
      const { email, password } = signInOf(role, place);
      await it.fill("email", email);
      await it.fill("password", password);
      await it.send();
    },
    async signOut() {
      await Promise.all([page.waitForEvent("framenavigated"), page.locator("header form button").click()]);
    },
    /** Finds a case by its registration number and opens it. */
    async open(registration: string) {
      await page.goto(`${house.office}/`);
      await it.fill("term", registration);
      await page.keyboard.press("Enter");
      // The one case that fits is opened at once.
      await page.waitForURL(/\/cases\//);
    },
    act,
    /** Marks every document of the list as seen in the original. */
    async seeAllDocuments() {
      for (;;) {
        const notYet = page.locator('button[name="mark"][value$=".original-seen"]');
        if ((await notYet.count()) === 0) return;
        await Promise.all([page.waitForEvent("framenavigated"), notYet.first().click()]);
        await page.waitForLoadState();
      }
    },
    /** Opens a folded act. */
    async unfold(name: string) {
      await page.locator(`details:has(#act-${name}) > summary`).click();
    },
  };
}
