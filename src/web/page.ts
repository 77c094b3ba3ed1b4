import type { ComponentChildren } from "preact";
import type { SignedIn } from "../applications/signed-in.ts";
import type { Officer, Role } from "../identity/officer.ts";
import type { Session } from "../identity/session.ts";
import { actAlone, transact, type Act, type Actor } from "../platform/act.ts";
import type { Gateway } from "../payments/gateway.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { RawForm } from "../platform/form.ts";
import type { Language } from "../platform/i18n.ts";
import type { Secret } from "../platform/secret.ts";
import type { Route } from "./routes.ts";

/** What the program was started with; the same for every request. */
export type App = {
  db: Database;
  clock: Clock;
  secret: Secret;
  demonstration: boolean;
  /** Public addresses without a slash at the end. */
  origins: { portal: string; office: string; bank: string | null };
  /** The payment provider; null where none is set up: then only bank desks take money. */
  gateway: Gateway | null;
  authority: { name: string; phone: string };
  /** Where the program’s source can be had. */
  sourceUrl?: string | null;
};

export type Upload = { name: string; type: string; bytes: Buffer };

/** One request, as pages see it. */
export type Visit = {
  app: App;
  l: Language;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  path: string;
  parameters: Record<string, string>;
  query: Record<string, string>;
  form: RawForm;
  file: Upload | null;
  /** Body as it came, for signatures. */
  rawBody: string;
  header(name: string): string | undefined;
  /** A hash of the caller's address, for limits; the address itself is not kept. */
  address: string;
  csrf: string;
  session: Session | null;
  /** Whether the browser brings a session's cookie: enough to say where "my application" is, and no proof that anybody is signed in. */
  returning: boolean;
  /** The id of the code this browser is waiting to type. */
  code: string | null;
  actor: Actor;
  /** Runs an act in one transaction as the visitor. */
  act<T>(fn: (act: Act) => Promise<T>): Promise<T>;
};
export type ApplicantVisit = Visit & SignedIn & {
  /** Runs an act of one statement, which needs no transaction around it. */
  write<T>(fn: (act: Act) => Promise<T>): Promise<T>;
};
export type OfficerVisit = Visit & { session: Session; officer: Officer };

export type Answer =
  | { kind: "page"; status: number; title: string; body: ComponentChildren; errors?: boolean; refresh?: number; scripts?: string[]; index?: boolean; nav?: string; officer?: Shown; form?: string }
  | { kind: "redirect"; to: string; cookie?: Cookie }
  | { kind: "bytes"; status: number; type: string; body: Uint8Array | string; download?: string; headers?: Record<string, string> }
  | { kind: "json"; status: number; body: unknown; type?: string; headers?: Record<string, string> };
/** A session to begin or (null) to end with this answer, and the code that is being waited for. */
export type Cookie = { session?: string | null; code?: string | null };

/** Who is signed in, as the head of each office page shows it. */
export type Shown = { name: string; role: Role; office: string };

type Options = { errors?: boolean; refresh?: number; scripts?: string[]; index?: boolean; nav?: string; officer?: Shown };

/** A page with its title and body. */
export function html(title: string, body: ComponentChildren, status = 200, options: Options = {}): Answer {
  return { kind: "page", status, title, body, ...options };
}
/** The page again with errors, status 422. */
export function again(title: string, body: ComponentChildren, status = 422, scripts: string[] = []): Answer {
  return { kind: "page", status, title, body, errors: true, scripts };
}
/** The id of the form whose answers go along when the language of the page is changed. */
export const answersForm = "answers";
/** A page whose `answersForm` is carried into another language: its POST shows again what was typed, without faults, when `_language` is sent. */
export function carrying(answer: Answer): Answer {
  return answer.kind === "page" ? { ...answer, form: answersForm } : answer;
}
export function redirect(to: string, cookie?: Cookie): Answer {
  return { kind: "redirect", to, cookie };
}
export function bytes(type: string, body: Uint8Array | string, download?: string): Answer {
  return { kind: "bytes", status: 200, type, body, download };
}
export function answerJson(body: unknown, status = 200, type?: string, headers?: Record<string, string>): Answer {
  return { kind: "json", status, body, type, headers };
}
/** Thrown where what is asked for does not exist, or belongs to somebody else. */
export class NotFound extends Error {}

type Handler<V> = (visit: V) => Promise<Answer> | Answer;
type Handlers<V> = { get?: Handler<V>; post?: Handler<V>; multipart?: true; /** Posts that come from machines bring no form token. */ machine?: true; open?: true };

export type Page =
  | ({ access: "public"; route: Route } & Handlers<Visit>)
  | ({ access: "applicant"; route: Route } & Handlers<ApplicantVisit>)
  | ({ access: "officer"; route: Route } & Handlers<OfficerVisit>);

export function publicPage(route: Route, handlers: Handlers<Visit>): Page {
  return { access: "public", route, ...handlers };
}
/** What programs and pages of any origin may call without a key: no cookie, no form token, and faults as problem+json. */
export function openPage(route: Route, handlers: Handlers<Visit>): Page {
  return { access: "public", route, ...handlers, machine: true, open: true };
}
/** A page of one's own case: who comes without a session is asked for the number and a code, and then led back. */
export function applicantPage(route: Route, handlers: Handlers<ApplicantVisit>): Page {
  return { access: "applicant", route, ...handlers };
}
export function officerPage(route: Route, handlers: Handlers<OfficerVisit>): Page {
  return { access: "officer", route, ...handlers };
}

/** The `act` of a visit. */
export function acting(app: App, actor: Actor) {
  return <T>(fn: (act: Act) => Promise<T>) => transact(app.db, app.clock, actor, fn);
}

/** The `write` of a visit. */
export function writing(app: App, actor: Actor) {
  return <T>(fn: (act: Act) => Promise<T>) => actAlone(app.db, app.clock, actor, fn);
}
