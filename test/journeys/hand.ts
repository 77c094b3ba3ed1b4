import type { Page } from "playwright-core";
import sharp from "sharp";

/** A person's hand on a page: fields by their names, so that a journey reads the same in every language and with or without JavaScript. */
export function hand(page: Page) {
  const it = {
    async fill(name: string, value: string) {
      await page.locator(`[name="${name}"]`).fill(value);
    },
    async date(name: string, iso: string) {
      const [year, month, day] = iso.split("-").map((part) => String(Number(part)));
      await it.fill(`${name}-day`, day!);
      await it.fill(`${name}-month`, month!);
      await it.fill(`${name}-year`, year!);
    },
    async choose(name: string, value: string) {
      await page.locator(`input[name="${name}"][value="${value}"]`).check();
    },
    async tick(name: string) {
      await page.locator(`input[type="checkbox"][name="${name}"]`).check();
    },
    /** A list: the plain select, or the box to type in that JavaScript makes of a long one. */
    async pick(name: string, value: string) {
      const list = page.locator(`select[name="${name}"]`);
      const box = page.locator(`#${name}[role="combobox"]`);
      if ((await box.count()) === 0) return void (await list.selectOption(value));
      const text = ((await list.locator(`option[value="${value}"]`).textContent()) ?? "").trim();
      await box.fill(text);
      await page.locator(`#${name}-list [role="option"]`).getByText(text, { exact: true }).first().click();
    },
    /** Presses the one primary button of the page's form and waits for what comes. */
    async send() {
      await Promise.all([page.waitForEvent("framenavigated"), page.locator("main form .button--primary").last().click()]);
      await page.waitForLoadState();
    },
    /** Fills a topic from a table: dates are ISO, lists and choices codes. */
    async answer(answers: Record<string, string>) {
      for (const [name, value] of Object.entries(answers)) {
        if (/^\d{4}-\d\d-\d\d$/.test(value)) await it.date(name, value);
        else if ((await page.locator(`input[type="radio"][name="${name}"]`).count()) > 0) await it.choose(name, value);
        else if ((await page.locator(`select[name="${name}"]`).count()) > 0) await it.pick(name, value);
        else await it.fill(name, value);
      }
    },
    heading: async () => (await page.locator("h1").first().innerText()).trim(),
  };
  return it;
}

/** A drawn head and shoulders on white, as large as a phone's camera makes them, with metadata that must not survive. */
export async function portrait(width = 2400): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="3200"><rect width="2400" height="3200" fill="#fff"/>
    <ellipse cx="1200" cy="1300" rx="480" ry="640" fill="#c9a58b"/><path d="M300 3200c60-700 500-1000 900-1000s840 300 900 1000z" fill="#3b5068"/>
    <circle cx="1020" cy="1220" r="50" fill="#222"/><circle cx="1380" cy="1220" r="50" fill="#222"/><path d="M1000 1620q200 120 400 0" stroke="#7a4a3a" stroke-width="40" fill="none"/></svg>`;
  return sharp(Buffer.from(drawn)).resize(width).withExif({ IFD0: { Artist: "somebody" } }).jpeg({ quality: 90 }).toBuffer();
}
