import type { Code } from "../../platform/i18n.ts";
import type { Money } from "../../platform/money.ts";

/** The name of a thing in the applicant's language and in Turkish (the same twice when the language is Turkish). */
export type Named = { own: string; turkish: string };

/** A document as the rules name it, with what is particular about it in this case. */
export type NamedDocument = { code: string; nameOwn: string; nameTurkish: string; noteOwn?: string; noteTurkish?: string };

/** One line of an accrual; the note says how it was computed (tariff, months, rate) where that is worth a line. */
export type FeeLine = { name: Named; note?: Named; amount: Money };

/** Whose paper it is: the authority as it is configured here, the office, and how to reach it. */
export type Letterhead = { authority: Named; office: Named; address: string; contact: string };

/** What every paper has. */
export type Common = {
  language: Code;
  letterhead: Letterhead;
  /** The registration number YYYY-NN-NNNNNNN, or the application number where there is none yet; stands on each page. */
  number: string;
  issued: Temporal.PlainDate;
  /** The whole address whose last part is the signed claim; printed as QR and as a link. */
  verify: string;
};

export type Person = {
  surname: string;
  givenNames: string;
  nativeName?: string;
  foreignerNumber?: string;
  nationality: Named;
  sex: Named;
  birthDate: Temporal.PlainDate;
  birthPlace: string;
  fatherName: string;
  motherName: string;
  maritalStatus?: Named;
  email?: string;
  phone?: string;
};

/** Who a letter is about, where the whole personal block would be too much. */
export type Holder = {
  surname: string;
  givenNames: string;
  nationality: Named;
  birthDate: Temporal.PlainDate;
  passport: string;
  foreignerNumber?: string;
};

/** First application, extension or transfer; the type of permit; its purpose where the type has one. */
export type Permit = { application: Named; type: Named; purpose?: Named };

export type Representative = { name: string; capacity: Named; /** Bar and number, or the decision of guardianship. */ details?: string };

export type Booked = { kind: "booked"; office: Named; address?: string | undefined; date: Temporal.PlainDate; time: Temporal.PlainTime; note?: Named };
/** The place is assigned in a draw; `by` is the day on which the person is told at the latest, where it is known. */
export type InDraw = { kind: "draw"; province: Named; by?: Temporal.PlainDate };
/** No place is taken yet; `way` is how one is come by, and `by` the last lawful day for attending, where it is known. */
export type NotBooked = { kind: "none"; way: "choose" | "draw" | "office"; by?: Temporal.PlainDate };

export type RegistrationForm = Common & {
  kind: "registration-form";
  /** GCGM03-9 and the digits of the registration number. */
  barcode: string;
  photo: Uint8Array | null;
  registered: Temporal.PlainDate;
  accrual: { number: string; lines: FeeLine[]; total: Money };
  /** Absent where none is needed any more: the person is there. */
  appointment?: Booked | InDraw | NotBooked;
  person: Person;
  travelDocument: {
    type: Named; number: string; country: Named;
    issued?: Temporal.PlainDate; expires?: Temporal.PlainDate;
    entered?: Temporal.PlainDate; enteredAt?: string;
  };
  presentPermit?: { type: Named; number: string; expires?: Temporal.PlainDate | undefined };
  permit: Permit;
  from: Temporal.PlainDate;
  /** Absent where the permit has no end. */
  until?: Temporal.PlainDate;
  address: string;
  education?: { institution: string; programme: string; level: Named; from?: Temporal.PlainDate; until?: Temporal.PlainDate };
  sponsor?: { name: string; relation: Named; nationality: Named; identityNumber: string };
  representative?: Representative;
  documents: NamedDocument[];
};

export type ApplicationCertificate = Common & {
  kind: "application-certificate";
  barcode: string;
  photo: Uint8Array | null;
  holder: Holder;
  permit: Permit;
  /** The day on which all documents were there: the decision clock runs from it. */
  accepted: Temporal.PlainDate;
  decideBy: Temporal.PlainDate;
  /** True when it extends a permit that may end before the decision (Law 6458, article 24). */
  extension: boolean;
  presentPermitEnds?: Temporal.PlainDate;
  representative?: Representative;
};

export type MissingDocuments = Common & {
  kind: "missing-documents";
  holder: Holder;
  permit: Permit;
  missing: (NamedDocument & { reasonOwn: string; reasonTurkish: string })[];
  due: Temporal.PlainDate;
  representative?: Representative;
};

export type DecisionGrant = Common & {
  kind: "decision-grant";
  holder: Holder;
  permit: Permit;
  from: Temporal.PlainDate;
  /** Absent for a long-term permit, which has no end. */
  until?: Temporal.PlainDate | undefined;
  /** From when the same permit may be asked for again; null where the law gives it once, absent where no day is known. */
  extendFrom?: Temporal.PlainDate | null | undefined;
  askedFrom: Temporal.PlainDate;
  askedUntil?: Temporal.PlainDate;
  /** Why the dates are not those asked for; must be there when they differ. */
  why?: Named[];
  /** Where the card is posted. */
  cardTo: string;
};

export type DecisionRefusal = Common & {
  kind: "decision-refusal";
  holder: Holder;
  permit: Permit;
  reasons: { text: Named; article: Named }[];
  /** Known once the letter was served: the days of the law count from then. */
  served?: { on: Temporal.PlainDate; courtUntil: Temporal.PlainDate; leaveBy: Temporal.PlainDate };
  court?: Named;
  representative?: Representative;
};

export type Receipt = Common & {
  kind: "receipt";
  receiptNumber: string;
  accrualNumber: string;
  payer: string;
  applicant: string;
  lines: FeeLine[];
  total: Money;
  paid: Temporal.Instant;
  channel: Named;
  /** The reference of the bank or the payment provider. */
  reference: string;
};

export type Refund = Common & {
  kind: "refund";
  accrualNumber: string;
  payer: string;
  applicant: string;
  /** When and how the fees had been paid. */
  paid: Temporal.Instant;
  channel: Named;
  /** Each fee that was paid back; the note says why, when, and under which reference. */
  lines: FeeLine[];
  total: Money;
};

export type TimelyAttempt = Common & {
  kind: "timely-attempt";
  holder: Holder;
  permit: Permit;
  /** The legal window: from the day the application was possible to the last lawful day. */
  from: Temporal.PlainDate;
  attendBy: Temporal.PlainDate;
  attempted: Temporal.Instant;
  /** What was looked at: each office with the days searched; none of them had a free place. */
  searched: { office: Named; from: Temporal.PlainDate; until: Temporal.PlainDate }[];
};

export type Paper =
  | RegistrationForm | ApplicationCertificate | MissingDocuments | DecisionGrant | DecisionRefusal | Receipt | Refund | TimelyAttempt;
