/** What a verb answers when the answer was foreseen: done with its result, or not done and why. Surprises are thrown. */
export type Outcome<Done extends object, Why extends string> = ({ ok: true } & Done) | { ok: false; why: Why };

export function done(): { ok: true };
export function done<Done extends object>(result: Done): { ok: true } & Done;
export function done(result: object = {}) {
  return { ok: true as const, ...result };
}

export function not<Why extends string>(why: Why): { ok: false; why: Why } {
  return { ok: false, why };
}
