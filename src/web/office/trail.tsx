import { nameOf } from "../../applications/application.ts";
import { actsOf, trail as readTrail } from "../../audit/trail.ts";
import type { Language } from "../../platform/i18n.ts";
import { SelectField } from "../../ui/fields.tsx";
import { Filters, Leaf, OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { html, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { factsInWords } from "./trail-facts.tsx";
import { notYourDuty } from "./words.tsx";

/** An act by its name in the trail; one that no text names shows its code. */
function actText(l: Language, act: string): string {
  for (const key of [`case.event-${act}`, `office.trail-${act}`]) if (l.has(key)) return l.t(key);
  return act;
}

/** Who saw and did what in this office. */
export const trail = officerPage(office.trail, {
  async get(visit) {
    const { l, app, officer, query } = visit;
    if (!mayDo(officer.role, "trail")) return notYourDuty(l, "trail");
    const acts = await actsOf(app.db, officer.office_code);
    const act = acts.find((one) => one === query.act);
    const before = /^\d{1,15}$/.test(query.before ?? "") ? Number(query.before) : undefined;
    const lines = await readTrail(app.db, officer.office_code, { act, before });
    const title = l.t("office.trail");
    const body = (
      <OfficePage title={title} meta={<span>{l.t("office.trail-lead")}</span>}>
        <Filters action={office.trail.href()} clear={act ? office.trail.href() : undefined}>
          <SelectField name="act" label={l.t("office.trail-act")} value={act} empty={l.t("office.filter-any")} options={acts.map((one) => ({ value: one, label: actText(l, one) }))} />
        </Filters>
        <OfficeTable
          caption={title} captionHidden
          columns={[{ title: l.t("office.trail-when"), narrow: true }, { title: l.t("office.trail-who") }, { title: l.t("office.trail-what") }, { title: l.t("office.column-number") }, { title: l.t("office.trail-facts") }]}
          rows={lines.map((line) => ({
            cells: [
              <bdi class="numbers">{l.instant(line.at)}</bdi>,
              line.by ? l.rich("represented.for", { name: <bdi>{line.by}</bdi>, person: <bdi>{nameOf(line.answers ?? {})}</bdi> }) : line.actor_kind === "officer" ? <bdi>{line.actor_name}</bdi> : l.t(`case.actor-${line.actor_kind as "system"}`),
              actText(l, line.act),
              line.application_id ? <a href={office.case.href({ id: line.application_id })}><bdi class="numbers">{line.number ?? "—"}</bdi></a> : null,
              <bdi class="small" dir={l.dir}>{factsInWords(l, line)}</bdi>,
            ],
          }))}
        />
        {lines.length === 100 ? <Leaf nextHref={office.trail.href({ act, before: String(lines.at(-1)!.id) })} /> : null}
      </OfficePage>
    );
    return html(title, body, 200, { nav: "trail" });
  },
});
