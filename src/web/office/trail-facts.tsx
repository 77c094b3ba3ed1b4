import type { ComponentChildren } from "preact";
import type { TrailLine } from "../../audit/trail.ts";
import { readDate } from "../../platform/form.ts";
import type { Language } from "../../platform/i18n.ts";
import type { Key } from "../../platform/keys.ts";
import { findProvince } from "../../rules/provinces.ts";
import { tableText } from "../datum-words.ts";

/** What stands before a value that does not say by itself what it is. */
const labels: Record<string, Key> = {
  accrual: "case.accrual", amount: "office.fact-amount", arrived: "case.arrived-on", attendBy: "office.fact-attend-by", before: "office.fact-before", completeOn: "office.fact-complete-on",
  count: "office.fact-count", counter: "appointments.counter", courtBy: "case.court-by", decideBy: "office.fact-decide-by", digest: "office.fact-digest", draw: "office.fact-draw", due: "case.ask-due",
  edition: "office.fact-edition", firstFree: "office.fact-first-free", found: "office.fact-found", freed: "appointments.closed-freed", grantedFrom: "case.granted-from", grantedUntil: "case.granted-until", instead: "office.fact-instead",
  leaveBy: "case.leave-by", lines: "office.fact-lines", moved: "appointments.closed-moved", number: "office.fact-number", officer: "office.fact-officer", on: "case.served-on", other: "office.fact-other", paidOn: "payments.refund-other-on",
  pausedDays: "office.fact-paused", payment: "office.fact-payment", reason: "appointments.close-reason", reasons: "case.refusal-reasons", redrawn: "appointments.closed-redrawn", reference: "office.fact-reference",
  registration: "office.column-number", source: "office.fact-source", total: "office.fact-amount", tracking: "case.tracking",
};

/** In which texts a code is named. */
const names: Record<string, (code: string) => string[]> = {
  by: (code) => [`office.fact-by-${code}`],
  capacity: (code) => [`reference.representative-${code === "self" ? "none" : code}`],
  channel: (code) => [`case.channel-${code}`],
  counter: (code) => [`fields.visaFeePaid.${code}`],
  document: (code) => [`documents.${code}`],
  documents: (code) => [`documents.${code}`],
  field: (code) => [`fields.${code}`],
  from: (code) => [`states.${code}`, `case.document-${code}`],
  paper: (code) => [`status.paper.${code}`],
  reason: (code) => [`case.dates-${code}`, `payments.refund-reason.${code}`],
  reasons: (code) => [`case.refusal-${code}`],
  role: (code) => [`office.role.${code}`],
  source: (code) => [`case.actor-${code}`, `office.fact-source-${code}`],
  to: (code) => [`states.${code}`, `case.document-${code}`],
  verdict: (code) => [`case.correction-${code}`, ...(code === "same-person" || code === "different-people" ? [`case.${code}`] : [])],
  way: (code) => [`case.way-${code}`, `payments.refund-way.${code}`],
};
const money: ReadonlySet<string> = new Set(["amount", "total", "before"]);

function valueText(l: Language, act: string, name: string, value: unknown): string {
  if (Array.isArray(value)) return l.list(value.map((one) => valueText(l, act, name, one)));
  if (value !== null && typeof value === "object") return Object.entries(value).map(([inner, one]) => valueText(l, act, inner, one)).join(" · ");
  if (typeof value === "number") return money.has(name) ? l.money(value, "TRY") : String(value);
  const code = String(value);
  const date = readDate(code);
  if (date) return l.day(date);
  if ((name === "documents" || name === "reasons") && code.includes(",")) return valueText(l, act, name, code.split(","));
  if (name === "draw") return findProvince(code)?.name ?? code;
  if (name === "series" && act === "draft-change") return tableText(l, code);
  const key = names[name]?.(code).find((one): one is Key => l.has(one));
  return key ? l.t(key) : code;
}

/** What a line of the trail holds besides its act: codes by their names, days as days, kuruş as money; numbers, marks and free words as they are. */
export function factsInWords(l: Language, { act, facts }: Pick<TrailLine, "act" | "facts">): ComponentChildren {
  const said = Object.entries(facts).filter(([, value]) => value !== null).map(([name, value]) => ({ name, text: <bdi>{valueText(l, act, name, value)}</bdi> }));
  // Of what came to be something else both are said as one.
  const [from, to] = ["from", "to"].map((which) => said.find(({ name }) => name === which));
  const change = from && to ? <>{from.text} – {to.text}</> : null;
  const others = said.filter((one) => change === null || (one !== from && one !== to)).map(({ name, text }) => (labels[name] ? <>{l.t(labels[name])}: {text}</> : text));
  return [change, ...others].filter(Boolean).map((part, n) => <>{n === 0 ? "" : " · "}{part}</>);
}
