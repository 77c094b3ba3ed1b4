import { type Group, groups, queue as readQueue, type QueueFilter, type QueueRow } from "../../applications/queue.ts";
import { type State, states } from "../../applications/states.ts";
import type { Officer } from "../../identity/officer.ts";
import { permitTypes } from "../../rules/permit-types.ts";
import { CheckField, SelectField } from "../../ui/fields.tsx";
import { ButtonLink } from "../../ui/form.tsx";
import { KeyHelp } from "../../ui/key-help.tsx";
import { Filters, Leaf, OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { html, type OfficerVisit, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { keysOfParts } from "./nav.ts";
import { country, permitWords, personName, timeLeft, toneOf } from "./words.tsx";

const leaf = 50;

/** What stands in the address of a queue; a case carries it along, so that one can go on from it. */
export type QueueQuery = { state?: string; type?: string; mine?: string; look?: string };

export function queueQuery(query: Record<string, string>): QueueQuery {
  const { state, type, mine, look } = query;
  return {
    state: state !== undefined && (state in groups || (states as readonly string[]).includes(state)) ? state : undefined,
    type: permitTypes.some(({ code }) => code === type) ? type : undefined,
    mine: mine === "yes" ? "yes" : undefined,
    look: look === "yes" ? "yes" : undefined,
  };
}

export function filterOf({ state = "desk", type, mine, look }: QueueQuery, officer: Officer): QueueFilter {
  return {
    office: officer.office_code, states: state in groups ? groups[state as Group] : [state as State], permitType: type,
    reviewer: mine ? officer.id : undefined, proposed: look !== undefined,
  };
}

/** The cases of an office by legal deadline. */
export const queue = officerPage(office.queue, {
  async get(visit) {
    const { l, app, officer, query } = visit;
    const chosen = queueQuery(query);
    // No office has a thousand million cases, and a longer number is none to the database.
    const from = /^\d{1,9}$/.test(query.from ?? "") ? Number(query.from) : 0;
    const { rows, total } = await readQueue(app.db, filterOf(chosen, officer), { limit: leaf, offset: from });
    const at = (offset: number) => office.queue.href({ ...chosen, from: offset > 0 ? String(offset) : undefined });
    const title = l.t("office.queue");
    const body = (
      <OfficePage
        title={title} meta={<span>{l.t("office.queue-lead")}</span>}
        actions={<>
          {mayDo(officer.role, "open") ? <ButtonLink kind="secondary" href={office.open.href()}>{l.t("office.open")}</ButtonLink> : null}
          <KeyHelp keys={keysOfParts(l, officer.role)} />
        </>}
      >
        <Filters action={office.queue.href()} clear={Object.values(chosen).some(Boolean) ? office.queue.href() : undefined}>
          <SelectField name="state" label={l.t("office.filter-state")} value={chosen.state ?? "desk"} empty={null} options={[
            ...(Object.keys(groups) as Group[]).map((group) => ({ value: group, label: l.t(`office.group-${group}`) })),
            ...states.filter((state) => state !== "draft" && state !== "expired").map((state) => ({ value: state, label: l.t(`states.${state}`), group: l.t("office.column-state") })),
          ]} />
          <SelectField name="type" label={l.t("office.filter-type")} value={chosen.type} empty={l.t("office.filter-any")}
            options={permitTypes.map(({ code }) => ({ value: code, label: l.t(`reference.permit-type-${code}`) }))} />
          <CheckField name="mine" label={l.t("office.filter-mine")} checked={chosen.mine === "yes"} />
          <CheckField name="look" label={l.t("office.filter-look")} checked={chosen.look === "yes"} />
        </Filters>
        <OfficeTable
          caption={l.t("office.queue-count", { n: total })} id="queue" live={60}
          columns={[
            { title: l.t("office.column-person") }, { title: l.t("office.column-permit") }, { title: l.t("office.column-number") }, { title: l.t("office.column-state") },
            { title: l.t("office.column-deadline") }, { title: l.t("office.column-officer") },
          ]}
          rows={rows.map((row) => line(visit, row, chosen))}
          empty={l.t("office.queue-empty")}
        />
        {total > leaf ? (
          <Leaf summary={l.t("office.leaf", { from: from + 1, to: Math.min(from + leaf, total), n: total })} previousHref={from > 0 ? at(Math.max(0, from - leaf)) : undefined}
            nextHref={from + leaf < total ? at(from + leaf) : undefined} />
        ) : null}
      </OfficePage>
    );
    return html(title, body, 200, { nav: "cases" });
  },
});

function line({ l, today }: OfficerVisit, row: QueueRow, chosen: QueueQuery) {
  const left = row.deadline ? timeLeft(l, row.deadline, today) : null;
  return {
    id: `c-${row.id}`,
    tone: left?.tone === "info" ? undefined : left?.tone,
    cells: [
      <><a href={office.case.href({ id: row.id }, chosen)}><bdi>{personName(row)}</bdi></a><br /><span class="muted small">{country(l, row.nationality)}</span></>,
      permitWords(l, row),
      <bdi class="numbers">{row.registration_number}</bdi>,
      <>
        <Tag tone={toneOf(row.state)}>{l.t(`states.${row.state}`)}</Tag>
        {row.proposed ? <> <Tag tone="warn">{l.t("office.needs-look")}</Tag></> : null}
        {row.questions > 0 ? <> <Tag tone="warn">{l.t("office.questions", { n: row.questions })}</Tag></> : null}
      </>,
      left ? <><strong class="nowrap">{left.words}</strong><br /><span class="muted small nowrap">{l.day(row.deadline!)}</span><Bar row={row} today={today} /></> : <span class="muted">{l.t("office.no-deadline")}</span>,
      row.reviewer ? <bdi>{row.reviewer}</bdi> : <span class="muted">{l.t("office.nobody")}</span>,
    ],
  };
}

/** How much of the time for deciding is spent; other deadlines have no beginning worth a bar. */
function Bar({ row, today }: { row: QueueRow; today: Temporal.PlainDate }) {
  if (!row.complete_on || !row.deadline || !["accepted", "in-review"].includes(row.state)) return null;
  const whole = row.complete_on.until(row.deadline).days;
  const spent = whole <= 0 ? 1 : Math.min(1, Math.max(0, row.complete_on.until(today).days / whole));
  return (
    <svg class="deadline__bar" width="120" height="4" aria-hidden="true" focusable="false">
      <rect class="deadline__whole" width="100%" height="4" rx="2" /><rect class="deadline__spent" width={`${Math.round(spent * 100)}%`} height="4" rx="2" />
    </svg>
  );
}
