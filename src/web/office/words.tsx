import { nameOf } from "../../applications/application.ts";
import type { State } from "../../applications/states.ts";
import type { Needs } from "../../appointments/needs.ts";
import type { Language } from "../../platform/i18n.ts";
import { countryName } from "../../rules/countries.ts";
import { Situation } from "../../ui/page.tsx";
import type { Tone } from "../../ui/tag.tsx";
import { type Answer, html } from "../page.ts";

type Key = Parameters<Language["t"]>[0];
type Named = { surname?: string | null; given_names?: string | null; nationality?: string | null; registration_number: string | null; number: string };

/** SURNAME, Given names; a case without any name goes by its number. */
export function personName({ surname, given_names, nationality, registration_number, number }: Named): string {
  return nameOf({ surname: surname ?? "", givenNames: given_names ?? "", nationality: nationality ?? "" }) || (registration_number ?? number);
}

/** Student residence permit · extension · purpose, in short. */
export function permitWords(l: Language, { kind, permit_type, purpose }: { kind: string; permit_type?: string | null; purpose?: string | null }): string {
  const parts = [`reference.permit-type-${permit_type}`, ...(purpose ? [`reference.purpose-${purpose}`] : []), `reference.kind-${kind}`];
  return parts.filter((key): key is Key => l.has(key)).map((key) => l.t(key)).join(" · ");
}

export function country(l: Language, code: string | null | undefined): string {
  return code ? countryName(l, code) : "";
}

const tones: Partial<Record<State, Tone>> = {
  attended: "info", incomplete: "warn", accepted: "info", "in-review": "info", granted: "ok", printing: "ok", posted: "ok", delivered: "ok",
  "not-accepted": "error", refused: "error", served: "error", lapsed: "error", removed: "error",
};

export function toneOf(state: string): Tone {
  return tones[state as State] ?? "neutral";
}

/** What a person needs on the day, in words. */
export function needWords(l: Language, needs: Needs | undefined): string[] {
  if (!needs) return [];
  const language = needs.interpreter ? l.languageName(needs.interpreter) : undefined;
  return [...needs.needs.map((code) => l.t(`appointments.need-${code}`)), ...(language ? [l.t("appointments.need-interpreter-in", { language })] : [])];
}

export type Pressure = { words: string; tone: "info" | "warn" | "error" };

/** How much time is left until a day of the law: in words, and how pressing it is. */
export function timeLeft(l: Language, until: Temporal.PlainDate, today: Temporal.PlainDate): Pressure {
  const days = today.until(until).days;
  if (days < 0) return { words: l.t("office.days-over", { n: -days }), tone: "error" };
  if (days === 0) return { words: l.t("office.last-day"), tone: "warn" };
  return { words: l.t("office.days-left", { n: days }), tone: days <= 10 ? "warn" : "info" };
}

/** The role of this officer does not include what was asked for. */
export function notYourDuty(l: Language, nav: string): Answer {
  const body = <Situation icon="info" title={l.t("office.not-your-duty")}><p>{l.t("office.not-your-duty-text")}</p></Situation>;
  return html(l.t("office.not-your-duty"), body, 403, { nav });
}
