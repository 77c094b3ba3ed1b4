import { isId } from "../../platform/id.ts";
import { type OpenedSeal, openSeals } from "../../appointments/drawn.ts";
import { record } from "../../audit/record.ts";
import { OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { html, NotFound, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

/** An auditor opens the seals of a draw: the exact deadline of each line, and whether it is what was published. Nobody is named; it is written down. */
export const seals = officerPage(office.seals, {
  async get(visit) {
    const { l, officer, parameters: { id } } = visit;
    if (!mayDo(officer.role, "seals")) return notYourDuty(l, "draws");
    if (!isId(id)) throw new NotFound();
    const opened = await visit.act(async (act) => {
      const found = await openSeals(act.tx, id, officer.province);
      if (found) await record(act, "seals-opened", { office: officer.office_code, facts: { draw: id, lines: found.length } });
      return found;
    });
    if (!opened) throw new NotFound();
    const title = l.t("appointments.seals-title");
    const wrong = opened.filter((seal) => !seal.fits).length;
    const body = (
      <OfficePage back={office.draws.href()} title={title} meta={<span>{l.t("appointments.seals-lead")}</span>}>
        <p><Tag tone={wrong === 0 ? "ok" : "error"}>{wrong === 0 ? l.t("appointments.seals-all-fit") : l.t("appointments.seals-some-not", { n: wrong })}</Tag></p>
        <OfficeTable
          caption={title} captionHidden
          columns={[
            { title: l.t("appointments.draw-pseudonym-column") }, { title: l.t("appointments.seals-published") }, { title: l.t("appointments.seals-exact") },
            { title: l.t("appointments.seals-salt") }, { title: l.t("appointments.seals-fits") },
          ]}
          rows={opened.map((seal) => ({ id: `s-${seal.pseudonym}`, tone: seal.fits ? undefined : "error", cells: [
            <code><bdi dir="ltr">{seal.pseudonym}</bdi></code>, <bdi dir="ltr">{seal.published ?? "—"}</bdi>, seal.deadline ? <bdi>{l.day(seal.deadline)}</bdi> : "—",
            <code class="small"><bdi dir="ltr">{seal.salt}</bdi></code>, <Fits seal={seal} words={[l.t("appointments.seals-yes"), l.t("appointments.seals-no")]} />,
          ] }))}
        />
      </OfficePage>
    );
    return html(title, body, 200, { nav: "draws" });
  },
});

function Fits({ seal, words: [yes, no] }: { seal: OpenedSeal; words: [string, string] }) {
  return <Tag tone={seal.fits ? "ok" : "error"}>{seal.fits ? yes : no}</Tag>;
}
