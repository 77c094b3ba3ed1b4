import { capacityOf, commonHours, type Lengths, MOST_STEPS, STEP_MINUTES, stepsOf } from "../../appointments/hours.ts";
import { hoursOn, inForceOn, listOfficeHours, type OfficeHours } from "../../appointments/office-hours.ts";
import { setOfficeHours, tryOfficeHours, type WantedHours, type WrongHours } from "../../appointments/set-hours.ts";
import { readDate } from "../../platform/form.ts";
import { permitTypes } from "../../rules/permit-types.ts";
import { NumberField, SelectField, TextField } from "../../ui/fields.tsx";
import { Button, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { type Answer, html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

/** When an office receives, how many at a time and for how long: every line with its day, and a new one from a day on. */
export const hours = officerPage(office.hours, {
  get: (visit) => show(visit, { errors: [] }),
  async post(visit) {
    const { officer, l } = visit;
    if (!mayDo(officer.role, "set-hours")) return notYourDuty(l, "day");
    const { wanted, errors } = read(visit);
    if (!wanted) return show(visit, { errors });
    // Only what was looked at is set: what was changed since is shown anew, with those whom it would concern.
    const set = visit.form.do === "set" && visit.form.looked === markOf(wanted);
    const outcome = await visit.act((act) => (set ? setOfficeHours : tryOfficeHours)(act, officer.office_code, wanted));
    if (!outcome.ok) return show(visit, { errors: [{ field: at[outcome.why], text: l.t(`appointments.hours-fault.${outcome.why}`) }] });
    return set ? redirect(office.hours.href({ set: wanted.from.toString() })) : show(visit, { errors: [], would: outcome.did, looked: markOf(wanted) });
  },
});

/** What of the hours decides whom they concern. */
const markOf = (wanted: WantedHours) => JSON.stringify({ ...wanted, reason: null });

const at: Record<WrongHours, string> = { "not-ahead": "from", "out-of-order": "opens", "too-short": "closes", "nobody-received": "receiving", "wrong-length": `steps-${permitTypes[0]!.code}` };

function read({ form, l }: OfficerVisit): { wanted?: WantedHours; errors: FieldFault[] } {
  const typed = (name: string) => String(form[name] ?? "").trim();
  const errors: FieldFault[] = [];
  const time = (name: string, optional = false) => {
    if (/^([01]?\d|2[0-3]):[0-5]\d$/.test(typed(name))) return Temporal.PlainTime.from(typed(name).padStart(5, "0"));
    if (!optional || typed(name) !== "") errors.push({ field: name, text: l.t("appointments.hours-fault.time", { label: l.t(`appointments.hours-${name as "opens"}`) }) });
    return null;
  };
  const from = readDate(typed("from"));
  if (from === null) errors.push({ field: "from", text: l.t("appointments.hours-fault.not-ahead") });
  const [opens, lunchBegins, lunchEnds, closes] = [time("opens"), time("lunch-begins", true), time("lunch-ends", true), time("closes")];
  const reason = typed("reason").slice(0, 200);
  if (reason === "") errors.push({ field: "reason", text: l.t("appointments.close-reason-missing") });
  const lengths: Lengths = Object.fromEntries(permitTypes.map(({ code }) => [code, Number(typed(`steps-${code}`)) || 1]));
  if (!from || !opens || !closes || errors.length > 0) return { errors };
  return { wanted: { from, opens, lunchBegins, lunchEnds, closes, receiving: Number(typed("receiving")), lengths, reason }, errors };
}

type Shown = { errors: FieldFault[]; would?: { moved: number; redrawn: number; freed: number }; looked?: string };

async function show(visit: OfficerVisit, { errors, would, looked }: Shown): Promise<Answer> {
  const { l, app, officer, today, query } = visit;
  if (!mayDo(officer.role, "set-hours")) return notYourDuty(l, "day");
  const code = officer.office_code;
  const [lines, { counters }] = await Promise.all([
    listOfficeHours(app.db, [code]), app.db.selectFrom("office").select("counters").where("code", "=", code).executeTakeFirstOrThrow(),
  ]);
  const title = l.t("appointments.hours-title");
  const body = (
    <OfficePage back={office.day.href()} title={title} meta={<a href={office.address.href()}>{l.t("appointments.address-title")}</a>} before={<>
      <ErrorSummary errors={errors} />
      {readDate(query.set ?? "") ? <Notice kind="success" title={l.t("appointments.hours-set", { date: l.date(readDate(query.set!)!) })} live><p>{l.t("appointments.hours-told")}</p></Notice> : null}
    </>}>
      <OfficeTable
        id="hours" caption={l.t("appointments.hours-lines")} captionHidden
        columns={[
          { title: l.t("appointments.hours-from") }, { title: l.t("appointments.hours-open") }, { title: l.t("appointments.hours-lunch") }, { title: l.t("appointments.hours-receiving"), numeric: true },
          { title: l.t("appointments.hours-lengths") }, { title: l.t("appointments.close-reason") }, { title: l.t("appointments.hours-effect") },
        ]}
        rows={[
          { id: "common", cells: [
            <>{l.t("appointments.hours-common")} {inForceOn(lines, today) ? null : <Tag tone="ok">{l.t("appointments.hours-now")}</Tag>}</>,
            ...timesOf(visit, commonHours), l.number(capacityOf(counters)), lengthsOf(visit, commonHours.lengths), "", "",
          ] },
          ...lines.map((line, n) => ({ id: `h-${n}`, cells: cells(visit, line, inForceOn(lines, today) === line) })),
        ]}
      />
      <Card title={l.t("appointments.hours-new")} id="new">
        <p>{l.t("appointments.hours-what")}</p>
        {would ? (
          <Notice title={l.t("appointments.hours-would")} live>
            <p>{would.moved + would.redrawn + would.freed === 0 ? l.t("appointments.hours-would-nobody") : l.t("appointments.hours-would-people", would)}</p>
          </Notice>
        ) : null}
        <Fields visit={visit} lines={lines} counters={counters} errors={errors} looked={looked} />
      </Card>
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "day", errors: errors.length > 0 });
}

function timesOf({ l }: OfficerVisit, { opens, closes, lunchBegins, lunchEnds }: Pick<OfficeHours, "opens" | "closes" | "lunchBegins" | "lunchEnds">) {
  const span = (from: Temporal.PlainTime, until: Temporal.PlainTime) => <bdi class="numbers" dir="ltr">{l.time(from)}–{l.time(until)}</bdi>;
  return [span(opens, closes), lunchBegins && lunchEnds ? span(lunchBegins, lunchEnds) : "—"];
}

function lengthsOf({ l }: OfficerVisit, lengths: Lengths) {
  const longer = permitTypes.filter(({ code }) => stepsOf(code, lengths) > 1);
  if (longer.length === 0) return l.t("appointments.hours-all-short", { n: STEP_MINUTES });
  return <ul>{longer.map(({ code }) => <li>{l.t(`reference.permit-type-${code}`)}: {l.t("appointments.hours-minutes", { n: stepsOf(code, lengths) * STEP_MINUTES })}</li>)}</ul>;
}

function cells(visit: OfficerVisit, line: OfficeHours, now: boolean) {
  const { l } = visit;
  const told = line.moved + line.redrawn + line.freed;
  return [
    <><bdi>{l.date(line.from)}</bdi> {now ? <Tag tone="ok">{l.t("appointments.hours-now")}</Tag> : null}</>, ...timesOf(visit, line), l.number(line.receiving), lengthsOf(visit, line.lengths),
    <><bdi>{line.reason}</bdi><br /><span class="muted small"><bdi>{line.setBy ?? ""}</bdi> · {l.instant(line.setAt)}</span></>,
    told === 0 ? l.t("appointments.hours-would-nobody") : l.t("appointments.hours-did", { moved: line.moved, redrawn: line.redrawn, freed: line.freed }),
  ];
}

/** The form: what was typed, or what is in force last, so that only the change has to be typed. */
function Fields({ visit, lines, counters, errors, looked }: { visit: OfficerVisit; lines: OfficeHours[]; counters: number; errors: FieldFault[]; looked: string | undefined }) {
  const { l, csrf, form, today } = visit;
  const last = lines.at(-1);
  const present = hoursOn(lines, last?.from ?? today);
  const typed = Object.keys(form).length > 0;
  const value = (name: string, known: string) => (typed ? String(form[name] ?? "") : known);
  const error = (name: string) => errors.find(({ field }) => field === name)?.text;
  const time = (time: Temporal.PlainTime | null) => (time ? l.time(time) : "");
  const box = (name: "opens" | "lunch-begins" | "lunch-ends" | "closes", known: Temporal.PlainTime | null) => (
    <TextField name={name} label={l.t(`appointments.hours-${name}`)} value={value(name, time(known))} error={error(name)} width={6} required={!name.startsWith("lunch")} attributes={{ inputmode: "numeric", maxlength: 5, dir: "ltr", autocomplete: "off" }} />
  );
  return (
    <Form action={office.hours.href()} csrf={csrf} submit={l.t("appointments.hours-look")} submitAs={{ name: "do", value: "look" }} submitKind={looked ? "secondary" : "primary"}
      secondary={looked ? <Button kind="primary" name="do" value="set">{l.t("appointments.hours-do")}</Button> : null}>
      {looked ? <input type="hidden" name="looked" value={looked} /> : null}
      <TextField name="from" label={l.t("appointments.hours-from")} value={value("from", today.add({ days: 1 }).toString())} error={error("from")} width={10} attributes={{ type: "date" }} />
      <div class="cluster">{box("opens", present.opens)}{box("lunch-begins", present.lunchBegins)}{box("lunch-ends", present.lunchEnds)}{box("closes", present.closes)}</div>
      <NumberField name="receiving" label={l.t("appointments.hours-receiving")} hint={l.t("appointments.hours-receiving-hint", { n: counters })} value={value("receiving", String(last?.receiving ?? capacityOf(counters)))} error={error("receiving")} width={6} />
      <fieldset class="lengths">
        <legend class="label">{l.t("appointments.hours-length")}</legend>
        {permitTypes.map(({ code }) => (
        <SelectField empty={null} name={`steps-${code}`} label={l.t(`reference.permit-type-${code}`)} value={value(`steps-${code}`, String(stepsOf(code, present.lengths)))}
          error={error(`steps-${code}`)} options={Array.from({ length: MOST_STEPS }, (_, n) => ({ value: String(n + 1), label: l.t("appointments.hours-minutes", { n: (n + 1) * STEP_MINUTES }) }))} />
        ))}
      </fieldset>
      <TextField name="reason" label={l.t("appointments.close-reason")} hint={l.t("appointments.close-reason-hint")} value={value("reason", "")} error={error("reason")} width={30} attributes={{ maxlength: 200 }} />
    </Form>
  );
}
