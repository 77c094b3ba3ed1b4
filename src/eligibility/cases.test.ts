import { describe, expect, test } from "vitest";
import { documentRules } from "../rules/required-documents.ts";
import type { FeeCode } from "../rules/fees.ts";
import type { Outcome } from "./assess.ts";
import { assess } from "./assess.ts";
import type { FindingCode } from "./findings.ts";
import type { FactName, Facts } from "./questions.ts";

/*
 * The law as sentences: each row says a rule, names where it is written, tells who stands at the door, and what they must
 * be answered. Unless a row says otherwise it is Monday, 23 November 2026, the person is an adult British citizen in İzmir
 * with a passport valid until 2032 and private insurance until the end of 2028, and everything else is in order.
 */

type Written<T> = T extends Temporal.PlainDate ? string : T extends (infer Item)[] ? Written<Item>[] : T extends object ? { [Name in keyof T]: Written<T[Name]> } : T;
type Told = Partial<Written<Facts>>;
type Expected = {
  on?: string; outcome?: Outcome; finds?: FindingCode; lacks?: FindingCode; opens?: string; closes?: string; latestEnd?: string; attendBy?: string;
  fee?: [FeeCode, number, "TRY" | "USD"]; inLira?: number; noFee?: FeeCode; asks?: string; onRequest?: string; doesNotAsk?: string; missing?: FactName;
};
type Row = [sentence: string, article: string, facts: Told, expected: Expected];

const person: Told = {
  nationality: "GBR", birthDate: "1990-05-05", province: "35", district: "Konak", passportValidUntil: "2032-01-01",
  insurance: { kind: "private", until: "2028-12-31" }, representative: "none", exchangeRate: "42.0000", permitHistory: [],
};
const came = { date: "2026-10-10", basis: "exemption", stayEnds: "2027-01-07", visaFeePaid: false } as const;

/** A first application for six months of tourism. */
const first = (facts: Told = {}): Told => ({
  ...person, kind: "first", permitType: "short-term", purpose: "tourism", entry: came, requestedFrom: "2026-12-01", requestedUntil: "2027-05-31", ...facts,
});
/** An extension of a tourist's permit that ends on 20 December 2026. */
const extension = (facts: Told = {}): Told => ({
  ...person, kind: "extension", permitType: "short-term", purpose: "property", requestedFrom: "2026-12-21", requestedUntil: "2027-12-20",
  presentPermit: { permitType: "short-term", purpose: facts.purpose ?? "property", validUntil: "2026-12-20", heldSince: "2025-12-21", province: "35" }, ...facts,
});
/** A transfer from a tourist's permit that ends on 20 June 2027 to that of a homeowner. */
const present = { permitType: "short-term", purpose: "tourism", validUntil: "2027-06-20", heldSince: "2026-06-21", province: "35" } as const;
const transfer = (facts: Told = {}): Told => ({
  ...person, kind: "transfer", permitType: "short-term", purpose: "property", presentPermit: present, requestedFrom: "2026-12-01", requestedUntil: "2027-11-30", ...facts,
});
const citizenSpouse = { kind: "citizen", relation: "spouse", monthlyIncome: 6_000_000, familySize: 2 } as const;
const holder = { kind: "permit-holder", relation: "spouse", monthlyIncome: 6_000_000, familySize: 2, permitValidUntil: "2028-06-30", onPermitSince: "2024-07-01" } as const;
const family = (sponsor: Told["sponsor"] = citizenSpouse, facts: Told = {}): Told => {
  const { purpose: _, ...rest } = first(facts);
  return { ...rest, permitType: "family", sponsor };
};
const student = (told: Told["student"] = {}, facts: Told = {}): Told => {
  const { purpose: _, ...rest } = first(facts);
  return { ...rest, permitType: "student", student: { level: "bachelor", programmeUntil: "2030-06-30", ...told } };
};
const longTerm = (history: Told["permitHistory"], facts: Told = {}): Told => ({
  ...person, kind: "transfer", permitType: "long-term", permitHistory: history ?? [],
  presentPermit: { permitType: "short-term", purpose: "property", validUntil: "2027-06-20", heldSince: "2025-06-21", province: "35" }, ...facts,
});
const years = (from: string, until: string, permitType: "short-term" | "student" | "family" = "short-term") => ({ permitType, from, until });
const child = "2016-03-03";
const law = (article: string) => `Law 6458 art. ${article}`;
const practice = "practice of the directorates";
const amounts = "Fees Law 492 art. 88 and the yearly list of amounts";
const tariff = "Fees Law 492 tariff 6";
const regulation = "Regulation on Law 6458";
const announcement = "announcement of the Presidency of Migration Management";

const doors: Row[] = [
  ["A first application is made while the visa exemption lasts.", law("19"), first(), { outcome: "open", finds: "first-open", closes: "2027-01-07" }],
  ["A first application is made while the visa lasts.", law("19"), first({ entry: { ...came, basis: "visa", visaFeePaid: true } }), { outcome: "open", closes: "2027-01-07" }],
  ["The last day of the exemption still counts.", law("19"), first(), { on: "2027-01-07", outcome: "open", closes: "2027-01-07" }],
  ["The day after the exemption ended the door of first applications is closed.", law("19"), first(), { on: "2027-01-08", outcome: "closed", finds: "entry-stay-ended" }],
  ["The day after the visa ended the door of first applications is closed.", law("19"), first({ entry: { ...came, basis: "visa", visaFeePaid: true } }), { on: "2027-01-08", outcome: "closed", finds: "entry-stay-ended" }],
  ["Who has not entered yet applies from the day of entry.", law("21"), first({ entry: { ...came, date: "2026-12-05" } }), { outcome: "not-yet", finds: "not-yet-entered" }],
  ["Without the last day of the stay the answer is not complete.", law("32"), first({ entry: { date: "2026-10-10", basis: "exemption" } }), { outcome: "incomplete", missing: "entry.stayEnds", asks: "address" }],
  ["Without any word on the entry the answer is not complete.", law("32"), first({ entry: undefined }), { outcome: "incomplete", missing: "entry.basis", asks: "address" }],
  ["A visa exemption lasts at most ninety days.", law("11"), first({ entry: { ...came, stayEnds: "2027-03-07" } }), { finds: "stay-over-ninety-days" }],
  ["Ninety days, both ends counted, are in order.", law("19"), first(), { lacks: "stay-over-ninety-days", closes: "2027-01-07" }],
  ["After a conditional entry one applies within ten days.", practice, first({ entry: { date: "2026-11-15", basis: "conditional" } }), { outcome: "open", closes: "2026-11-25", finds: "conditional-open" }],
  ["The tenth day after a conditional entry still counts.", practice, first({ entry: { date: "2026-11-13", basis: "conditional" } }), { outcome: "open", closes: "2026-11-23" }],
  ["On the eleventh day after a conditional entry it is too late.", practice, first({ entry: { date: "2026-11-12", basis: "conditional" } }), { outcome: "closed", finds: "conditional-entry-over" }],
  ["A conditional entry without its date leaves the window open to question.", law("32"), first({ entry: { basis: "conditional" } }), { outcome: "incomplete", missing: "entry.date", asks: "income" }],
  ["Who attends is measured by the end of the exemption.", law("19"), first(), { attendBy: "2027-01-07", closes: "2027-01-07" }],
  ["After a conditional entry the deadline to attend is the tenth day.", practice, first({ entry: { date: "2026-11-15", basis: "conditional" } }), { attendBy: "2026-11-25", closes: "2026-11-25" }],
  ["Who holds a valid permit does not apply for a first one.", law("24"), first({ presentPermit: { ...present } }), { outcome: "not-allowed", finds: "holds-permit" }],
  ["Who held a permit that ended long ago applies as for the first time.", law("19"), first({ presentPermit: { ...present, validUntil: "2023-06-20" } }), { outcome: "open", lacks: "holds-permit", finds: "first-open" }],
  ["A child born in Türkiye is applied for within 180 days of birth.", practice, family({ ...citizenSpouse, relation: "minor-child" }, { entry: undefined, bornInTurkiye: true, birthDate: "2026-09-01" }), { outcome: "open", finds: "newborn-open", closes: "2027-02-28" }],
  ["The 180th day after birth still counts.", practice, family({ ...citizenSpouse, relation: "minor-child" }, { entry: undefined, bornInTurkiye: true, birthDate: "2026-05-27" }), { outcome: "open", closes: "2026-11-23" }],
  ["After 180 days a new-born's door is closed.", practice, family({ ...citizenSpouse, relation: "minor-child" }, { entry: undefined, bornInTurkiye: true, birthDate: "2026-05-26" }), { outcome: "closed", finds: "newborn-too-late" }],
  ["For a new-born the parents' permits are shown.", practice, family({ ...citizenSpouse, relation: "minor-child" }, { entry: undefined, bornInTurkiye: true, birthDate: "2026-09-01" }), { asks: "parents-permits" }],
  ["For a new-born no declaration of means is asked for.", practice, family({ ...citizenSpouse, relation: "minor-child" }, { entry: undefined, bornInTurkiye: true, birthDate: "2026-09-01" }), { doesNotAsk: "income", asks: "birth-certificate" }],
  ["A new-born without a date of birth cannot be judged yet.", law("32"), family({ ...citizenSpouse, relation: "minor-child" }, { entry: undefined, bornInTurkiye: true, birthDate: undefined }), { outcome: "incomplete", missing: "birthDate", asks: "address" }],
  ["A child that crossed the border is judged by its entry.", law("19"), family({ ...citizenSpouse, relation: "minor-child" }, { bornInTurkiye: true, birthDate: "2026-09-01" }), { closes: "2027-01-07" }],

  ["An extension is asked for in the last sixty days of the permit.", law("24"), extension(), { outcome: "open", opens: "2026-10-21", closes: "2026-12-20", finds: "extension-open" }],
  ["The sixtieth day before the end is the first on which it may be asked for.", law("24"), extension(), { on: "2026-10-21", outcome: "open", opens: "2026-10-21" }],
  ["Sixty-one days before the end it is too early.", law("24"), extension(), { on: "2026-10-20", outcome: "not-yet", finds: "extension-too-early" }],
  ["The last day of the permit still counts.", law("24"), extension(), { on: "2026-12-20", outcome: "open", finds: "extension-open" }],
  ["The day after the permit ended no extension is possible.", law("24"), extension(), { on: "2026-12-21", outcome: "closed", finds: "permit-ended" }],
  ["A year after the permit ended no extension is possible.", law("24"), extension(), { on: "2027-12-20", outcome: "closed", finds: "permit-ended" }],
  ["A permit that ends on 29 February opens its extension on 31 December.", law("24"), extension({ presentPermit: { permitType: "short-term", purpose: "property", validUntil: "2028-02-29", province: "35" } }), { on: "2027-12-31", opens: "2027-12-31" }],
  ["An extension does not change the type.", law("29"), extension({ permitType: "family", purpose: undefined, sponsor: citizenSpouse }), { outcome: "not-allowed", finds: "another-permit-is-transfer" }],
  ["An extension does not change the purpose.", law("29"), extension({ presentPermit: { ...present, validUntil: "2026-12-20" } }), { outcome: "not-allowed", finds: "another-permit-is-transfer" }],
  ["Without the end of the permit an extension cannot be judged.", law("32"), extension({ presentPermit: { permitType: "short-term", purpose: "property" } }), { outcome: "incomplete", missing: "presentPermit.validUntil", asks: "address" }],
  ["Without its type the present permit cannot be compared.", law("32"), extension({ presentPermit: { validUntil: "2026-12-20" } }), { outcome: "incomplete", missing: "presentPermit.permitType", asks: "address" }],
  ["Without its purpose a short-term permit cannot be compared.", law("32"), extension({ presentPermit: { permitType: "short-term", validUntil: "2026-12-20" } }), { outcome: "incomplete", missing: "presentPermit.purpose", asks: "address" }],
  ["The deadline to attend for an extension is the end of the permit.", law("24"), extension(), { attendBy: "2026-12-20", closes: "2026-12-20" }],
  ["Who moved to another province applies there within twenty working days.", regulation, extension({ province: "07" }), { finds: "moved-province" }],
  ["Who stayed in the province is told nothing of moving.", law("24"), extension(), { lacks: "moved-province", closes: "2026-12-20" }],

  ["A transfer is asked for while the permit is valid.", law("29"), transfer(), { outcome: "open", closes: "2027-06-20", finds: "transfer-open" }],
  ["A transfer need not wait for the last sixty days.", law("29"), transfer(), { on: "2026-07-01", outcome: "open", finds: "transfer-open" }],
  ["The last day of the permit still counts for a transfer.", law("29"), transfer({ presentPermit: { ...present, validUntil: "2026-11-23" } }), { outcome: "open", closes: "2026-11-23" }],
  ["The day after the permit ended no transfer is possible.", law("29"), transfer({ presentPermit: { ...present, validUntil: "2026-11-22" } }), { outcome: "closed", finds: "transfer-permit-ended" }],
  ["When the reason of the permit ended, ten days remain.", regulation, transfer({ presentPermit: { ...present, reasonEndedOn: "2026-11-20" } }), { outcome: "open", finds: "reason-ended", closes: "2026-11-30" }],
  ["The tenth day after the reason ended still counts.", regulation, transfer({ presentPermit: { ...present, reasonEndedOn: "2026-11-13" } }), { outcome: "open", closes: "2026-11-23" }],
  ["On the eleventh day after the reason ended it is too late.", regulation, transfer({ presentPermit: { ...present, reasonEndedOn: "2026-11-12" } }), { outcome: "closed", finds: "reason-ended-long-ago" }],
  ["When the permit ends before those ten days, its end counts.", law("29"), transfer({ presentPermit: { ...present, validUntil: "2026-11-25", reasonEndedOn: "2026-11-20" } }), { outcome: "open", closes: "2026-11-25" }],
  ["The deadline to attend after the reason ended is the tenth day.", regulation, transfer({ presentPermit: { ...present, reasonEndedOn: "2026-11-20" } }), { attendBy: "2026-11-30", closes: "2026-11-30" }],
  ["Who asks for the permit they hold is sent to extension.", law("24"), transfer({ purpose: "tourism" }), { outcome: "not-allowed", finds: "same-permit-is-extension" }],
  ["Who moved may ask for the same permit in the new province before the last sixty days.", regulation, transfer({ purpose: "tourism", province: "07", district: "Muratpaşa" }), { outcome: "open", lacks: "same-permit-is-extension", finds: "moved-province" }],
  ["Without the end of the permit a transfer cannot be judged.", law("32"), transfer({ presentPermit: { permitType: "short-term", purpose: "tourism" } }), { outcome: "incomplete", missing: "presentPermit.validUntil", asks: "address" }],

  ["After a refusal the same application waits six months.", practice, first({ refusedOn: "2026-06-24" }), { outcome: "not-allowed", finds: "refused-recently" }],
  ["Six months after a refusal the same application is taken again.", law("19"), first({ refusedOn: "2026-05-23" }), { outcome: "open", lacks: "refused-recently", finds: "first-open" }],
  ["A day before six months are over the bar still holds.", practice, first({ refusedOn: "2026-05-24" }), { outcome: "not-allowed", finds: "refused-recently" }],
  ["A citizen of Türkiye needs no permit.", law("3"), first({ nationality: "TUR" }), { outcome: "not-allowed", finds: "turkish-citizen" }],
  ["Stateless persons may hold a document that makes a permit needless.", law("20"), first({ nationality: "XXA" }), { outcome: "open", finds: "may-need-no-permit" }],
  ["Refugees may hold a document that makes a permit needless.", law("20"), first({ nationality: "XXB" }), { finds: "may-need-no-permit" }],
  ["A humanitarian permit is opened by the office.", law("46"), first({ permitType: "humanitarian", purpose: undefined }), { outcome: "not-allowed", finds: "office-opens-only" }],
  ["A permit for victims of trafficking is opened by the office.", law("48"), first({ permitType: "trafficking-victim", purpose: undefined }), { outcome: "not-allowed", finds: "office-opens-only" }],
  ["Without the type nothing can be answered for good.", law("32"), first({ permitType: undefined, purpose: undefined }), { outcome: "incomplete", missing: "permitType", asks: "address" }],
  ["A short-term permit is asked for with a purpose.", law("32"), first({ purpose: undefined }), { outcome: "incomplete", missing: "purpose", asks: "address" }],
  ["A closed door outweighs a passport that is too short.", law("24"), extension({ passportValidUntil: "2027-01-01" }), { on: "2026-12-21", outcome: "closed", finds: "permit-ended" }],
  ["A reason to refuse outweighs a door that is not open yet.", law("21"), extension({ passportValidUntil: "2027-01-01" }), { on: "2026-10-01", outcome: "not-allowed", finds: "passport-too-short-for-any" }],
];

const stays: Row[] = [
  ["Tourism is given for two years at most.", law("31(1)(e)"), first({ requestedUntil: "2028-12-01" }), { outcome: "not-allowed", finds: "longer-than-maximum", latestEnd: "2028-11-30" }],
  ["Two full years of tourism are within the law.", law("31(1)(e)"), first({ requestedUntil: "2028-11-30" }), { outcome: "open", lacks: "longer-than-maximum", latestEnd: "2028-11-30" }],
  ["Research is given for two years at most.", law("31(1)(a)"), first({ purpose: "research" }), { latestEnd: "2028-11-30" }],
  ["A homeowner's permit is given for two years at most.", law("31(1)(b)"), first({ purpose: "property" }), { latestEnd: "2028-11-30" }],
  ["A permit for business is given for two years at most.", law("31(1)(c)"), first({ purpose: "business" }), { latestEnd: "2028-11-30" }],
  ["In-service training is given for two years at most.", law("31(1)(ç)"), first({ purpose: "in-service-training" }), { latestEnd: "2028-11-30" }],
  ["Exchange is given for two years at most.", law("31(1)(d)"), first({ purpose: "exchange" }), { latestEnd: "2028-11-30" }],
  ["Treatment is given for two years at most.", law("31(1)(f)"), first({ purpose: "treatment" }), { latestEnd: "2028-11-30" }],
  ["A permit by decision of an authority is given for two years at most.", law("31(1)(g)"), first({ purpose: "authority-decision" }), { latestEnd: "2028-11-30" }],
  ["A Turkish course is given for two years at most.", law("31(1)(h)"), first({ purpose: "turkish-course" }), { latestEnd: "2028-11-30" }],
  ["A course through a public body is given for two years at most.", law("31(1)(ı)"), first({ purpose: "public-course" }), { latestEnd: "2028-11-30" }],
  ["A graduate's permit is given for one year at most.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01" }), { latestEnd: "2027-11-30" }],
  ["A graduate who asks for more than a year is refused.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01", requestedUntil: "2027-12-01" }), { outcome: "not-allowed", finds: "longer-than-maximum" }],
  ["An investor's permit is given for five years at most.", law("31(1)(j)"), first({ purpose: "investor", insurance: { kind: "gss" }, passportValidUntil: "2036-01-01" }), { latestEnd: "2031-11-30" }],
  ["A TRNC citizen's permit is given for five years at most.", law("31(1)(k)"), first({ purpose: "trnc", nationality: "XNC", insurance: { kind: "gss" }, passportValidUntil: "2036-01-01" }), { latestEnd: "2031-11-30" }],
  ["A change from a family permit is given for two years at most.", law("31(1)(ğ)"), transfer({ purpose: "from-family", presentPermit: { permitType: "family", validUntil: "2027-06-20", heldSince: "2022-01-01" } }), { latestEnd: "2028-11-30" }],
  ["A family permit is given for three years at most.", law("34"), family(citizenSpouse, { insurance: { kind: "gss" }, passportValidUntil: "2036-01-01" }), { latestEnd: "2029-11-30" }],
  ["A day more than three years of family permit is refused.", law("34"), family(citizenSpouse, { requestedUntil: "2029-12-01", insurance: { kind: "gss" } }), { outcome: "not-allowed", finds: "longer-than-maximum" }],
  ["A family permit does not outlast the sponsor's.", law("34"), family(holder), { latestEnd: "2028-06-30" }],
  ["Who asks for more than the sponsor's permit is refused.", law("34"), family(holder, { requestedUntil: "2028-07-01" }), { outcome: "not-allowed", finds: "sponsor-permit-too-short" }],
  ["The sponsor's last day may be the family's last day.", law("34"), family(holder, { requestedUntil: "2028-06-30" }), { outcome: "open", lacks: "sponsor-permit-too-short", latestEnd: "2028-06-30" }],
  ["A citizen's family is not limited by a permit of the sponsor.", practice, family(citizenSpouse), { latestEnd: "2028-12-31", lacks: "sponsor-permit-ended" }],
  ["A sponsor whose permit ended cannot call the family.", law("34"), family({ ...holder, permitValidUntil: "2026-11-22" }), { outcome: "not-allowed", finds: "sponsor-permit-ended" }],
  ["The end of a foreign sponsor's permit must be known.", law("35"), family({ ...holder, permitValidUntil: undefined }), { outcome: "incomplete", missing: "sponsor.permitValidUntil", asks: "sponsor-identity" }],
  ["A pupil's permit is given for a year at a time.", law("39"), student({ level: "primary", programmeUntil: "2030-06-30" }, { birthDate: child }), { latestEnd: "2027-11-30" }],
  ["A pupil of a middle school gets a year at a time.", law("39"), student({ level: "middle" }, { birthDate: child }), { latestEnd: "2027-11-30" }],
  ["A pupil of a high school gets a year at a time.", law("39"), student({ level: "high" }, { birthDate: "2010-01-01" }), { latestEnd: "2027-11-30" }],
  ["A pupil of an independent school gets a year at a time.", law("39"), student({ level: "independent-school" }, { birthDate: child }), { latestEnd: "2027-11-30" }],
  ["A student of an associate degree gets two years.", practice, student({ level: "associate" }), { latestEnd: "2028-11-30" }],
  ["A master's student gets two years.", practice, student({ level: "master" }), { latestEnd: "2028-11-30" }],
  ["A doctoral student gets three years.", practice, student({ level: "doctorate" }, { insurance: { kind: "gss" } }), { latestEnd: "2029-11-30" }],
  ["A resident physician gets three years.", practice, student({ level: "medical-specialisation" }, { insurance: { kind: "gss" } }), { latestEnd: "2029-11-30" }],
  ["The Turkish year of a university is one year.", practice, student({ level: "turkish-preparation" }), { latestEnd: "2027-11-30" }],
  ["A student's permit lasts as long as the programme.", law("39"), student({ programmeUntil: "2028-06-15" }), { latestEnd: "2028-06-15" }],
  ["A student who asks for more than the programme is refused.", law("39"), student({ programmeUntil: "2027-02-15" }), { outcome: "not-allowed", finds: "programme-too-short" }],
  ["A student's level must be known.", law("32"), student({ level: undefined }), { outcome: "incomplete", missing: "student.level", asks: "address" }],
  ["The end of the programme must be known.", practice, student({ programmeUntil: undefined }), { outcome: "incomplete", missing: "student.programmeUntil", asks: "student-certificate" }],
  ["The passport must be valid sixty days longer than the permit.", law("21"), first({ passportValidUntil: "2027-07-29" }), { outcome: "not-allowed", finds: "passport-too-short", latestEnd: "2027-05-30" }],
  ["Sixty days exactly are enough.", law("21"), first({ passportValidUntil: "2027-07-30" }), { outcome: "open", latestEnd: "2027-05-31" }],
  ["A passport that ends within sixty days allows no permit.", law("21"), first({ passportValidUntil: "2026-12-31" }), { outcome: "not-allowed", finds: "passport-too-short-for-any" }],
  ["A passport that has ended allows no permit.", law("21"), first({ passportValidUntil: "2026-01-01" }), { outcome: "not-allowed", finds: "passport-too-short-for-any" }],
  ["Without the passport's end the answer is not complete.", law("21"), first({ passportValidUntil: undefined }), { outcome: "incomplete", missing: "passportValidUntil", asks: "passport" }],
  ["The passport's sixty days hold for extensions too.", law("21"), extension({ passportValidUntil: "2028-02-17" }), { outcome: "not-allowed", finds: "passport-too-short" }],
  ["The insurance covers the whole permit.", practice, first({ insurance: { kind: "private", until: "2027-05-30" } }), { outcome: "not-allowed", finds: "insurance-too-short", latestEnd: "2027-05-30" }],
  ["The insurance may end with the permit.", practice, first({ insurance: { kind: "private", until: "2027-05-31" } }), { outcome: "open", latestEnd: "2027-05-31" }],
  ["The public scheme has no end of its own.", law("31(1)(e)"), first({ insurance: { kind: "gss" } }), { outcome: "open", latestEnd: "2028-11-30" }],
  ["Social security has no end of its own.", law("31(1)(e)"), first({ insurance: { kind: "sgk" } }), { outcome: "open", latestEnd: "2028-11-30" }],
  ["A private policy's end must be known.", practice, first({ insurance: { kind: "private" } }), { outcome: "incomplete", missing: "insurance.until", asks: "insurance" }],
  ["A treaty paper's end must be known.", practice, first({ insurance: { kind: "bilateral" } }), { outcome: "incomplete", missing: "insurance.until", asks: "insurance" }],
  ["Without insurance an adult's answer is not complete.", practice, first({ insurance: undefined }), { outcome: "incomplete", missing: "insurance.kind", asks: "insurance" }],
  ["Under 18 no insurance is needed.", practice, first({ birthDate: "2008-11-24", insurance: undefined }), { outcome: "open", finds: "insurance-exempt", onRequest: "insurance" }],
  ["On the eighteenth birthday insurance is needed.", practice, first({ birthDate: "2008-11-23", insurance: undefined }), { outcome: "incomplete", lacks: "insurance-exempt", asks: "insurance" }],
  ["At 66 no insurance is needed.", practice, first({ birthDate: "1960-11-23", insurance: undefined }), { outcome: "open", finds: "insurance-exempt" }],
  ["At 65 insurance is still needed.", practice, first({ birthDate: "1960-11-24", insurance: undefined }), { outcome: "incomplete", asks: "insurance" }],
  ["A child's short policy does not shorten the permit.", practice, first({ birthDate: child, insurance: { kind: "private", until: "2026-12-31" } }), { outcome: "open", lacks: "insurance-too-short", finds: "minor-consent" }],
  ["A permit does not end before it begins.", law("21"), first({ requestedUntil: "2026-11-30" }), { outcome: "not-allowed", finds: "dates-reversed" }],
  ["A permit of one day begins and ends on that day.", law("19"), first({ requestedUntil: "2026-12-01" }), { outcome: "open", lacks: "dates-reversed", finds: "first-open" }],
  ["The first day asked for must be known.", law("32"), first({ requestedFrom: undefined }), { outcome: "incomplete", missing: "requestedFrom", asks: "address" }],
  ["The last day asked for must be known.", law("32"), first({ requestedUntil: undefined }), { outcome: "incomplete", missing: "requestedUntil", asks: "address" }],
  ["Two years from 29 February end on 28 February.", law("31(1)(e)"), first({ requestedFrom: "2028-02-29", requestedUntil: "2028-06-01", insurance: { kind: "gss" } }), { latestEnd: "2030-02-28" }],
];

const conditions: Row[] = [
  ["More than a year of tourism is legal but seldom given.", practice, first({ requestedUntil: "2027-12-01" }), { outcome: "open", finds: "tourism-over-a-year" }],
  ["A full year of tourism needs no warning.", law("19"), first({ requestedUntil: "2027-11-30" }), { outcome: "open", lacks: "tourism-over-a-year", finds: "first-open" }],
  ["An extension of tourism is open but often refused.", practice, extension({ purpose: "tourism" }), { outcome: "open", finds: "tourism-extension" }],
  ["An extension for another purpose gets no such warning.", law("24"), extension(), { lacks: "tourism-extension", finds: "extension-open" }],
  ["A homeowner is told that the dwelling must reach a value.", law("31(1)(b)"), first({ purpose: "property" }), { outcome: "open", finds: "property-value" }],
  ["The TRNC purpose is for its citizens.", law("31(1)(k)"), first({ purpose: "trnc" }), { outcome: "not-allowed", finds: "trnc-only" }],
  ["A TRNC citizen may use it.", law("19"), first({ purpose: "trnc", nationality: "XNC" }), { outcome: "open", finds: "first-open" }],
  ["A change from family is never a first application.", law("31(1)(ğ)"), first({ purpose: "from-family" }), { outcome: "not-allowed", finds: "family-change-not-first" }],
  ["A change from family needs a family permit.", law("31(1)(ğ)"), transfer({ purpose: "from-family" }), { outcome: "not-allowed", finds: "from-family-needs-family" }],
  ["After three years on a family permit the change is open.", law("29"), transfer({ purpose: "from-family", presentPermit: { permitType: "family", validUntil: "2027-06-20", heldSince: "2023-11-23" } }), { outcome: "open", lacks: "from-family-three-years", closes: "2027-06-20" }],
  ["Before three years an officer looks for death or violence.", law("34"), transfer({ purpose: "from-family", presentPermit: { permitType: "family", validUntil: "2027-06-20", heldSince: "2023-11-24" } }), { outcome: "officer-decides", finds: "from-family-three-years" }],
  ["How long the family permit was held must be known.", law("34"), transfer({ purpose: "from-family", presentPermit: { permitType: "family", validUntil: "2027-06-20" } }), { outcome: "incomplete", missing: "presentPermit.heldSince", asks: "family-change" }],
  ["Once changed, it is extended like any other.", law("24"), extension({ purpose: "from-family" }), { outcome: "open", finds: "extension-open" }],
  ["A graduate applies within six months of graduation.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01" }), { outcome: "open", closes: "2027-01-01" }],
  ["On the last day of the six months a graduate is in time.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-05-23" }), { outcome: "open", closes: "2026-11-23" }],
  ["A day after six months a graduate is too late.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-05-22" }), { outcome: "closed", finds: "graduate-too-late" }],
  ["Who graduates later applies later.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-12-15" }), { outcome: "not-yet", finds: "not-yet-graduated" }],
  ["A graduate's day of graduation must be known.", law("31(1)(i)"), first({ purpose: "graduate" }), { outcome: "incomplete", missing: "graduatedOn", asks: "diploma" }],
  ["A graduate's permit is not extended.", law("31(1)(i)"), extension({ purpose: "graduate" }), { outcome: "not-allowed", finds: "graduate-no-extension" }],
  ["A graduate's permit is given once.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01", permitHistory: [{ permitType: "short-term", purpose: "graduate", from: "2020-01-01", until: "2020-12-31" }] }), { outcome: "not-allowed", finds: "graduate-once" }],
  ["Whether a graduate had it before must be known.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01", permitHistory: undefined }), { outcome: "incomplete", missing: "permitHistory", asks: "diploma" }],
  ["A student becomes a graduate by transfer.", law("31(1)(i)"), transfer({ purpose: "graduate", graduatedOn: "2026-07-01", presentPermit: { permitType: "student", validUntil: "2027-06-20" } }), { outcome: "open", closes: "2027-01-01" }],
  ["A graduate's deadline to attend is the end of the six months.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-06-01" }), { attendBy: "2026-12-01", closes: "2026-12-01" }],
  ["A Turkish course is given twice.", law("24"), extension({ purpose: "turkish-course" }), { outcome: "open", lacks: "course-twice", finds: "extension-open" }],
  ["A third Turkish course is refused.", law("31(1)(h)"), extension({ purpose: "turkish-course", permitHistory: [{ permitType: "short-term", purpose: "turkish-course", from: "2024-01-01", until: "2024-12-31" }] }), { outcome: "not-allowed", finds: "course-twice" }],
  ["The present course is not counted twice when it is listed.", law("24"), extension({ purpose: "turkish-course", permitHistory: [{ permitType: "short-term", purpose: "turkish-course", from: "2025-12-21", until: "2026-12-20" }] }), { outcome: "open", lacks: "course-twice", closes: "2026-12-20" }],
  ["A first course after two others is refused.", law("31(1)(h)"), first({ purpose: "turkish-course", permitHistory: [{ permitType: "short-term", purpose: "turkish-course", from: "2020-01-01", until: "2020-12-31" }, { permitType: "short-term", purpose: "turkish-course", from: "2021-01-01", until: "2021-12-31" }] }), { outcome: "not-allowed", finds: "course-twice" }],
  ["Earlier courses must be known.", practice, first({ purpose: "turkish-course", permitHistory: undefined }), { outcome: "incomplete", missing: "permitHistory", asks: "course-enrolment" }],

  ["A citizen may sponsor a spouse.", law("19"), family(), { outcome: "open", finds: "first-open" }],
  ["A blue card holder may sponsor a spouse.", law("19"), family({ ...citizenSpouse, kind: "blue-card" }), { outcome: "open", closes: "2027-01-07" }],
  ["A refugee may sponsor a spouse.", law("19"), family({ ...citizenSpouse, kind: "refugee" }), { outcome: "open", closes: "2027-01-07" }],
  ["A holder of subsidiary protection may sponsor a spouse.", law("19"), family({ ...citizenSpouse, kind: "subsidiary-protection" }), { outcome: "open", closes: "2027-01-07" }],
  ["A spouse is at least 18.", law("35"), family(citizenSpouse, { birthDate: "2008-11-24" }), { outcome: "not-allowed", finds: "spouse-under-18" }],
  ["On the eighteenth birthday a spouse may apply.", law("19"), family(citizenSpouse, { birthDate: "2008-11-23" }), { outcome: "open", lacks: "spouse-under-18", closes: "2027-01-07" }],
  ["A minor child is under 18.", law("34"), family({ ...citizenSpouse, relation: "minor-child" }), { outcome: "not-allowed", finds: "child-of-age" }],
  ["The spouse's minor child is under 18 too.", law("34"), family({ ...citizenSpouse, relation: "spouse-minor-child" }), { outcome: "not-allowed", finds: "child-of-age" }],
  ["A dependent child may be of age.", law("19"), family({ ...citizenSpouse, relation: "dependent-child" }, { birthDate: "2004-01-01" }), { outcome: "open", closes: "2027-01-07" }],
  ["The sponsor earns the minimum wage at least.", law("35"), family({ ...citizenSpouse, monthlyIncome: 2_807_499 }), { outcome: "not-allowed", finds: "sponsor-income-low" }],
  ["The minimum wage suffices for a family of three.", law("19"), family({ ...citizenSpouse, monthlyIncome: 2_807_500, familySize: 3 }), { outcome: "open", lacks: "sponsor-income-low", closes: "2027-01-07" }],
  ["A family of four needs four thirds of it.", law("35"), family({ ...citizenSpouse, monthlyIncome: 3_743_333, familySize: 4 }), { outcome: "not-allowed", finds: "sponsor-income-low" }],
  ["Four thirds suffice for a family of four.", law("19"), family({ ...citizenSpouse, monthlyIncome: 3_743_334, familySize: 4 }), { outcome: "open", lacks: "sponsor-income-low", closes: "2027-01-07" }],
  ["In 2025 the wage of 2025 counts.", law("35"), family({ ...citizenSpouse, monthlyIncome: 2_210_466, familySize: 2 }, { entry: { ...came, date: "2025-10-01", stayEnds: "2025-12-20" } }), { on: "2025-12-01", outcome: "not-allowed", finds: "sponsor-income-low" }],
  ["An income over the wage of 2025 sufficed in 2025.", law("19"), family({ ...citizenSpouse, monthlyIncome: 2_300_000, familySize: 2 }, { entry: { ...came, date: "2025-10-01", stayEnds: "2025-12-20" } }), { on: "2025-12-01", lacks: "sponsor-income-low", closes: "2025-12-20" }],
  ["The sponsor's income must be known.", law("35"), family({ ...citizenSpouse, monthlyIncome: undefined }), { outcome: "incomplete", missing: "sponsor.monthlyIncome", asks: "sponsor-income" }],
  ["The size of the family must be known.", law("35"), family({ ...citizenSpouse, familySize: undefined }), { outcome: "incomplete", missing: "sponsor.familySize", asks: "sponsor-income" }],
  ["Less than one wage is never enough, whatever the family's size.", law("35"), family({ ...citizenSpouse, familySize: undefined, monthlyIncome: 1_000_000 }), { outcome: "not-allowed", finds: "sponsor-income-low" }],
  ["Who the sponsor is must be known.", law("35"), family({ ...citizenSpouse, kind: undefined }), { outcome: "incomplete", missing: "sponsor.kind", asks: "sponsor-identity" }],
  ["The relation to the sponsor must be known.", law("35"), family({ ...citizenSpouse, relation: undefined }), { outcome: "incomplete", missing: "sponsor.relation", asks: "sponsor-identity" }],
  ["A permit holder sponsors after a year on a permit.", law("35"), family({ ...holder, onPermitSince: "2025-11-24" }), { outcome: "not-allowed", finds: "sponsor-one-year" }],
  ["A full year on a permit suffices.", law("19"), family({ ...holder, onPermitSince: "2025-11-23" }), { outcome: "open", lacks: "sponsor-one-year", closes: "2027-01-07" }],
  ["A work permit holder need not wait a year.", law("19"), family({ ...holder, kind: "work-permit-holder", onPermitSince: "2026-11-01" }), { outcome: "open", lacks: "sponsor-one-year", closes: "2027-01-07" }],
  ["A researcher need not wait a year.", law("19"), family({ ...holder, kind: "researcher", onPermitSince: "2026-11-01" }), { outcome: "open", lacks: "sponsor-one-year", closes: "2027-01-07" }],
  ["Since when a permit holder holds permits must be known.", law("35"), family({ ...holder, onPermitSince: undefined }), { outcome: "incomplete", missing: "sponsor.onPermitSince", asks: "sponsor-year" }],

  ["Eight years without a break open the long-term permit.", law("29"), longTerm([years("2018-11-24", "2025-06-20")]), { outcome: "open", lacks: "eight-years-missing", closes: "2027-06-20" }],
  ["A day less than eight years does not.", law("42"), longTerm([years("2018-11-25", "2025-06-20")]), { outcome: "not-allowed", finds: "eight-years-missing" }],
  ["A student's time counts half.", law("42"), longTerm([years("2018-11-24", "2025-06-20", "student")]), { outcome: "not-allowed", finds: "eight-years-missing" }],
  ["Twelve years of which eight as a student make eight.", law("29"), longTerm([years("2010-01-01", "2021-06-20", "student"), years("2021-06-21", "2025-06-20")]), { outcome: "open", lacks: "eight-years-missing", closes: "2027-06-20" }],
  ["A break starts the eight years anew.", law("42"), longTerm([years("2014-01-01", "2022-01-01"), years("2022-03-01", "2025-06-20")]), { outcome: "not-allowed", finds: "eight-years-missing" }],
  ["A permit that follows on the last day of the one before is no break.", law("29"), longTerm([years("2016-01-01", "2020-01-01"), years("2020-01-01", "2025-06-21")]), { outcome: "open", lacks: "eight-years-missing", closes: "2027-06-20" }],
  ["Years on two permits at once count once.", law("42"), longTerm([years("2021-01-01", "2025-06-20"), years("2021-01-01", "2025-06-20", "family")]), { outcome: "not-allowed", finds: "eight-years-missing" }],
  ["The permits held must be known.", law("43"), { ...longTerm([]), permitHistory: undefined }, { outcome: "incomplete", missing: "permitHistory", asks: "no-social-aid-letter" }],
  ["A long-term permit is not a first application.", law("42"), { ...longTerm([years("2010-01-01", "2025-06-20")]), kind: "first", entry: came, presentPermit: undefined }, { outcome: "not-allowed", finds: "type-not-at-this-door" }],
  ["A long-term permit is not extended.", law("42"), longTerm([years("2010-01-01", "2025-06-20")], { kind: "extension" }), { outcome: "not-allowed", finds: "type-not-at-this-door" }],
  ["A long-term permit has no last day.", law("29"), longTerm([years("2010-01-01", "2025-06-20")]), { outcome: "open", closes: "2027-06-20" }],
  ["Also for a long-term permit the passport must be valid sixty days.", law("21"), longTerm([years("2010-01-01", "2025-06-20")], { passportValidUntil: "2026-12-31" }), { outcome: "not-allowed", finds: "passport-too-short-for-any" }],
  ["Humanitarian time does not lead to a long-term permit.", law("42"), longTerm([years("2010-01-01", "2025-06-20")], { presentPermit: { permitType: "humanitarian", validUntil: "2027-06-20" } }), { outcome: "not-allowed", finds: "transfer-never" }],
  ["From a humanitarian permit the governorate looks at the conditions.", "Regulation on Law 6458 art. 29", transfer({ presentPermit: { permitType: "humanitarian", validUntil: "2027-06-20" } }), { outcome: "officer-decides", finds: "transfer-officer" }],
  ["From a victim's permit the governorate looks at the conditions.", "Regulation on Law 6458 art. 29", transfer({ presentPermit: { permitType: "trafficking-victim", validUntil: "2027-06-20" } }), { outcome: "officer-decides", finds: "transfer-officer" }],
  ["Who holds a long-term permit seldom gains by another.", law("42"), transfer({ presentPermit: { permitType: "long-term", validUntil: "2027-06-20" } }), { outcome: "officer-decides", finds: "transfer-not-needed" }],
  ["From one family to another an officer looks.", "Regulation on Law 6458 art. 29", { ...family(), kind: "transfer", entry: undefined, presentPermit: { permitType: "family", validUntil: "2027-06-20" } }, { outcome: "officer-decides", finds: "transfer-officer" }],
  ["From a short-term permit one may become a student.", law("29"), { ...student(), kind: "transfer", entry: undefined, presentPermit: present }, { outcome: "open", finds: "transfer-open" }],
  ["From a student's permit one may join the family.", law("29"), { ...family(), kind: "transfer", entry: undefined, presentPermit: { permitType: "student", validUntil: "2027-06-20" } }, { outcome: "open", finds: "transfer-open" }],

  ["An address in a closed district goes to an officer.", announcement, first({ province: "34", district: "Fatih" }), { outcome: "officer-decides", finds: "closed-area" }],
  ["An address in Esenyurt goes to an officer.", announcement, first({ province: "34", district: "Esenyurt" }), { outcome: "officer-decides", finds: "closed-area" }],
  ["An address in an open district does not.", law("19"), first({ province: "34", district: "Kadıköy" }), { outcome: "open", lacks: "closed-area", closes: "2027-01-07" }],
  ["In İstanbul the district must be known.", law("32"), first({ province: "34", district: undefined }), { outcome: "incomplete", missing: "district", asks: "address" }],
  ["Elsewhere the district changes nothing.", law("19"), first({ district: undefined }), { outcome: "open", closes: "2027-01-07" }],
  ["A student in a closed district is excepted.", announcement, student({}, { province: "34", district: "Fatih" }), { outcome: "open", finds: "closed-area-exception" }],
  ["A family in a closed district is excepted.", announcement, family(citizenSpouse, { province: "34", district: "Fatih" }), { outcome: "open", finds: "closed-area-exception" }],
  ["An investor in a closed district is excepted.", announcement, first({ purpose: "investor", province: "34", district: "Fatih" }), { outcome: "open", finds: "closed-area-exception" }],
  ["Who stays where they live is not asked about closed districts.", law("24"), extension({ province: "34", district: "Fatih", presentPermit: { permitType: "short-term", purpose: "property", validUntil: "2026-12-20", province: "34" } }), { outcome: "open", lacks: "closed-area", closes: "2026-12-20" }],
  ["Who moves into a closed district goes to an officer.", announcement, extension({ province: "34", district: "Fatih" }), { outcome: "officer-decides", finds: "closed-area" }],
  ["Before the districts were closed they were open.", law("19"), first({ province: "34", district: "Fatih", entry: { ...came, date: "2022-05-01", stayEnds: "2022-06-30" } }), { on: "2022-06-15", lacks: "closed-area", closes: "2022-06-30" }],
  ["The province must be known.", law("32"), first({ province: undefined }), { outcome: "incomplete", missing: "province", asks: "address" }],
  ["The nationality must be known.", law("32"), first({ nationality: undefined }), { outcome: "incomplete", missing: "nationality", asks: "address" }],
  ["The date of birth must be known.", law("32"), first({ birthDate: undefined }), { outcome: "incomplete", missing: "birthDate", asks: "address" }],
];

const fees: Row[] = [
  ["Everybody pays the card: 964 lira in 2026.", "Valuable Papers Law 210", first(), { fee: ["card", 96_400, "TRY"] }],
  ["In 2025 the card cost 810 lira.", "Valuable Papers Law 210", first(), { on: "2025-06-01", fee: ["card", 81_000, "TRY"] }],
  ["On the last day of 2025 the price of 2025 holds.", "Valuable Papers Law 210", first(), { on: "2025-12-31", fee: ["card", 81_000, "TRY"] }],
  ["On 1 January 2026 the new price holds.", "Valuable Papers Law 210", first(), { on: "2026-01-01", fee: ["card", 96_400, "TRY"] }],
  ["On 1 January 2027 the price of 2026 goes on, unconfirmed.", practice, first(), { on: "2027-01-01", outcome: "open", finds: "unconfirmed", fee: ["card", 96_400, "TRY"] }],
  ["On the last confirmed day nothing is unconfirmed.", law("19"), first(), { on: "2026-12-31", outcome: "open", lacks: "unconfirmed", closes: "2027-01-07" }],
  ["Six months cost 50 dollars by the general tariff.", amounts, first(), { fee: ["permit", 5_000, "USD"], inLira: 210_000 }],
  ["Twelve months cost 80 dollars by the general tariff.", amounts, first({ requestedUntil: "2027-11-30" }), { fee: ["permit", 8_000, "USD"], inLira: 336_000 }],
  ["Twenty-four months cost 140 dollars by the general tariff.", amounts, first({ requestedUntil: "2028-11-30" }), { fee: ["permit", 14_000, "USD"] }],
  ["A begun month counts whole.", amounts, first({ requestedUntil: "2027-06-01" }), { fee: ["permit", 5_500, "USD"] }],
  ["A single day is a month.", amounts, first({ requestedUntil: "2026-12-01" }), { fee: ["permit", 2_500, "USD"] }],
  ["Six months cost a Japanese 31.50 dollars.", amounts, first({ nationality: "JPN" }), { fee: ["permit", 3_150, "USD"] }],
  ["Twelve months cost a Belgian 36.50 dollars.", amounts, first({ nationality: "BEL", requestedUntil: "2027-11-30" }), { fee: ["permit", 3_650, "USD"] }],
  ["Twelve months cost a Russian 23.50 dollars.", amounts, first({ nationality: "RUS", requestedUntil: "2027-11-30" }), { fee: ["permit", 2_350, "USD"], finds: "fee-group-unsure" }],
  ["Twelve months cost an Iraqi 10.50 dollars.", amounts, first({ nationality: "IRQ", requestedUntil: "2027-11-30" }), { fee: ["permit", 1_050, "USD"] }],
  ["Six months cost a Norwegian 14,521.40 lira.", tariff, first({ nationality: "NOR" }), { fee: ["permit", 1_452_140, "TRY"] }],
  ["Twelve months cost a Serb 27,915.20 lira.", tariff, first({ nationality: "SRB", requestedUntil: "2027-11-30" }), { fee: ["permit", 2_791_520, "TRY"] }],
  ["One day costs a Norwegian the minimum of 653.70 lira.", tariff, first({ nationality: "NOR", requestedUntil: "2026-12-01" }), { fee: ["permit", 65_370, "TRY"] }],
  ["Five days cost a Norwegian five times the daily amount.", tariff, first({ nationality: "NOR", requestedUntil: "2026-12-05" }), { fee: ["permit", 174_050, "TRY"] }],
  ["A month costs a Norwegian the maximum of 3,359.90 lira.", tariff, first({ nationality: "NOR", requestedUntil: "2026-12-31" }), { fee: ["permit", 335_990, "TRY"] }],
  ["A Czech pays no permit fee.", amounts, first({ nationality: "CZE" }), { noFee: "permit", finds: "permit-fee-exempt" }],
  ["A Turkmen pays no permit fee.", amounts, first({ nationality: "TKM" }), { noFee: "permit", finds: "permit-fee-exempt" }],
  ["A TRNC citizen pays the card only.", practice, first({ purpose: "trnc", nationality: "XNC" }), { noFee: "permit", finds: "permit-fee-exempt" }],
  ["A student of a university pays the card only.", practice, student(), { noFee: "permit", finds: "permit-fee-exempt" }],
  ["A pupil pays the card only.", practice, student({ level: "primary" }, { birthDate: child }), { noFee: "permit", finds: "permit-fee-exempt" }],
  ["A pupil of an independent school pays the permit fee.", amounts, student({ level: "independent-school" }, { birthDate: child }), { fee: ["permit", 5_000, "USD"] }],
  ["A long-term permit is exempt from the permit fee.", "Fees Law 492 art. 88(f)", longTerm([years("2010-01-01", "2025-06-20")]), { noFee: "permit", finds: "permit-fee-exempt" }],
  ["Families pay the permit fee.", amounts, family(), { fee: ["permit", 5_000, "USD"] }],
  ["Extensions pay the permit fee again.", amounts, extension(), { fee: ["permit", 8_000, "USD"] }],
  ["Transfers pay the permit fee again.", amounts, transfer(), { fee: ["permit", 8_000, "USD"] }],
  ["Who came without a visa may pay for a single entry.", tariff, first(), { fee: ["single-entry", 937_640, "TRY"], finds: "single-entry-may", onRequest: "single-entry-receipt" }],
  ["In 2025 a single entry cost 7,882.70 lira.", tariff, first(), { on: "2025-06-01", fee: ["single-entry", 788_270, "TRY"] }],
  ["Who paid for a visa pays no single entry.", law("19"), first({ entry: { ...came, basis: "visa", visaFeePaid: true } }), { noFee: "single-entry", closes: "2027-01-07" }],
  ["Who came with a visa says whether it was paid.", law("19"), first({ entry: { date: "2026-10-10", basis: "visa", stayEnds: "2027-01-07" } }), { outcome: "incomplete", missing: "entry.visaFeePaid", noFee: "single-entry", closes: "2027-01-07" }],
  ["A visa that was free counts as unpaid.", tariff, first({ entry: { ...came, basis: "visa", visaFeePaid: false } }), { fee: ["single-entry", 937_640, "TRY"] }],
  ["After a conditional entry the single entry may be charged.", tariff, first({ entry: { date: "2026-11-15", basis: "conditional" } }), { fee: ["single-entry", 937_640, "TRY"] }],
  ["A family that came without a visa may pay for a single entry.", tariff, family(), { fee: ["single-entry", 937_640, "TRY"] }],
  ["A Kazakh was exempt from the single entry.", practice, first({ nationality: "KAZ" }), { noFee: "single-entry", finds: "single-entry-exempt" }],
  ["A student pays no single entry.", practice, student(), { noFee: "single-entry", finds: "permit-fee-exempt" }],
  ["A graduate pays no single entry.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01" }), { noFee: "single-entry", asks: "diploma" }],
  ["An extension pays no single entry.", law("24"), extension(), { noFee: "single-entry", finds: "extension-open" }],
  ["A transfer pays no single entry.", law("29"), transfer(), { noFee: "single-entry", finds: "transfer-open" }],
  ["Without a rate told, the amount in lira uses the one on file, and says so.", "demonstration", first({ exchangeRate: undefined }), { fee: ["permit", 5_000, "USD"], inLira: 212_250, finds: "demonstration-rate" }],
];

const documents: Row[] = [
  ["Everybody signs the form.", practice, first(), { asks: "form" }],
  ["Everybody shows a passport.", law("21"), first(), { asks: "passport" }],
  ["Everybody brings four photographs.", practice, first(), { asks: "photos-four" }],
  ["For a long-term permit two photographs are enough.", practice, longTerm([]), { asks: "photos-two", doesNotAsk: "photos-four" }],
  ["Everybody proves an address.", law("32"), first(), { asks: "address" }],
  ["Everybody declares means.", law("32"), first(), { asks: "income" }],
  ["Everybody shows the receipt for the card.", "Valuable Papers Law 210", first(), { asks: "card-fee-receipt" }],
  ["Who pays the permit fee shows its receipt.", "Fees Law 492 art. 88", first(), { asks: "permit-fee-receipt" }],
  ["Who is exempt shows none.", practice, student(), { doesNotAsk: "permit-fee-receipt", asks: "student-certificate" }],
  ["A criminal record is shown only when asked for.", law("32"), first(), { onRequest: "criminal-record" }],
  ["An extension shows the present card.", practice, extension(), { asks: "present-permit" }],
  ["A transfer shows the present card.", practice, transfer(), { asks: "present-permit" }],
  ["A first application shows no card.", practice, first(), { doesNotAsk: "present-permit", asks: "form" }],
  ["A parent proves parenthood.", practice, first({ birthDate: child, representative: "parent" }), { asks: "parent-proof" }],
  ["A guardian shows the court's decision.", practice, first({ birthDate: child, representative: "guardian" }), { asks: "guardianship-decision" }],
  ["A lawyer shows the power of attorney.", practice, first({ representative: "lawyer" }), { asks: "power-of-attorney" }],
  ["Who applies in person shows no power of attorney.", practice, first(), { doesNotAsk: "power-of-attorney", asks: "form" }],
  ["A minor shows a birth certificate.", practice, first({ birthDate: child }), { asks: "birth-certificate" }],
  ["A minor shows the consent of the parents.", practice, first({ birthDate: child }), { asks: "parental-consent", finds: "minor-consent" }],
  ["A minor who came on a student visa shows it only when asked.", practice, student({ level: "high" }, { birthDate: "2010-01-01", entry: { ...came, basis: "visa", visaFeePaid: true } }), { onRequest: "parental-consent" }],
  ["An adult shows no consent.", practice, first(), { doesNotAsk: "parental-consent", asks: "form" }],
  ["A researcher shows the document on the research.", practice, first({ purpose: "research" }), { asks: "research-document" }],
  ["A homeowner shows the deed.", practice, first({ purpose: "property" }), { asks: "title-deed" }],
  ["A homeowner shows the valuation.", practice, extension(), { asks: "property-valuation" }],
  ["A businessperson shows the invitation.", practice, first({ purpose: "business" }), { asks: "business-invitation" }],
  ["Company papers are shown when asked for.", practice, first({ purpose: "business" }), { onRequest: "company-papers" }],
  ["A trainee shows the institution's letter.", practice, first({ purpose: "in-service-training" }), { asks: "institution-letter" }],
  ["An exchange student shows the institution's letter.", practice, first({ purpose: "exchange" }), { asks: "institution-letter" }],
  ["A participant of a public course shows the institution's letter.", practice, first({ purpose: "public-course" }), { asks: "institution-letter" }],
  ["A tourist's plan is shown when asked for.", practice, first(), { onRequest: "travel-plan" }],
  ["A patient shows the hospital's paper.", practice, first({ purpose: "treatment" }), { asks: "hospital-report" }],
  ["Who stays by decision of an authority shows it.", law("31(1)(g)"), first({ purpose: "authority-decision" }), { asks: "authority-document" }],
  ["A change from family is proved.", law("34"), transfer({ purpose: "from-family", presentPermit: { permitType: "family", validUntil: "2027-06-20", heldSince: "2022-01-01" } }), { asks: "family-change" }],
  ["A learner shows the enrolment.", practice, first({ purpose: "turkish-course" }), { asks: "course-enrolment" }],
  ["A graduate shows the diploma.", law("31(1)(i)"), first({ purpose: "graduate", graduatedOn: "2026-07-01" }), { asks: "diploma" }],
  ["An investor shows the certificate of conformity.", practice, first({ purpose: "investor" }), { asks: "conformity-certificate" }],
  ["A TRNC citizen shows the identity card.", practice, first({ purpose: "trnc", nationality: "XNC" }), { asks: "trnc-identity" }],
  ["A citizen's spouse brings the extract of the civil register.", law("35"), family(), { asks: "civil-registry-extract", doesNotAsk: "marriage-certificate" }],
  ["A foreigner's spouse brings the marriage certificate.", law("35"), family(holder), { asks: "marriage-certificate" }],
  ["The sponsor shows a criminal record.", law("35"), family(), { asks: "sponsor-criminal-record" }],
  ["The sponsor's insurance covers the family.", law("35"), family(), { asks: "family-insurance" }],
  ["A permit holder proves the year on a permit.", law("35"), family(holder), { asks: "sponsor-year" }],
  ["A citizen proves no year on a permit.", law("35"), family(), { doesNotAsk: "sponsor-year", asks: "family-address" }],
  ["A dependent child proves dependency.", law("35"), family({ ...citizenSpouse, relation: "dependent-child" }, { birthDate: "2004-01-01" }), { asks: "dependency-proof" }],
  ["A student shows the certificate.", practice, student(), { asks: "student-certificate" }],
  ["A student writes the fingerprint record on the form.", practice, student(), { asks: "fingerprint-record" }],
  ["A pupil shows the school's document.", practice, student({ level: "primary" }, { birthDate: child }), { asks: "school-document" }],
  ["For a long-term permit the criminal record of one's country is shown.", law("43"), longTerm([]), { asks: "criminal-record-home" }],
  ["For a long-term permit the criminal record of Türkiye is shown.", law("43"), longTerm([]), { asks: "criminal-record-turkiye" }],
  ["For a long-term permit regular income is proved.", law("43"), longTerm([]), { asks: "income-proof" }],
];

const rows = [...doors, ...stays, ...conditions, ...fees, ...documents];

function read(value: unknown): unknown {
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? Temporal.PlainDate.from(value) : value;
  if (Array.isArray(value)) return value.map(read);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([name, inner]) => [name, read(inner)]));
}

describe("the law, case by case", () => {
  test("there are at least 200 rows, and no sentence twice", () => {
    expect(rows.length).toBeGreaterThanOrEqual(200);
    expect(new Set(rows.map(([sentence]) => sentence)).size).toBe(rows.length);
  });

  test.each(rows)("%s (%s)", (_sentence, article, told, expected) => {
    const answer = assess(read(told) as Facts, Temporal.PlainDate.from(expected.on ?? "2026-11-23"));
    const codes = answer.findings.map((finding) => finding.code);
    const grounds: string[] = [];
    if (expected.outcome !== undefined) expect({ outcome: answer.outcome, codes, missing: answer.missingFacts }).toMatchObject({ outcome: expected.outcome });
    if (expected.finds !== undefined) {
      expect(codes).toContain(expected.finds);
      for (const finding of answer.findings) if (finding.code === expected.finds) grounds.push(finding.article);
    }
    if (expected.lacks !== undefined) expect(codes).not.toContain(expected.lacks);
    for (const edge of ["opens", "closes"] as const) {
      if (expected[edge] === undefined) continue;
      expect(answer.window?.[edge]?.toString()).toBe(expected[edge]);
      grounds.push(answer.window?.ground ?? "");
    }
    if (expected.latestEnd !== undefined) {
      expect(answer.latestEnd?.toString()).toBe(expected.latestEnd);
      grounds.push(answer.latestEndGround ?? "");
    }
    if (expected.attendBy !== undefined) expect(answer.attendBy?.toString()).toBe(expected.attendBy);
    if (expected.fee !== undefined) {
      const [code, amount, currency] = expected.fee;
      const line = answer.fees.find((fee) => fee.code === code);
      expect(line).toMatchObject({ amount, currency });
      if (expected.inLira !== undefined) expect(line?.amountTry).toBe(expected.inLira);
      grounds.push(line?.ground ?? "");
    }
    if (expected.noFee !== undefined) expect(answer.fees.map((fee) => fee.code)).not.toContain(expected.noFee);
    for (const [name, required] of [["asks", "yes"], ["onRequest", "on-request"]] as const) {
      const code = expected[name];
      if (code === undefined) continue;
      expect(documentRules.map((rule) => rule.code)).toContain(code);
      expect(answer.documents).toContainEqual(expect.objectContaining({ code, required }));
      grounds.push(answer.documents.find((document) => document.code === code)?.ground ?? "");
    }
    if (expected.doesNotAsk !== undefined) expect(answer.documents.map((document) => document.code)).not.toContain(expected.doesNotAsk);
    if (expected.missing !== undefined) expect(answer.missingFacts).toContain(expected.missing);
    expect(grounds, "the row's article is one on which the answer stands").toContain(article);
  });
});
