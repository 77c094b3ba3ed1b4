import { preRegistration } from "../../src/applications/pre-registration.ts";
import { portal } from "../../src/web/routes.ts";
import { type Applicant, topicForms, typed } from "../setting/people.ts";
import { type Asked, type Browser, hidden, openBrowser, type Shown } from "./browser.ts";

/** The ten steps, in their order. */
export const steps = [
  "open the home page", "check, captcha, ask for a code", "type the code", "fill in the topics", "send the photo", "check and create",
  "choose a day", "keep an hour", "take it", "read the result",
] as const;

export type Ways = { origin: string; address: string; solution: string; photo: Buffer; code(recipient: string): Promise<string> };

const lang = { lang: "en" };
const first = { ...lang, kind: "first" };

/** One person from the home page to the appointment in the hand. Answers how long each step took, in milliseconds, and what was asked for it. */
export async function walk(who: Applicant, ways: Ways): Promise<{ took: number[]; asked: Asked }> {
  const browser = openBrowser(ways.origin, ways.address);
  const took: number[] = [];
  let at = performance.now();
  try {
    for await (const _ of walked(browser, who, ways)) {
      took.push(performance.now() - at);
      at = performance.now();
    }
    return { took, asked: browser.asked() };
  } catch (error) {
    throw new Error(`${steps[took.length]}: ${(error as Error).message}`, { cause: error });
  } finally {
    browser.close();
  }
}

async function* walked(browser: Browser, who: Applicant, { solution, photo, code }: Ways): AsyncGenerator<void> {
  await browser.open(portal.home.href(lang));
  yield;

  await browser.open(portal.check.href(first));
  await browser.send(portal.check.href(first), dated(who.door));
  const carried = { _entryBasis: who.door.entryBasis!, _stayEnds: who.door.stayEnds! };
  const form = await browser.send(portal.start.href(first), { _carried: "yes", ...carried });
  await browser.fetch(portal.captcha.href());
  await browser.send(portal.start.href(first), { ...typed(preRegistration("first"), who.answers), ...carried, _asked: hidden(form, "_asked"), declaration: "yes", altcha: solution });
  yield;

  const sent = await code(who.email);
  let page = await browser.send(portal.startCode.href(lang), { code: sent });
  yield;

  for (const { topic, form: whole } of topicForms(who.answers)) page = await fill(browser, page, portal.section.href({ ...lang, section: topic }), whole);
  yield;

  if (page.path !== portal.photo.href(lang)) throw new Error(`the topics lead to ${page.path}`);
  await browser.upload(portal.photo.href(lang), "photo", photo);
  await browser.fetch(portal.photoFile.href(lang));
  yield;

  const review = await browser.open(portal.review.href(lang));
  await browser.fetch(portal.photoFile.href(lang));
  await browser.send(portal.review.href(lang), { version: hidden(review, "version"), declaration: "yes" });
  yield;

  const months = await browser.open(portal.appointment.href(lang));
  const day = await browser.open(oneOf(months, /day--free[^"]*"><a class="day__inner" href="([^"#]*)/g).replaceAll("&amp;", "&"));
  yield;

  const slot = oneOf(day, /name="slot" value="([^"]*)"/g);
  const where = { slot, office: hidden(day, "office"), day: hidden(day, "day") };
  await browser.send(portal.place.href(lang), { do: "hold", ...where });
  yield;

  const booked = await browser.send(portal.place.href(lang), { do: "take", ...where });
  if (!booked.path.includes("new=booked")) throw new Error(`not booked: ${booked.path}`);
  yield;

  await browser.open(portal.status.href(lang));
  yield;
}

/** One topic as somebody fills it: what the page asks and what these answers bring up on it, then what comes only with the next page. */
async function fill(browser: Browser, before: Shown, path: string, whole: Record<string, string>): Promise<Shown> {
  let page = before.path === path ? before : await browser.open(path);
  for (let tries = 0; page.path === path; tries++) {
    if (tries === 3) throw new Error(`${path} was not accepted`);
    const names = new Set(Array.from(page.html.matchAll(/ name="([^"]*)"/g), ([, name]) => name!));
    const filled = Object.entries(whole).filter(([name]) => names.has(name));
    page = await browser.send(path, { ...Object.fromEntries(filled), _asked: hidden(page, "_asked"), version: hidden(page, "version") });
  }
  return page;
}

function dated(answers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).flatMap(([name, value]) => {
    const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
    return parts ? [[`${name}-year`, parts[1]!], [`${name}-month`, parts[2]!], [`${name}-day`, parts[3]!]] : [[name, value]];
  }));
}

function oneOf(page: Shown, pattern: RegExp): string {
  const all = [...page.html.matchAll(pattern)];
  if (all.length === 0) throw new Error(`nothing to choose at ${page.path}`);
  return all[Math.floor(Math.random() * all.length)]![1]!;
}
