import { splitPlace } from "../applications/places.ts";
import { findReason } from "../applications/reasons.ts";
import type {
  Common, Holder, Letterhead, Named, NotBooked, Paper, Permit, Receipt, Refund, RegistrationForm, Representative, TimelyAttempt,
} from "../documents/papers/paper.ts";
import type { FileKind } from "../documents/storage.ts";
import type { Received } from "../payments/receipt.ts";
import type { PaidBack } from "../payments/refund-paper.ts";
import { dateOf } from "../platform/clock.ts";
import { type Code, isCode, type Language, language } from "../platform/i18n.ts";
import type { Key } from "../platform/keys.ts";
import { countryName } from "../rules/countries.ts";
import { extensionWindow } from "../rules/deadlines.ts";
import { inCapitals } from "../rules/names.ts";
import { rulesOn } from "../rules/in-force.ts";
import { officesFor } from "../rules/offices.ts";
import { hasNoEnd, mayBeExtended } from "../rules/permit-types.ts";
import { findProvince } from "../rules/provinces.ts";
import type { PaperFile } from "./paper-file.ts";

export type DrawnKind = Exclude<FileKind, "photo">;
export type Attempt = { at: Temporal.Instant; attend_by: Temporal.PlainDate };
/** What a paper needs beside what it says of the case. `verify` is the signed address, `today` the day of drawing. */
export type Around = {
  authority: { name: string; phone: string }; verify(language: Code): string; today: Temporal.PlainDate; photo: Uint8Array | null;
  /** What is owed, what was received for it, and what of that was paid back. */
  fees?: RegistrationForm["accrual"]; received?: Received; paidBack?: PaidBack;
  attempt?: Attempt;
  /** How an appointment is come by, for who has none. */
  way?: NotBooked["way"];
};

const day = (value: string | undefined) => (value ? Temporal.PlainDate.from(value) : undefined);

/** The data of a paper of a case, in the person's language and in Turkish; null where the case has nothing (any more) to put on it. */
export function paperOf(file: PaperFile, kind: DrawnKind, around: Around): Paper | null {
  const { application, answers, decision } = file;
  const code: Code = isCode(application.language) ? application.language : "tr";
  const say = speaker(code);
  const about = { holder: holderOf(file, say), permit: permitOf(file, say), representative: representativeOf(file, say) };
  const common = (issued: Temporal.PlainDate): Common => ({
    language: code, letterhead: letterheadOf(file, around), number: application.registration_number ?? application.number, issued, verify: around.verify(code),
  });
  if (kind === "registration-form") return registrationForm(file, around, say, common(around.today));
  if (kind === "application-certificate") {
    if (application.complete_on === null || application.decide_by === null) return null;
    return {
      ...common(application.complete_on), ...about, kind, barcode: application.barcode!, photo: around.photo, accepted: application.complete_on,
      decideBy: application.decide_by, extension: application.kind === "extension", presentPermitEnds: day(answers.permitValidUntil),
    };
  }
  if (kind === "missing-documents") {
    const missing = file.documents.filter(({ state }) => state === "missing");
    if (missing.length === 0 || application.documents_due === null) return null;
    const without = say.named("case.missing-default");
    return {
      // A request that was changed is a new notice, though the clock stands since the first.
      ...common(file.asked ? dateOf(file.asked) : around.today), ...about, kind, due: application.documents_due,
      missing: missing.map((document) => ({
        ...documentOf(document.code, say), reasonOwn: document.reason ?? without.own, reasonTurkish: document.reason ?? without.turkish,
      })),
    };
  }
  if (kind === "decision") {
    if (!decision) return null;
    const decided = common(dateOf(decision.decided_at));
    if (decision.outcome === "granted") {
      const until = decision.granted_until ?? undefined;
      const window = until && extensionWindow(until, rulesOn(decided.issued).terms);
      return {
        ...decided, ...about, kind: "decision-grant", from: decision.granted_from!, until,
        extendFrom: mayBeExtended(answers.permitType, answers.purpose) ? (window?.opens ?? undefined) : null,
        askedFrom: day(answers.requestedFrom)!, askedUntil: hasNoEnd(answers.permitType) ? undefined : day(answers.requestedUntil),
        why: decision.date_reason ? [say.named(`case.dates-${decision.date_reason}` as Key)] : undefined, cardTo: postalAddress(file),
      };
    }
    const { served_on: on, leave_by: leaveBy, court_by: courtUntil } = decision;
    const reasons = decision.reasons.map((reason) => ({
      text: say.named(`case.refusal-${reason}` as Key), article: say.named("case.article", { article: findReason(reason)?.article ?? "25" }),
    }));
    if (decision.comment) reasons.push({ text: same(decision.comment), article: say.named("case.article", { article: "25" }) });
    return { ...decided, ...about, kind: "decision-refusal", reasons, served: on && leaveBy && courtUntil ? { on, leaveBy, courtUntil } : undefined };
  }
  if (kind === "receipt") return receipt(file, around, common);
  if (kind === "refund") return refund(file, around, common);
  return timelyAttempt(file, around, say, common);
}

type Speaker = ReturnType<typeof speaker>;
type Values = Record<string, string | number>;

function speaker(code: Code) {
  const own = language(code);
  const turkish = language("tr");
  const each = (write: (l: Language) => string): Named => ({ own: write(own), turkish: write(turkish) });
  return { each, named: (key: Key, values?: Values) => each((l) => l.t(key, values)), country: (nationality: string | undefined) => each((l) => (nationality ? countryName(l, nationality) : "—")) };
}

const same = (text: string): Named => ({ own: text, turkish: text });

function letterheadOf({ application, office }: PaperFile, { authority }: Around): Letterhead {
  const province = findProvince(application.province ?? "")?.name ?? "";
  return { authority: same(authority.name), office: same(office ?? province), address: province, contact: authority.phone };
}

function holderOf({ answers }: PaperFile, say: Speaker): Holder {
  return {
    surname: inCapitals(answers.surname ?? "", answers.nationality), givenNames: answers.givenNames ?? "", nationality: say.country(answers.nationality), birthDate: day(answers.birthDate)!,
    passport: answers.passportNumber ?? "", foreignerNumber: answers.foreignerNumber,
  };
}

function permitOf({ application, answers }: PaperFile, say: Speaker): Permit {
  return {
    application: say.named(`reference.kind-${application.kind}` as Key), type: say.named(`reference.permit-type-${answers.permitType}` as Key),
    purpose: answers.purpose ? say.named(`reference.purpose-${answers.purpose}` as Key) : undefined,
  };
}

function representativeOf({ mandate }: PaperFile, say: Speaker): Representative | undefined {
  if (!mandate) return undefined;
  const details = [mandate.bar, mandate.bar_number].filter(Boolean).join(" ");
  return { name: mandate.name, capacity: say.named(`reference.representative-${mandate.capacity}`), details: details || undefined };
}

function documentOf(code: string, say: Speaker) {
  const { own, turkish } = say.named(`documents.${code}` as Key);
  return { code, nameOwn: own, nameTurkish: turkish };
}

function address({ application, answers }: PaperFile): string {
  const { district, neighbourhood } = splitPlace(answers.neighbourhood);
  const place = [district, findProvince(application.province ?? "")?.name].filter(Boolean).join(" / ");
  return [neighbourhood, [answers.street, answers.door].filter(Boolean).join("/"), place].filter(Boolean).join(", ");
}

function postalAddress(file: PaperFile): string {
  return file.answers.postalAddress === "other" ? (file.answers.otherAddress ?? address(file)) : address(file);
}

function registrationForm(file: PaperFile, { photo, fees, way = "choose" }: Around, say: Speaker, common: Common): RegistrationForm | null {
  const { application, answers, appointment, inDraw } = file;
  if (!fees || application.created_at === null) return null;
  const province = findProvince(application.province ?? "");
  return {
    ...common, kind: "registration-form", barcode: application.barcode!, photo, registered: dateOf(application.created_at),
    accrual: fees,
    appointment: appointment && appointment.state !== "cancelled" && appointment.state !== "no-show"
      ? { kind: "booked", office: same(appointment.office), address: appointment.address ?? undefined, date: appointment.day, time: appointment.starts }
      : inDraw ? { kind: "draw", province: same(province?.name ?? "") } : application.state === "attended" ? undefined : { kind: "none", way, by: application.attend_by ?? undefined },
    person: {
      ...holderOf(file, say), sex: say.named(`fields.gender.${answers.gender}` as Key), birthPlace: answers.birthPlace ?? "", fatherName: answers.fatherName ?? "",
      motherName: answers.motherName ?? "", maritalStatus: answers.maritalStatus ? say.named(`fields.maritalStatus.${answers.maritalStatus}` as Key) : undefined,
      email: application.email ?? undefined, phone: application.phone ?? undefined,
    },
    travelDocument: {
      type: answers.passportNumber ? say.named(`fields.documentType.${answers.documentType ?? "ordinary"}` as Key) : same("—"), number: answers.passportNumber ?? "—", country: say.country(answers.passportCountry),
      issued: day(answers.passportIssuedOn), expires: day(answers.passportValidUntil), entered: day(answers.entryDate), enteredAt: answers.entryGate,
    },
    presentPermit: answers.permitNumber && answers.presentPermitType ? {
      type: say.named(`reference.permit-type-${answers.presentPermitType}` as Key), number: `${answers.permitSeries ?? ""} ${answers.permitNumber}`.trim(), expires: hasNoEnd(answers.presentPermitType) ? undefined : day(answers.permitValidUntil),
    } : undefined,
    permit: permitOf(file, say), from: day(answers.requestedFrom)!, until: day(answers.requestedUntil), address: address(file),
    education: answers.school ? { institution: answers.school, programme: answers.programme ?? "", level: say.named(`reference.level-${answers.level}` as Key), until: day(answers.programmeUntil) } : undefined,
    sponsor: answers.sponsorName ? {
      name: answers.sponsorName, relation: say.named(`reference.relation-${answers.relation}` as Key),
      nationality: answers.sponsorKind === "citizen" ? say.country("TUR") : same("—"), identityNumber: answers.sponsorNumber ?? "—",
    } : undefined,
    representative: representativeOf(file, say),
    // The form itself is what they are listed on.
    documents: file.documents.filter(({ code, required }) => required === "yes" && code !== "form").map(({ code }) => documentOf(code, say)),
  };
}

function receipt(file: PaperFile, { received }: Around, common: (issued: Temporal.PlainDate) => Common): Receipt | null {
  return received ? { ...common(dateOf(received.paid)), kind: "receipt", ...parties(file), ...received } : null;
}

function parties({ answers, mandate }: PaperFile): { payer: string; applicant: string } {
  const applicant = [answers.givenNames, answers.surname].filter(Boolean).join(" ");
  return { payer: mandate?.name ?? applicant, applicant };
}

function refund(file: PaperFile, { paidBack }: Around, common: (issued: Temporal.PlainDate) => Common): Refund | null {
  if (!paidBack) return null;
  const { last, ...said } = paidBack;
  return { ...common(dateOf(last)), kind: "refund", ...parties(file), ...said };
}

function timelyAttempt(file: PaperFile, { attempt }: Around, say: Speaker, common: (issued: Temporal.PlainDate) => Common): TimelyAttempt | null {
  const { application, answers } = file;
  if (!attempt) return null;
  const on = dateOf(attempt.at);
  const opened = (answers.permitValidUntil ? extensionWindow(day(answers.permitValidUntil)!, rulesOn(on).terms).opens : day(answers.entryDate)) ?? on;
  const { district } = splitPlace(answers.neighbourhood);
  return {
    ...common(on), kind: "timely-attempt", holder: holderOf(file, say), permit: permitOf(file, say), from: opened, attendBy: attempt.attend_by, attempted: attempt.at,
    searched: officesFor(application.province ?? "", district ?? null, on).map(({ name }) => ({ office: same(name), from: on, until: attempt.attend_by })),
  };
}
