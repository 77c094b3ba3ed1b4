import { mkdirSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Application, findApplication } from "../../src/applications/application.ts";
import { people } from "../../src/demonstration/people.ts";
import { carryExaminer, checkAccessibility } from "../browser.ts";
import type { House } from "../house.ts";

/** With PICTURES set, two pictures of each page are kept here, to be looked at by people. */
const folder = process.env.PICTURES ? ".tmp/shots/pages" : null;

export type Examiner = {
  page: Page;
  context: BrowserContext;
  lang: string;
  /** Which patterns of addresses have been looked at. */
  seen: Set<string>;
  /** What is wrong, page by page. */
  faults: string[];
  /** Looks at the page as it stands, on a phone and on a desk. */
  look(name: string): Promise<void>;
  /** Goes to an address and looks at what is there. */
  see(address: string, name: string): Promise<void>;
};

/** Somebody who reads one language and goes through pages, on a phone and on a desk; all that is wrong is told together at the end. */
export async function examiner(browser: Browser, lang: "en" | "ar"): Promise<Examiner> {
  if (folder) mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ locale: lang });
  await carryExaminer(context);
  const page = await context.newPage();
  const it: Examiner = {
    page, context, lang, seen: new Set(), faults: [],
    async look(name) {
      const blame = (what: string) => it.faults.push(`${name} (${lang}): ${what}`);
      await page.setViewportSize({ width: 360, height: 780 });
      const found = await page.evaluate(() => ({
        headings: document.querySelectorAll("h1").length, lang: document.documentElement.lang, dir: document.documentElement.dir, title: document.title,
        wide: document.documentElement.scrollWidth,
      }));
      if (found.headings !== 1) blame(`${found.headings} main headings`);
      if (found.lang !== lang || found.dir !== (lang === "ar" ? "rtl" : "ltr")) blame(`says it is in ${found.lang}, ${found.dir}`);
      if (found.title.trim() === "") blame("has no title");
      if (found.wide > 360) blame(`is ${found.wide} px wide on a phone: ${await page.evaluate(culprits)}`);
      await checkAccessibility(page).catch((error: Error) => blame(error.message));
      if (folder) await page.screenshot({ path: `${folder}/${lang}-${name}-360.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 800 });
      if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 1280) blame("is wider than a desk");
      if (folder) await page.screenshot({ path: `${folder}/${lang}-${name}-1280.png`, fullPage: true });
    },
    async see(address, name) {
      // What answers with a file to keep has no page to look at.
      const answer = await page.goto(address).catch((error: Error) => {
        if (error.message.includes("Download is starting")) return "file" as const;
        throw error;
      });
      it.seen.add(new URL(address).pathname.replace(/(?<=.)\/$/, ""));
      if (answer === "file" || !answer?.headers()["content-type"]?.includes("html")) return;
      if (answer.status() >= 500) it.faults.push(`${name} (${lang}): ${answer.status()}`);
      await it.look(name);
    },
  };
  return it;
}

// Which elements stick out, said shortly.
function culprits(): string {
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return right > 361 || left < -1;
  });
  return wide.slice(-3).map((element) => `${element.tagName}.${element.className}`).join(", ");
}

/** Those of some patterns (`/:lang/check/:kind`) that none of the addresses seen fits. */
export function notSeen(patterns: string[], seen: Iterable<string>): string[] {
  const paths = [...seen];
  return patterns.filter((pattern) => {
    const fits = new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+")}$`);
    return !paths.some((path) => fits.test(path));
  });
}

/** The newest case of a person of the demonstration. */
export async function caseOf(house: House, key: string): Promise<Application> {
  const { passportNumber } = people.get(key)!;
  const rows = await house.db.selectFrom("application").select(["id", "answers", "frozen"]).orderBy("started_at", "desc").execute();
  const found = rows.find(({ answers, frozen }) => {
    const said = (frozen as { answers?: Record<string, string> } | null)?.answers ?? (answers as Record<string, string>);
    return said.passportNumber === passportNumber;
  });
  const application = found && (await findApplication(house.db, found.id));
  if (!application) throw new Error(`${key} has no case`);
  return application;
}
