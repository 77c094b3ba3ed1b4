import type { Code } from "../platform/i18n.ts";

type Parameters<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parameters<`/${Rest}`>
  : Path extends `${string}:${infer Name}` ? Name : never;

/** One URL of the program: its pattern, and its address with the parameters filled in. */
export type Route<Path extends string = string> = {
  pattern: Path;
  href(...args: [Parameters<Path>] extends [never] ? [query?: Query] : [parameters: Record<Parameters<Path>, string>, query?: Query]): string;
};
type Query = Record<string, string | undefined>;

function route<const Path extends string>(pattern: Path): Route<Path> {
  const named = /:(\w+)/.test(pattern);
  return {
    pattern,
    href(...args: unknown[]) {
      const parameters = (named ? args[0] : {}) as Record<string, string>;
      const query = (named ? args[1] : args[0]) as Query | undefined;
      const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
      const pairs = Object.entries(query ?? {}).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "");
      return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
    },
  } as Route<Path>;
}

/** Every URL of the portal. The language is the first segment; no personal number ever stands in a URL. */
export const portal = {
  home: route("/:lang"),
  eligibility: route("/:lang/may-i-apply"),
  fees: route("/:lang/fees"),
  waiting: route("/:lang/waiting-times"),
  check: route("/:lang/check/:kind"),
  start: route("/:lang/start/:kind"),
  startCode: route("/:lang/start-code"),
  resume: route("/:lang/continue"),
  resumeCode: route("/:lang/continue-code"),
  leave: route("/:lang/leave"),
  sessions: route("/:lang/application/sessions"),
  tasks: route("/:lang/application"),
  section: route("/:lang/application/topic/:section"),
  keep: route("/:lang/application/keep/:section"),
  photo: route("/:lang/application/photo"),
  photoFile: route("/:lang/application/photo.jpg"),
  representative: route("/:lang/application/representative"),
  endMandate: route("/:lang/application/representative/end"),
  review: route("/:lang/application/review"),
  created: route("/:lang/application/created"),
  appointment: route("/:lang/application/appointment"),
  place: route("/:lang/application/appointment/place"),
  cancelAppointment: route("/:lang/application/appointment/cancel"),
  earlier: route("/:lang/application/appointment/earlier"),
  needs: route("/:lang/application/appointment/needs"),
  stopOffers: route("/:lang/stop-offers/:token"),
  draw: route("/:lang/application/draw"),
  calendarFile: route("/:lang/application/appointment.ics"),
  draws: route("/:lang/draws"),
  drawRecord: route("/:lang/draws/:id"),
  pay: route("/:lang/application/pay"),
  payReturn: route("/:lang/application/pay/return"),
  paper: route("/:lang/application/paper/:paper"),
  status: route("/:lang/application/status"),
  copy: route("/:lang/application/copy"),
  copyFile: route("/:lang/application/copy.zip"),
  withdraw: route("/:lang/application/withdraw"),
  correct: route("/:lang/application/correct"),
  contact: route("/:lang/application/contact"),
  verify: route("/:lang/verify/:claim"),
  accessibility: route("/:lang/accessibility"),
  privacy: route("/:lang/privacy"),
  program: route("/:lang/program"),
  mailbox: route("/:lang/mailbox"),
  captcha: route("/captcha"),
  paymentNotification: route("/payments/notification"),
  assessment: route("/api/v1/assessment"),
  reference: route("/api/v1/reference/:list"),
  waitingTimes: route("/api/v1/waiting-times"),
  paperKey: route("/api/v1/paper-key"),
  openapi: route("/api/v1/openapi.json"),
  smsReceipt: route("/messages/receipt"),
  stop: route("/:lang/reminders/:token"),
  stopShort: route("/s/:token"),
  collectionQuery: route("/collection/query"),
  collectionPay: route("/collection/pay"),
  collectionCancel: route("/collection/cancel"),
  collectionDay: route("/collection/day"),
};

/** Every URL of the office. */
export const office = {
  signIn: route("/sign-in"),
  signOut: route("/sign-out"),
  passkey: route("/passkey/:invitation"),
  passkeys: route("/passkeys"),
  sessions: route("/sessions"),
  officers: route("/officers"),
  language: route("/language"),
  day: route("/"),
  checkIn: route("/check-in"),
  closeDay: route("/close-day"),
  hours: route("/hours"),
  address: route("/address"),
  counter: route("/counter"),
  display: route("/display/:code"),
  figures: route("/figures"),
  queue: route("/cases"),
  open: route("/cases/open"),
  case: route("/cases/:id"),
  checklist: route("/cases/:id/checklist"),
  give: route("/cases/:id/appointment"),
  noShow: route("/cases/:id/no-show"),
  act: route("/cases/:id/:act"),
  paper: route("/cases/:id/paper/:paper"),
  photo: route("/cases/:id/photo.jpg"),
  money: route("/cases/:id/money"),
  messages: route("/messages"),
  templates: route("/messages/templates"),
  payments: route("/payments"),
  paymentTotals: route("/payments/totals"),
  bankDay: route("/payments/banks/:bank/:day"),
  banks: route("/banks"),
  draws: route("/draws"),
  seals: route("/draws/:id"),
  editions: route("/law"),
  lawData: route("/law/data"),
  edition: route("/law/:id"),
  trail: route("/trail"),
};

export type PortalRoute = (typeof portal)[keyof typeof portal];

/** The same address in another language. */
export function inLanguage(path: string, code: Code): string {
  return path.replace(/^\/[a-z]{2}(?=\/|\?|$)/, `/${code}`);
}
