import { DRAWS_A_PAGE, type PublishedDraw, publishedDraws } from "../../appointments/drawn.ts";
import { alwaysDraws, isDrawn, switchDraw } from "../../appointments/draw-switch.ts";
import { isId } from "../../platform/id.ts";
import { findOffice } from "../../rules/offices.ts";
import { Leaf, OfficeTable } from "../../ui/office-table.tsx";
import { ButtonForm } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Details, OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office, portal } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

/**
 * The draws of this office's province, whose offices that draw share its lists. Opening, closing and drawing happen by the clock, and no draw is
 * repeated: there is nothing to press, but where it is left to the office whether its own dates are drawn at all.
 */
export const draws = officerPage(office.draws, {
  async post(visit) {
    const { officer, form, l } = visit;
    if (!mayDo(officer.role, "switch-draw")) return notYourDuty(l, "draws");
    const switched = await visit.act((act) => switchDraw(act, officer.office_code, form.draw === "on"));
    return redirect(office.draws.href(switched.ok ? { said: form.draw === "on" ? "on" : "off" } : {}));
  },
  async get(visit) {
    const { l, app, officer, query } = visit;
    const before = isId(query.before) ? query.before : undefined;
    const list = await publishedDraws(app.db, { province: officer.province, before });
    const title = l.t("appointments.office-draws");
    const always = alwaysDraws(officer.office_code);
    const drawn = await isDrawn(app.db, officer.office_code);
    const said = (["on", "off"] as const).find((word) => word === query.said);
    const body = (
      <OfficePage before={said ? <Notice kind="success" live><p>{l.t(`appointments.draw-switched-${said}`)}</p></Notice> : null} title={title} meta={<span>{l.t(drawn ? "appointments.office-draws-lead" : "appointments.office-draws-elsewhere")}</span>}>
        {list.length > 0 || drawn ? (
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
        {drawn ? <p>{l.t("appointments.office-draws-once")}</p> : null}
        {always || !mayDo(officer.role, "switch-draw") ? null : <Switch visit={visit} on={drawn} />}
      </OfficePage>
    );
    return html(title, body, 200, { nav: "draws" });
  },
});

/** Whether the dates of this office are drawn at all: behind its name what it means for the whole office, and one press. */
function Switch({ visit: { l, csrf, officer }, on }: { visit: OfficerVisit; on: boolean }) {
  const name = l.t(on ? "appointments.draw-switch-off" : "appointments.draw-switch-on");
  return (
    <Details summary={name}>
      <p><bdi>{findOffice(officer.office_code)?.name}</bdi></p>
      <p>{l.t(on ? "appointments.draw-switch-off-text" : "appointments.draw-switch-on-text")}</p>
      <ButtonForm action={office.draws.href()} csrf={csrf} kind="danger" fields={{ draw: on ? "off" : "on" }}>{name}</ButtonForm>
    </Details>
  );
}

function cells({ l, app, officer }: OfficerVisit, draw: PublishedDraw) {
  return [
    <bdi class="numbers">{l.instant(draw.opened)}</bdi>,
    draw.closed ? <bdi class="numbers">{l.instant(draw.closed)}</bdi> : <Tag tone="info">{l.rich("appointments.draws-open", { at: <bdi>{l.instant(draw.closes)}</bdi> })}</Tag>,
    draw.drawn ? <bdi class="numbers">{l.instant(draw.drawn)}</bdi> : draw.closed ? <Tag tone="warn">{l.t("appointments.draw-now")}</Tag> : "",
    draw.requests === null ? "" : l.number(draw.requests),
    draw.placed === null ? "" : l.number(draw.placed),
    draw.drawn ? (
      <><a href={`${app.origins.portal}${portal.drawRecord.href({ lang: l.code, id: draw.id })}`}>{l.t("appointments.draws-get")}</a>{" "}
        <code class="small"><bdi dir="ltr">{draw.recordDigest?.slice(0, 16)}</bdi></code>
        {mayDo(officer.role, "seals") ? <> <a href={office.seals.href({ id: draw.id })}>{l.t("appointments.seals-link")}</a></> : null}</>
    ) : "",
  ];
}
