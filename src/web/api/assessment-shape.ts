import { z } from "zod";
import { outcomes } from "../../eligibility/assess.ts";
import { findingCodes } from "../../eligibility/findings.ts";
import { factNames, type Facts } from "../../eligibility/questions.ts";
import { isoDay } from "../../rules/calendar.ts";
import { feeCodes } from "../../rules/fees.ts";
import { insuranceKinds } from "../../rules/insurance.ts";
import { kinds, levels, permitTypes, purposes, relations, sponsorKinds } from "../../rules/permit-types.ts";
import { documentCodes } from "../../rules/document-list.ts";

type List = readonly [string, ...string[]];
/** One of the codes of a list of the law; its names stand in the reference data. */
const code = <Code extends string>(codes: readonly Code[], about: string) => z.enum(codes as unknown as [Code, ...Code[]] & List).describe(about);
const date = (about: string) => z.iso.date().transform(isoDay).describe(about);

const allTypes = permitTypes.map((type) => type.code);
const allPurposes = purposes.map((purpose) => purpose.code);
const purposeOf = (about: string) => code(allPurposes, about);
const plate = z.string().max(20).meta({ pattern: "^[0-9]{2}$" }).describe("Plate number of the province, two digits: 35 is İzmir.");

const entry = z.strictObject({
  date: date("Day of the last entry.").optional(),
  basis: code(["visa", "exemption", "conditional"], "By which right the person entered; conditional: with an undertaking given at the border.").optional(),
  stayEnds: date("Last day of the visa or the exemption.").optional(),
  visaFeePaid: z.boolean().describe("Whether a fee was paid for a visa for this entry.").optional(),
}).describe("How the person entered. Left out for a child born in Türkiye.");

const presentPermit = z.strictObject({
  permitType: code(allTypes, "Its type.").optional(),
  purpose: purposeOf("Its purpose, when it is a short-term one.").optional(),
  validUntil: date("Its last day. A long-term permit has none: of one it is ignored.").optional(),
  heldSince: date("Since when this type has been held without a break.").optional(),
  province: plate.describe("Plate number of the province that issued it.").optional(),
  reasonEndedOn: date("Day on which its reason ended; left out when it has not.").optional(),
}).describe("The permit held now.");

const sponsor = z.strictObject({
  kind: code(sponsorKinds, "By what right the sponsor is in Türkiye.").optional(),
  relation: code(relations, "What the person is to the sponsor.").optional(),
  monthlyIncome: z.int().min(0).describe("Net income in kuruş a month.").optional(),
  familySize: z.int().min(2).max(100).describe("Members of the family, the sponsor included.").optional(),
  permitValidUntil: date("Last day of the sponsor’s permit.").optional(),
  onPermitSince: date("Since when the sponsor has been on permits.").optional(),
  permitWithoutEnd: z.boolean().describe("Whether the sponsor’s permit has no last day, as a long-term one.").optional(),
}).describe("The member of the family through whom a family permit is asked for.");

const held = z.strictObject({
  permitType: code(allTypes, "Its type."), purpose: purposeOf("Its purpose, when it was a short-term one.").optional(), from: date("Its first day."), until: date("Its last day."),
});

/** What may be asked: only `kind` and `on` are needed. Dates become dates; money is whole kuruş. */
export const question = z.strictObject({
  on: date("The day for which the answer is wanted."),
  kind: code(kinds, "The door: a first permit, the same permit again, or another one."),
  permitType: code(allTypes, "The type asked for. humanitarian and trafficking-victim are opened by the office alone.").optional(),
  purpose: purposeOf("The purpose of a short-term permit; alone it says that the type is short-term.").optional(),
  nationality: z.string().max(20).meta({ pattern: "^[A-Z]{3}$" }).describe("Three letters of ICAO 9303: ISO 3166-1 alpha-3, XXA, XXB, XXC, RKS, and XNC for the TRNC.").optional(),
  birthDate: date("Date of birth.").optional(),
  province: plate.optional(),
  district: z.string().max(80).describe("District by its Turkish name.").optional(),
  neighbourhood: z.string().max(120).describe("Neighbourhood by its Turkish name.").optional(),
  requestedFrom: date("First day of the stay asked for; it counts.").optional(),
  requestedUntil: date("Last day of the stay asked for; it counts.").optional(),
  passportValidUntil: date("Last day of the passport.").optional(),
  entry: entry.optional(),
  presentPermit: presentPermit.optional(),
  insurance: z.strictObject({
    kind: code(insuranceKinds, "Private policy, public scheme (gss), social security (sgk), or a treaty.").optional(), until: date("Its last day.").optional(),
  }).describe("Health insurance.").optional(),
  representative: code(["none", "parent", "guardian", "lawyer"], "Who files for the person.").optional(),
  sponsor: sponsor.optional(),
  student: z.strictObject({ level: code(levels, "Level of study.").optional(), programmeUntil: date("Last day of the programme.").optional() }).describe("Studies.").optional(),
  permitHistory: z.array(held).max(100).describe("Permits held before; an empty list says that there were none.").optional(),
  bornInTurkiye: z.boolean().describe("Whether the person was born in Türkiye and has entered by no border.").optional(),
  graduatedOn: date("Day of graduation, for a permit as a graduate.").optional(),
  refusedOn: date("Day of a refusal for the same type and purpose; left out when there was none.").optional(),
  exchangeRate: z.string().max(20).meta({ pattern: "^[0-9]{1,6}(\\.[0-9]{1,6})?$" }).describe("Turkish lira for one US dollar, a decimal string. Left out: the rate of the day.").optional(),
});

/** Reads a question: what fits goes a generated way, four times as fast; what does not is read once more by the shape itself, to say why. */
const generated = z.compile(question, { strict: true });
export const readQuestion = (sent: unknown) => generated.safeParse(sent, { reportInput: true });

/**
 * The facts of a question, each field in its place whether told or not: objects that all have the same fields are read three times as fast
 * as such that each have their own.
 */
export function factsOf(read: z.infer<typeof question>): Facts {
  const { entry, presentPermit, insurance, sponsor, student } = read;
  return {
    kind: read.kind, permitType: read.permitType, purpose: read.purpose, nationality: read.nationality, birthDate: read.birthDate,
    province: read.province, district: read.district, neighbourhood: read.neighbourhood,
    requestedFrom: read.requestedFrom, requestedUntil: read.requestedUntil, passportValidUntil: read.passportValidUntil,
    entry: entry && { date: entry.date, basis: entry.basis, stayEnds: entry.stayEnds, visaFeePaid: entry.visaFeePaid },
    presentPermit: presentPermit && {
      permitType: presentPermit.permitType, purpose: presentPermit.purpose, validUntil: presentPermit.validUntil, heldSince: presentPermit.heldSince,
      province: presentPermit.province, reasonEndedOn: presentPermit.reasonEndedOn,
    },
    insurance: insurance && { kind: insurance.kind, until: insurance.until }, representative: read.representative,
    sponsor: sponsor && {
      kind: sponsor.kind, relation: sponsor.relation, monthlyIncome: sponsor.monthlyIncome, familySize: sponsor.familySize,
      permitValidUntil: sponsor.permitValidUntil, onPermitSince: sponsor.onPermitSince, permitWithoutEnd: sponsor.permitWithoutEnd,
    },
    student: student && { level: student.level, programmeUntil: student.programmeUntil }, permitHistory: read.permitHistory,
    bornInTurkiye: read.bornInTurkiye, graduatedOn: read.graduatedOn, refusedOn: read.refusedOn, exchangeRate: read.exchangeRate,
  } satisfies { [Name in keyof Required<Facts>]: Facts[Name] };
}

const day = z.iso.date();
const minor = z.int().min(0);
const currency = z.enum(["TRY", "USD"]);

/** What is answered. */
export const answer = z.strictObject({
  on: day,
  outcome: z.enum(outcomes).describe("open: may be filed that day. incomplete: nothing speaks against it so far, but facts are missing."),
  window: z.strictObject({ opens: day.nullable(), closes: day.nullable(), article: z.string() }).nullable().describe("The days on which the door is open; null when the facts do not give them."),
  findings: z.array(z.strictObject({
    code: z.enum(findingCodes as unknown as [string, ...string[]]), severity: z.enum(["block", "warn", "note"]), article: z.string().describe("Where the rule is written, in the language asked for."),
    edition: z.string(), text: z.string().describe("The rule in plain words and what to do, in the language asked for."), field: z.enum(factNames).optional().describe("The fact on which it rests."),
  })),
  documents: z.array(z.strictObject({
    code: z.enum(documentCodes as unknown as [string, ...string[]]), required: z.enum(["yes", "on-request"]), text: z.string().describe("Its name."), about: z.string().describe("What it must be."),
    article: z.string(), oneOf: z.array(z.strictObject({ code: z.string(), text: z.string() })).optional().describe("Ways to prove it, of which one suffices."),
  })),
  fees: z.array(z.strictObject({
    code: z.enum(feeCodes as unknown as [string, ...string[]]), amount: minor.describe("In minor units of its currency."), currency, amountTry: minor.nullable().describe("In kuruş; null when no rate is known."),
    ground: z.string(), certain: z.boolean().describe("false where it rests on an unconfirmed value, a disputed list or a made-up rate."),
    months: z.int().optional(), rate: z.string().optional(), doubled: z.literal(true).optional(),
  })),
  latestEnd: day.nullable().describe("The last day a permit may be asked until."),
  attendBy: day.nullable().describe("The last day on which the person must have attended."),
  missingFacts: z.array(z.enum(factNames)),
  edition: z.strictObject({ id: z.string(), from: day, confirmedUntil: day.nullable() }).describe("The law that was applied."),
});
