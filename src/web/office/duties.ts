import type { Role } from "../../identity/officer.ts";

const counter = ["front-desk", "case-officer", "supervisor"] as const;
const review = ["case-officer", "supervisor"] as const;

/** What officers do, and whose duty it is. Reading a case is open to all roles of its office, and recorded. */
export const duties = {
  search: ["front-desk", "case-officer", "supervisor", "administrator", "auditor", "finance"],
  "check-in": counter,
  "undo-check-in": counter,
  "no-show": counter,
  call: counter,
  give: counter,
  protect: counter,
  unprotect: ["supervisor"],
  mark: counter,
  "ask-documents": counter,
  accept: counter,
  "not-accept": counter,
  note: counter,
  contact: counter,
  "end-mandate": counter,
  open: review,
  review,
  "hand-back": review,
  grant: review,
  refuse: review,
  "confirm-refusal": review,
  "dismiss-refusal": review,
  serve: review,
  print: review,
  post: review,
  "correct-tracking": review,
  deliver: review,
  "come-back": review,
  withdraw: review,
  correction: review,
  clash: review,
  remove: ["supervisor"],
  lapse: ["supervisor"],
  "close-day": ["supervisor", "administrator"],
  "set-hours": ["supervisor", "administrator"],
  seals: ["auditor"],
  "switch-draw": ["supervisor", "administrator"],
  money: ["finance", "supervisor", "administrator", "auditor"],
  figures: ["supervisor", "administrator", "auditor"],
  law: ["supervisor", "administrator", "auditor"],
  "end-sessions": ["supervisor", "administrator"],
  trail: ["supervisor", "administrator", "auditor"],
} as const satisfies Record<string, readonly Role[]>;
export type Duty = keyof typeof duties;

export function mayDo(role: Role, duty: Duty): boolean {
  return (duties[duty] as readonly Role[]).includes(role);
}
