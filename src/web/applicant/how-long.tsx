import type { ComponentChildren } from "preact";
import { drawnAmong } from "../../appointments/draw-switch.ts";
import { firstFreeDay } from "../../appointments/slots.ts";
import type { Assessment } from "../../eligibility/assess.ts";
import type { Answers } from "../../platform/form.ts";
import { ordinal } from "../../rules/calendar.ts";
import { type Confidence, holdsOn } from "../../rules/dated.ts";
import { decisionTerm } from "../../rules/deadlines.ts";
import { rulesOn, termOn } from "../../rules/in-force.ts";
import { officesFor } from "../../rules/offices.ts";
import type { Level, PermitType } from "../../rules/permit-types.ts";
import { findProvince } from "../../rules/provinces.ts";
import { sourceText } from "../../rules/sources.ts";
import { law } from "../../rules/tables.ts";
import { useLanguage } from "../../ui/language.ts";
import { Steps } from "../../ui/page.tsx";
import type { Visit } from "../page.ts";
import { portal } from "../routes.ts";

/** The first free place in a province as its calendars stand now: null where none is free, undefined where no calendar says (a draw, no province told). */
export type FirstPlace = Temporal.PlainDate | null | undefined;

export async function firstPlaceFor({ app, now, today }: Visit, { province, district, permitType }: Answers): Promise<FirstPlace> {
  if (province === undefined || findProvince(province) === undefined) return undefined;
  const offices = officesFor(province, district ?? null, today).map(({ code }) => code);
  const drawn = await drawnAmong(app.db, offices);
  const chosen = offices.filter((code) => !drawn.includes(code));
  return chosen.length === 0 ? undefined : firstFreeDay(app.db, chosen, null, now, permitType);
}

/** How long it takes, step by step: each time from the law or the calendar, with where it stands and how sure it is. */
export function HowLong({ answers, found, newborn, firstPlace, today }: { today: Temporal.PlainDate; answers: Answers; found: Assessment; newborn: boolean; firstPlace: FirstPlace }) {
  const l = useLanguage();
  const { province, level } = answers;
  const decision = decisionTerm(answers.permitType as PermitType | undefined, province, today);
  const [missing, post] = [termOn("missingDocuments", today), termOn("cardByPost", today)];
  const days = law().universities.filter((one) => one.handInDays !== null && holdsOn(one, ordinal(today)));
  const toUniversity = answers.permitType === "student" && level !== undefined && rulesOn(today).levels.get(level as Level)?.higher === true && days.length > 0;
  const name = findProvince(province ?? "")?.name ?? "";
  const place = firstPlace === undefined ? null : firstPlace === null ? l.t("check.step-no-place", { province: name }) : l.t("check.step-first-place", { province: name, date: l.date(firstPlace) });
  // The day of birth was not asked, so no day can be reckoned from it.
  const attendBy = newborn ? null : found.attendBy;
  return (
    <section>
      <h2>{l.t("check.long-title")}</h2>
      <Steps items={[
        l.t("check.step-form"),
        ...(toUniversity ? [
          <>
            {l.t("check.step-university")}<Ground source="practice of the university" confidence="medium" />
            <ul>{days.map(({ name: called, handInDays }) => <li>{l.t("check.university-days", { university: called, n: handInDays! })}</li>)}</ul>
          </>,
        ] : []),
        <>
          {l.t("check.step-appointment")} {place}
          {attendBy && found.window ? <>{" "}{l.t("check.step-attend-by", { date: l.date(attendBy) })}<Ground source={found.window.ground} /></> : null}
        </>,
        <>{l.t("check.step-missing", { days: missing.value })}<Ground {...missing} /></>,
        <>{l.t("check.step-decision", { days: decision.value })}<Ground {...decision} /></>,
        <>{l.t("check.step-card-days", { days: post.value })}<Ground {...post} /></>,
      ]} />
      <p><a href={portal.waiting.href({ lang: l.code }, { province, type: answers.permitType })}>{l.t("waiting.title")}</a></p>
    </section>
  );
}

function Ground({ source, confidence }: { source: string; confidence?: Confidence }): ComponentChildren {
  const l = useLanguage();
  return <> <span class="muted small">({sourceText(l, source)}{confidence ? ` · ${l.t(`reference.confidence-${confidence}`)}` : ""})</span></>;
}
