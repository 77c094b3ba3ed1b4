import type { ComponentChildren } from "preact";
import { open } from "../../applications/states.ts";
import type { Language } from "../../platform/i18n.ts";
import {
  type Attendance, attendance, type Due, type Happened, happened, nearness, type Places, places, type Rounds, rounds, type Standing, standing, type StepDays, stepDays, steps,
  weeksAhead, weeksBack,
} from "../../supervision/figures.ts";
import { type Bar, BarChart } from "../../ui/chart.tsx";
import { type Column, OfficeTable, type Row } from "../../ui/office-table.tsx";
import { Card, Details, OfficePage } from "../../ui/page.tsx";
import { html, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

/** How an office stands and how its work went lately: drawn, and each drawing with the table it is drawn from. */
export const figures = officerPage(office.figures, {
  async get({ l, app, officer, today }) {
    if (!mayDo(officer.role, "figures")) return notYourDuty(l, "figures");
    const of = [app.db, officer.office_code, today] as const;
    const [now, went, asked, lasted, appointments, ahead] = await Promise.all([standing(...of), happened(...of), rounds(...of), stepDays(...of), attendance(...of), places(...of)]);
    const title = l.t("figures.title");
    const back = weeksBack(today);
    const body = (
      <OfficePage title={title} meta={<span>{l.t("figures.lead", { from: l.day(back[0]!) })}</span>}>
        <div class="figures">
          {drawing(l, statesNow(l, now))}
          {drawing(l, deadlines(l, now))}
          {drawing(l, comingAndGoing(l, went, back))}
          {drawing(l, outcomes(l, went))}
          {drawing(l, stepsOf(l, lasted))}
          {drawing(l, roundsOf(l, asked))}
          {drawing(l, missed(l, appointments, back))}
          {drawing(l, placesAhead(l, ahead, weeksAhead(today)))}
        </div>
      </OfficePage>
    );
    return html(title, body, 200, { nav: "figures" });
  },
});

type Figure = { id: string; title: string; about: string; series: string[]; bars: Bar[]; beside?: boolean; columns: Column[]; rows: ComponentChildren[][] };

/** A figure in its box; a table line is the cells of its bar. */
function drawing(l: Language, { id, title, about, series, bars, beside, columns, rows }: Figure) {
  return (
    <Card title={title} id={id}>
      <BarChart id={id} caption={about} series={series} bars={bars} beside={beside} />
      <Details summary={<>{l.t("figures.as-table")}<span class="visually-hidden"> · {title}</span></>}>
        <OfficeTable caption={about} captionHidden columns={columns} rows={rows.map((cells): Row => ({ cells }))} />
      </Details>
    </Card>
  );
}

const numeric = (title: string): Column => ({ title, numeric: true });
const sum = <Item extends { n: number }>(items: readonly Item[], which: (item: Item) => boolean = () => true) => items.reduce((total, item) => total + (which(item) ? item.n : 0), 0);

function statesNow(l: Language, now: readonly Standing[]): Figure {
  const title = l.t("figures.states");
  const counts = open.map((state) => ({ state, n: sum(now, (one) => one.state === state) }));
  return {
    id: "states", title, about: l.t("figures.states-about", { n: sum(counts) }), series: [title],
    bars: counts.map(({ state, n }) => ({ name: l.t(`states.${state}`), parts: [n], value: l.number(n) })),
    columns: [{ title: l.t("office.column-state") }, numeric(l.t("figures.cases"))],
    rows: counts.map(({ state, n }) => [<a href={office.queue.href({ state })}>{l.t(`states.${state}`)}</a>, l.number(n)]),
  };
}

function deadlines(l: Language, now: readonly Standing[]): Figure {
  const who = ["decide", "bring", "come"] as const satisfies readonly Due[];
  const lines = nearness.map((near) => ({ near, of: who.map((due) => sum(now, (one) => one.near === near && one.due === due)) }));
  return {
    id: "deadlines", title: l.t("figures.deadlines"), about: l.t("figures.deadlines-about"), series: [l.t("figures.by-office"), l.t("figures.by-person")],
    bars: lines.map(({ near, of: [decide, bring, come] }) => ({ name: l.t(`figures.near-${near}`), parts: [decide!, bring! + come!], value: `${l.number(decide!)} · ${l.number(bring! + come!)}` })),
    columns: [{ title: l.t("office.column-deadline") }, ...who.map((due) => numeric(l.t(`figures.to-${due}`)))],
    rows: lines.map(({ near, of }) => [l.t(`figures.near-${near}`), ...of.map(l.number)]),
  };
}

function comingAndGoing(l: Language, went: readonly Happened[], weeks: readonly Temporal.PlainDate[]): Figure {
  const lines = weeks.map((week) => {
    const its = went.filter((one) => one.week.equals(week));
    const came = sum(its, ({ event }) => event === "check-in" || event === "open") - sum(its, ({ event }) => event === "undo-check-in");
    return { week, came, left: sum(its, ({ event, onDesk }) => onDesk && event !== "undo-check-in") };
  });
  return {
    id: "weeks", title: l.t("figures.weeks"), about: l.t("figures.weeks-about"), series: [l.t("figures.came"), l.t("figures.left")], beside: true,
    bars: lines.map(({ week, came, left }) => ({ name: <bdi>{l.day(week)}</bdi>, parts: [came, left], value: `${l.number(came)} · ${l.number(left)}` })),
    columns: [{ title: l.t("figures.week-from") }, numeric(l.t("figures.came")), numeric(l.t("figures.left"))],
    rows: lines.map(({ week, came, left }) => [<bdi>{l.day(week)}</bdi>, l.number(came), l.number(left)]),
  };
}

const endings = { grant: "granted", refuse: "refused", "not-accept": "not-accepted", remove: "removed", withdraw: "withdrawn", lapse: "lapsed" } as const;

function outcomes(l: Language, went: readonly Happened[]): Figure {
  const lines = Object.entries(endings).map(([event, state]) => ({ state, n: sum(went, (one) => one.event === event) }));
  const all = sum(lines);
  return {
    id: "outcomes", title: l.t("figures.outcomes"), about: l.t("figures.outcomes-about", { n: all }), series: [l.t("figures.cases")],
    bars: lines.map(({ state, n }) => ({ name: l.t(`states.${state}`), parts: [n], value: l.number(n) })),
    columns: [{ title: l.t("office.column-state") }, numeric(l.t("figures.cases")), numeric(l.t("figures.share"))],
    rows: lines.map(({ state, n }) => [l.t(`states.${state}`), l.number(n), <bdi>{l.share(n, all)}</bdi>]),
  };
}

function stepsOf(l: Language, lasted: readonly StepDays[]): Figure {
  const lines = steps.map((step) => ({ step, ...(lasted.find((one) => one.step === step) ?? { half: null, n: 0 }) }));
  const days = (half: number | null) => (half === null ? "–" : l.t("waiting.days", { n: half }));
  return {
    id: "steps", title: l.t("figures.steps"), about: l.t("figures.steps-about"), series: [l.t("figures.half")],
    bars: lines.map(({ step, half }) => ({ name: l.t(`figures.step-${step}`), parts: [half ?? 0], value: days(half) })),
    columns: [{ title: l.t("waiting.column-step") }, numeric(l.t("figures.half")), numeric(l.t("figures.cases"))],
    rows: lines.map(({ step, half, n }) => [l.t(`figures.step-${step}`), days(half), l.number(n)]),
  };
}

function roundsOf(l: Language, asked: readonly Rounds[]): Figure {
  const lines = [0, 1, 2, 3].map((times) => ({ times, n: sum(asked, (one) => one.times === times) }));
  const all = sum(lines);
  return {
    id: "rounds", title: l.t("figures.rounds"), about: l.t("figures.rounds-about", { n: all }), series: [l.t("figures.cases")],
    bars: lines.map(({ times, n }) => ({ name: l.t(`figures.rounds-${times as 0}`), parts: [n], value: l.number(n) })),
    columns: [{ title: l.t("figures.times") }, numeric(l.t("figures.cases")), numeric(l.t("figures.share"))],
    rows: lines.map(({ times, n }) => [l.t(`figures.rounds-${times as 0}`), l.number(n), <bdi>{l.share(n, all)}</bdi>]),
  };
}

function missed(l: Language, appointments: readonly Attendance[], weeks: readonly Temporal.PlainDate[]): Figure {
  const lines = weeks.map((week) => appointments.find((one) => one.week.equals(week)) ?? { week, came: 0, missed: 0 });
  const [none, all] = [sum(lines.map(({ missed: n }) => ({ n }))), sum(lines.map(({ came, missed: n }) => ({ n: came + n })))];
  const share = (one: Attendance) => <bdi>{l.share(one.missed, one.came + one.missed)}</bdi>;
  return {
    id: "missed", title: l.t("figures.missed"), about: l.t("figures.missed-about", { share: l.share(none, all) }), series: [l.t("figures.came"), l.t("figures.nobody")],
    bars: lines.map((one) => ({ name: <bdi>{l.day(one.week)}</bdi>, parts: [one.came, one.missed], value: share(one) })),
    columns: [{ title: l.t("figures.week-from") }, numeric(l.t("figures.came")), numeric(l.t("figures.nobody")), numeric(l.t("figures.share-nobody"))],
    rows: lines.map((one) => [<bdi>{l.day(one.week)}</bdi>, l.number(one.came), l.number(one.missed), share(one)]),
  };
}

function placesAhead(l: Language, ahead: readonly Places[], weeks: readonly Temporal.PlainDate[]): Figure {
  const lines = weeks.map((week) => ahead.find((one) => one.week.equals(week)) ?? { week, capacity: 0, taken: 0 });
  const share = ({ taken, capacity }: Places) => <bdi>{l.share(taken, capacity)}</bdi>;
  return {
    id: "places", title: l.t("figures.places"), about: l.t("figures.places-about"), series: [l.t("figures.taken"), l.t("figures.free")],
    bars: lines.map((one) => ({ name: <bdi>{l.day(one.week)}</bdi>, parts: [one.taken, one.capacity - one.taken], value: share(one) })),
    columns: [{ title: l.t("figures.week-from") }, numeric(l.t("figures.taken")), numeric(l.t("figures.free")), numeric(l.t("figures.share-taken"))],
    rows: lines.map((one) => [<bdi>{l.day(one.week)}</bdi>, l.number(one.taken), l.number(one.capacity - one.taken), share(one)]),
  };
}
