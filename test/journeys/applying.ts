import type { Page } from "playwright-core";
import type { House } from "../house.ts";
import { hand, portrait } from "./hand.ts";

export type Applicant = {
  lang: string;
  kind: "first" | "extension" | "transfer";
  contact: { channel: "email" | "sms"; email?: string; phone?: string };
  /** The pre-check's facts. */
  door: Record<string, string>;
  /** Pre-registration besides who files and the contact. */
  person: Record<string, string>;
  /** Each topic's answers in the order of the task list; a list of tables where the page asks further once the first are given. */
  topics: Record<string, Record<string, string> | Record<string, string>[]>;
};

/** From the home page through the pre-check and the security steps to the task list; returns the application number. */
export async function begin(page: Page, house: House, who: Applicant): Promise<string> {
  const it = hand(page);
  await page.goto(`${house.portal}/${who.lang}`);
  await page.locator(`.door a[href$="/check/${who.kind}"]`).click();
  await it.answer({ inTurkiye: "yes", ...who.door });
  await it.send();
  await it.send();
  await it.answer({ capacity: "self", ...who.person, ...Object.fromEntries(Object.entries(who.contact).filter(([, value]) => value)) });
  await it.tick("declaration");
  await it.send();
  if ((await page.locator("input[name=_wait]").count()) > 0) {
    house.later({ seconds: 13 });
    await it.send();
  }
  await it.fill("code", await house.code((who.contact.email ?? who.contact.phone)!));
  await it.send();
  return (await page.locator(".plate__number").innerText()).trim();
}

/** Fills every topic, sends a phone's photo, and stands at the final check. */
export async function fillIn(page: Page, house: House, who: Applicant): Promise<void> {
  const it = hand(page);
  for (const [topic, pages] of Object.entries(who.topics)) {
    await page.goto(`${house.portal}/${who.lang}/application/topic/${topic}`);
    for (const answers of Array.isArray(pages) ? pages : [pages]) {
      await it.answer(answers);
      await it.send();
    }
    if (page.url().endsWith(`/topic/${topic}`)) {
      throw new Error(`${topic} was not accepted: ${(await page.locator(".error-summary, .notice").allInnerTexts()).join(" | ")}`);
    }
  }
  await page.goto(`${house.portal}/${who.lang}/application/photo`);
  await page.setInputFiles("input[name=photo]", { name: "photo.jpg", mimeType: "image/jpeg", buffer: await portrait() });
  await page.locator("main form .button--primary").click();
  await page.locator(".photo-shown img").waitFor();
  await page.goto(`${house.portal}/${who.lang}/application/review`);
}

/** Declares and creates; returns the registration number. */
export async function create(page: Page): Promise<string> {
  const it = hand(page);
  await it.tick("declaration");
  await it.send();
  return (await page.locator(".plate__number").innerText()).trim();
}

/** Anna Maria Eriksson of Utopia's standard passport: a first application for tourism in İzmir. */
export const anna: Applicant = {
  lang: "en",
  kind: "first",
  contact: { channel: "email", email: "anna@example.org" },
  door: { entryBasis: "exemption", stayEnds: "2027-02-10" },
  person: {
    surname: "Eriksson", givenNames: "Anna Maria", birthDate: "1974-08-12", fatherName: "Lars", motherName: "Karin", gender: "female", nationality: "DEU",
    passportNumber: "L898902C3",
  },
  topics: {
    identity: { birthPlace: "Zenith", birthCountry: "DEU", maritalStatus: "single" },
    "travel-document": { documentType: "ordinary", passportCountry: "DEU", passportAuthority: "Zenith", passportIssuedOn: "2022-04-16", passportValidUntil: "2032-04-15" },
    entry: { entryDate: "2026-11-14", entryGate: "İzmir Adnan Menderes", entryBasis: "exemption", stayEnds: "2027-02-10", visaFeePaid: "no" },
    stay: { permitType: "short-term", purpose: "tourism", requestedFrom: "2027-02-11", requestedUntil: "2027-08-10" },
    province: { province: "35" },
    address: { neighbourhood: "Karşıyaka/Bostanlı Mah", street: "Cemal Gürsel Caddesi 12", door: "4", addressProof: "lease" },
    work: { occupationStatus: "self-employed", occupation: "Translator", incomeSource: "savings", monthlyIncome: "60000", incomeCurrency: "TRY" },
    insurance: { insuranceKind: "private", insuranceCompany: "Örnek Sigorta", policyNumber: "P-100200", insuranceFrom: "2026-11-14", insuranceUntil: "2027-11-14" },
    contact: { postalAddress: "same" },
  },
};

/** Takes the first free hour of the first free day not before `from`: hold, then take. */
export async function book(page: Page, house: House, lang: string): Promise<void> {
  await page.goto(`${house.portal}/${lang}/application/appointment`);
  await page.locator(".day--free a").first().click();
  await page.locator(".hour").first().click();
  await page.locator(".held form .button--primary").click();
  await page.waitForURL(/new=booked/);
}

/** Pays at the demonstration bank's hosted page, choosing what happens there. */
export async function pay(page: Page, house: House, lang: string, choice = "pay"): Promise<void> {
  await page.goto(`${house.portal}/${lang}/application/pay`);
  await page.locator("main form .button--primary").click();
  await page.waitForURL(/\/pay\//);
  await page.locator(`input[name=choice][value="${choice}"]`).check();
  await page.locator("form button").first().click();
  // Leaving and a refusal need no code. Looked for without waiting, its page was now and then not there yet.
  if (choice === "walk-away" || choice === "decline") return;
  await page.locator("#code").fill("123456");
  await page.locator("form button").first().click();
}
