import { type Ground, sinceLaw, sinceRegulation } from "./dated.ts";
import type { PermitType } from "./permit-types.ts";

/**
 * What may follow what. There is no official table that a program could read: the default is that a transfer is open and an
 * officer looks at it, and only what the law itself excludes is refused.
 */
export type Transfer = Ground & {
  from: PermitType; to: PermitType; rule: "allowed" | "officer-decides" | "never" | "not-needed"; note: TransferNote | null;
};
export type TransferNote =
  | "new-purpose" | "family-conditions" | "enrolment" | "eight-years" | "own-purpose" | "family-may-study" | "graduate-or-purpose"
  | "student-rights-kept" | "new-programme" | "governorate-finds" | "no-long-term";

const regulation = "Regulation on Law 6458 art. 29";
const reading = { source: regulation, confidence: "medium", ...sinceRegulation } as const;

export const transfers: readonly Transfer[] = [
  { from: "short-term", to: "short-term", rule: "allowed", note: "new-purpose", ...reading },
  { from: "short-term", to: "family", rule: "allowed", note: "family-conditions", ...reading },
  { from: "short-term", to: "student", rule: "allowed", note: "enrolment", ...reading },
  { from: "short-term", to: "long-term", rule: "allowed", note: "eight-years", source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "family", to: "short-term", rule: "allowed", note: "own-purpose", source: "Law 6458 art. 34", confidence: "medium", ...sinceLaw },
  { from: "family", to: "family", rule: "officer-decides", note: "family-conditions", ...reading },
  { from: "family", to: "student", rule: "allowed", note: "family-may-study", ...reading },
  { from: "family", to: "long-term", rule: "allowed", note: "eight-years", source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "student", to: "short-term", rule: "allowed", note: "graduate-or-purpose", ...reading },
  { from: "student", to: "family", rule: "allowed", note: "student-rights-kept", ...reading },
  { from: "student", to: "student", rule: "allowed", note: "new-programme", ...reading },
  { from: "student", to: "long-term", rule: "allowed", note: "eight-years", source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "long-term", to: "short-term", rule: "not-needed", note: null, source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "long-term", to: "family", rule: "not-needed", note: null, source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "long-term", to: "student", rule: "not-needed", note: null, source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "long-term", to: "long-term", rule: "not-needed", note: null, source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "humanitarian", to: "short-term", rule: "officer-decides", note: "governorate-finds", ...reading },
  { from: "humanitarian", to: "family", rule: "officer-decides", note: "governorate-finds", ...reading },
  { from: "humanitarian", to: "student", rule: "allowed", note: "enrolment", ...reading },
  { from: "humanitarian", to: "long-term", rule: "never", note: "no-long-term", source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { from: "trafficking-victim", to: "short-term", rule: "officer-decides", note: "governorate-finds", ...reading },
  { from: "trafficking-victim", to: "family", rule: "officer-decides", note: "governorate-finds", ...reading },
  { from: "trafficking-victim", to: "student", rule: "allowed", note: "enrolment", ...reading },
  { from: "trafficking-victim", to: "long-term", rule: "officer-decides", note: "eight-years", source: "Law 6458 art. 42", confidence: "low", ...sinceLaw },
];
