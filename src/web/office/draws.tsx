import { DRAWS_A_PAGE, type PublishedDraw, publishedDraws } from "../../appointments/drawn.ts";
import { findProvince } from "../../rules/provinces.ts";
import { Leaf, OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { html, type OfficerVisit, officerPage } from "../page.ts";
import { office, portal } from "../routes.ts";

/** The draws of this office's province. There is nothing to press: opening, closing and drawing happen by the clock, and no draw is repeated. */
export const draws = officerPage(office.draws, {
  async get(visit) {
    const { l, app, officer, query } = visit;
    const before = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(query.before ?? "") ? query.before : undefined;
    const list = await publishedDraws(app.db, { province: officer.province, before });
    const title = l.t("appointments.office-draws");
    const automatic = findProvince(officer.province)?.automatic ?? false;
    const body = (
      <OfficePage title={title} meta={<span>{l.t(automatic ? "appointments.office-draws-lead" : "appointments.office-draws-elsewhere")}</span>}>
        {list.length > 0 || automatic ? (
          <OfficeTable
            id="draws" live={before ? undefined : 20} caption={title} captionHidden
            columns={[
              { title: l.t("appointments.office-draws-opened"), narrow: true }, { title: l.t("appointments.office-draws-closed") }, { title: l.t("appointments.office-draws-drawn") },
              { title: l.t("appointments.draws-requests"), numeric: true }, { title: l.t("appointments.draws-placed"), numeric: true }, { title: l.t("appointments.draws-record") },
            ]}
            rows={list.map((draw) => ({ id: `d-${draw.id}`, cells: cells(visit, draw) }))}
            empty={l.t("appointments.draws-none")}
          />
        ) : null}
        {list.length === DRAWS_A_PAGE ? <Leaf nextHref={office.draws.href({ before: list.at(-1)!.id })} /> : null}
        {automatic ? <p>{l.t("appointments.office-draws-once")}</p> : null}
      </OfficePage>
    );
    return html(title, body, 200, { nav: "draws" });
  },
});

function cells({ l, app }: OfficerVisit, draw: PublishedDraw) {
  return [
    <bdi class="numbers">{l.instant(draw.opened)}</bdi>,
    draw.closed ? <bdi class="numbers">{l.instant(draw.closed)}</bdi> : <Tag tone="info">{l.rich("appointments.draws-open", { at: <bdi>{l.instant(draw.closes)}</bdi> })}</Tag>,
    draw.drawn ? <bdi class="numbers">{l.instant(draw.drawn)}</bdi> : draw.closed ? <Tag tone="warn">{l.t("appointments.draw-now")}</Tag> : "",
    draw.requests === null ? "" : l.number(draw.requests),
    draw.placed === null ? "" : l.number(draw.placed),
    draw.drawn ? (
      <><a href={`${app.origins.portal}${portal.drawRecord.href({ lang: l.code, id: draw.id })}`}>{l.t("appointments.draws-get")}</a>{" "}
        <code class="small"><bdi dir="ltr">{draw.recordDigest?.slice(0, 16)}</bdi></code></>
    ) : "",
  ];
}
