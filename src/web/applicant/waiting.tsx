import type { ComponentChildren } from "preact";
import { drawnAmong } from "../../appointments/draw-switch.ts";
import { firstFreeDay, freeOffices } from "../../appointments/slots.ts";
import type { Language } from "../../platform/i18n.ts";
import { decisionTerm } from "../../rules/deadlines.ts";
import { rulesOn } from "../../rules/in-force.ts";
import { officesFor } from "../../rules/offices.ts";
import type { PermitType } from "../../rules/permit-types.ts";
import { findProvince, provinces } from "../../rules/provinces.ts";
import { FEWEST, PERIOD, trendOf, type WaitingTime, waits, waitingTimes } from "../../supervision/waiting-times.ts";
import { SelectField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault } from "../../ui/form.tsx";
import { useLanguage } from "../../ui/language.ts";
import { Empty } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { Page } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { again, html, publicPage, type Visit } from "../page.ts";
import { labelOf } from "../question.tsx";
import { portal } from "../routes.ts";

/** Days ahead of which free places are counted: three months of them cost three times as much, and say less. */
const SOON = 30;

type Free = { first: Temporal.PlainDate | null; free: number };

/** How long it takes now in a province, for anybody: from the cases that went through lately, and from the calendars as they stand. */
export const waiting = publicPage(portal.waiting, {
  async get(visit) {
    const { l, today, query } = visit;
    const types = [...rulesOn(today).permitTypes.values()].filter(({ personMayFile }) => personMayFile).map(({ code }) => code);
    const type = types.find((code) => code === query.type) ?? types[0]!;
    const province = findProvince(query.province ?? "")?.plate;
    const errors: FieldFault[] = query.province === undefined || province !== undefined ? [] : [{ field: "province", text: l.t("fields.error.choose", { label: l.t("waiting.province") }) }];
    const title = l.t("waiting.title");
    const body = (
      <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t("waiting.lead", { n: PERIOD })} before={<ErrorSummary errors={errors} />}>
        <form class="form" method="get" action={portal.waiting.href({ lang: l.code })} novalidate>
          <SelectField name="province" label={l.t("waiting.province")} value={province} error={errors[0]?.text} options={provinces.map(({ plate, name }) => ({ value: plate, label: name }))} />
          <SelectField name="type" label={labelOf(l, "permitType")} value={type} empty={null} options={types.map((code) => ({ value: code, label: l.t(`reference.permit-type-${code}`) }))} />
          <div class="actions"><button class="button button--primary" type="submit">{l.t("waiting.show")}</button></div>
        </form>
        {province === undefined ? null : await told(visit, province, type)}
        <section>
          <h2>{l.t("waiting.how-title")}</h2>
          <ul>
            <li>{l.t("waiting.how-ended", { n: PERIOD })}</li>
            <li>{l.t("waiting.how-days")}</li>
            <li>{l.t("waiting.how-card")}</li>
            <li>{l.t("waiting.how-few", { n: FEWEST })}</li>
          </ul>
          <p class="muted small">{l.rich("waiting.for-programs", { address: <a href={portal.waitingTimes.href({ province, type: province && type })}><bdi dir="ltr">{portal.waitingTimes.pattern}</bdi></a> })}</p>
        </section>
      </Page>
    );
    return errors.length > 0 ? again(title, body) : html(title, body, 200, { index: true });
  },
});

async function told(visit: Visit, province: string, type: PermitType): Promise<ComponentChildren> {
  const { l, app, today } = visit;
  const offices = officesFor(province, null, today);
  const [measured, drawn] = await Promise.all([waitingTimes(app.db, { province, permitType: type }), drawnAmong(app.db, offices.map(({ code }) => code))]);
  const free = await freeAt(visit, offices.map(({ code }) => code).filter((code) => !drawn.includes(code)), type);
  return (
    <>
      <section>
        <h2><bdi>{findProvince(province)!.name}</bdi> · {l.t(`reference.permit-type-${type}`)}</h2>
        {measured.length === 0 ? <Empty title={l.t("waiting.none-title")}><p>{l.t("waiting.none", { n: FEWEST, days: PERIOD })}</p></Empty> : <Measured measured={measured} />}
        <p>{l.t("waiting.law", { days: decisionTerm(type, province, today).value })}</p>
      </section>
      <section>
        <SummaryList heading={l.t("waiting.free-title")} rows={offices.map(({ code, name }) => ({ question: <bdi>{name}</bdi>, answer: drawn.includes(code) ? l.t("appointments.office-draws-here") : freeWords(l, free.get(code)) }))} />
        {drawn.length > 0 ? <p><a href={portal.draws.href({ lang: l.code })}>{l.t("appointments.draws-link")}</a></p> : null}
      </section>
    </>
  );
}

/** What these offices have free: so many places soon, and the first day, which is looked for further ahead only where there is none soon. */
async function freeAt({ app, now, today }: Visit, codes: readonly string[], type: PermitType): Promise<Map<string, Free>> {
  const near = await freeOffices(app.db, codes, today.add({ days: SOON }), now, type);
  return new Map(await Promise.all(near.map(async ({ office, first, free }) => [office, { first: first ?? await firstFreeDay(app.db, [office], null, now, type), free }] as const)));
}

function freeWords(l: Language, { first, free }: Free = { first: null, free: 0 }): ComponentChildren {
  if (first === null) return l.t("waiting.none-free");
  return <>{l.rich("waiting.first-free", { date: <strong><bdi>{l.date(first)}</bdi></strong> })}{free > 0 ? <> {l.t("waiting.free-places", { n: l.number(free), days: SOON })}</> : null}</>;
}

function Measured({ measured }: { measured: readonly WaitingTime[] }) {
  const l = useLanguage();
  const days = (n: number) => l.t("waiting.days", { n });
  const line = (step: (typeof waits)[number]) => {
    const one = measured.find((each) => each.step === step);
    if (!one) return [l.t("waiting.too-few", { n: FEWEST }), "", "", ""];
    const trend = trendOf(one);
    return [
      <strong>{one.quarter === one.threeQuarters ? days(one.half) : l.t("waiting.range", { from: one.quarter, to: one.threeQuarters })}</strong>,
      days(one.half), trend === null ? l.t("waiting.trend-unknown") : l.t(`waiting.trend-${trend}`, { days: days(one.halfBefore!) }), l.number(one.cases),
    ];
  };
  return (
    <OfficeTable
      caption={l.t("waiting.caption", { date: l.day(measured[0]!.measuredOn.subtract({ days: 1 })), n: PERIOD })}
      columns={[{ title: l.t("waiting.column-step") }, { title: l.t("waiting.column-range") }, { title: l.t("waiting.column-half") }, { title: l.t("waiting.column-trend", { n: PERIOD }) }, { title: l.t("waiting.column-cases") }]}
      rows={waits.map((step) => ({ cells: [l.t(`waiting.step-${step}`), ...line(step)] }))}
    />
  );
}
