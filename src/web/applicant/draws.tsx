import { DRAWS_A_PAGE, findRecord, type PublishedDraw, publishedDraws } from "../../appointments/drawn.ts";
import { isId } from "../../platform/id.ts";
import { findOffice } from "../../rules/offices.ts";
import { findProvince } from "../../rules/provinces.ts";
import { Empty } from "../../ui/notice.tsx";
import { Leaf } from "../../ui/office-table.tsx";
import { Page, Steps } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { bytes, html, NotFound, publicPage, type Visit } from "../page.ts";
import { portal } from "../routes.ts";

/** Every draw, for anybody: the promise while it is open, the digest once it is closed, the whole record once it is drawn. */
export const draws = publicPage(portal.draws, {
  async get(visit) {
    const { l, app, query } = visit;
    const before = isId(query.before) ? query.before : undefined;
    const list = await publishedDraws(app.db, { before });
    const title = l.t("appointments.draws-title");
    const more = list.length === DRAWS_A_PAGE ? portal.draws.href({ lang: l.code }, { before: list.at(-1)!.id }) : undefined;
    return html(title, (
      <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t("appointments.draws-lead")}>
        {list.length === 0 ? <Empty title={l.t("appointments.draws-none")} /> : (
          <>
            {list.map((draw) => <Draw visit={visit} draw={draw} />)}
            <Leaf nextHref={more} />
          </>
        )}
        <h2 id="verify">{l.t("appointments.draws-verify-title")}</h2>
        <p>{l.t("appointments.draws-verify-text")}</p>
        <Steps items={[
          l.t("appointments.draws-verify-1"),
          <>{l.t("appointments.draws-verify-2")} <code><bdi dir="ltr">npx sojourn-draw verify draw.json</bdi></code></>,
          l.t("appointments.draws-verify-3"),
        ]} />
        <p>{l.t("appointments.draws-inside")}</p>
        {app.demonstration ? <p>{l.t("appointments.draws-demonstration")}</p> : null}
      </Page>
    ), 200, { index: true });
  },
});

/** The record of one drawn batch, as a file: nobody's name, and all that is needed to draw again. */
export const drawRecordFile = publicPage(portal.drawRecord, {
  async get(visit) {
    const id = visit.parameters.id ?? "";
    const record = isId(id) ? await findRecord(visit.app.db, id) : undefined;
    if (!record) throw new NotFound();
    return bytes("application/json; charset=utf-8", JSON.stringify(record), `draw-${id}.json`);
  },
});

/** One batch: no table, because on a phone that would have to be pushed sideways. */
function Draw({ visit: { l }, draw }: { visit: Visit; draw: PublishedDraw }) {
  const state = draw.drawn ? l.rich("appointments.draws-drawn", { at: <bdi>{l.instant(draw.drawn)}</bdi> })
    : draw.closed ? l.rich("appointments.draws-closed", { at: <bdi>{l.instant(draw.closed)}</bdi> })
    : l.rich("appointments.draws-open", { at: <bdi>{l.instant(draw.closes)}</bdi> });
  const digest = draw.recordDigest ?? draw.listDigest ?? draw.commitment;
  return (
    <SummaryList heading={<bdi>{findProvince(draw.province)?.name}</bdi>} rows={[
      { question: l.t("appointments.draws-list"), answer: (
        <>{state}{draw.drawn ? <><br /><a href={portal.drawRecord.href({ lang: l.code, id: draw.id })} download={`draw-${draw.id}.json`}>{l.t("appointments.draws-get")}<span class="visually-hidden"> <bdi dir="ltr">{digest.slice(0, 8)}</bdi></span></a></> : null}</>
      ) },
      ...(draw.requests === null ? [] : [{
        question: l.t("appointments.draws-requests"),
        answer: <>{l.number(draw.requests)}{draw.placed === null ? null : <> · {l.t("appointments.draws-placed")}: {l.number(draw.placed)}</>}</>,
      }]),
      ...(draw.offices.length === 0 ? [] : [{
        question: l.t("appointments.draws-offices"), answer: <>{draw.offices.map((code) => <div><bdi>{findOffice(code)?.name ?? code}</bdi></div>)}</>,
      }]),
      { question: l.t("appointments.draws-fingerprint"), answer: (
        <details class="small">
          <summary><code><bdi dir="ltr">{digest.slice(0, 8)}…</bdi></code></summary>
          <p>{l.t("appointments.draws-of-secret")}<br /><code><bdi dir="ltr">{spaced(draw.commitment)}</bdi></code></p>
          {draw.listDigest ? <p>{l.t("appointments.draws-of-list")}<br /><code><bdi dir="ltr">{spaced(draw.listDigest)}</bdi></code></p> : null}
          {draw.recordDigest ? <p>{l.t("appointments.draws-of-record")}<br /><code><bdi dir="ltr">{spaced(draw.recordDigest)}</bdi></code></p> : null}
          {draw.valueSource ? <p>{draw.valueSource.startsWith("none") ? l.t("appointments.draws-no-value") : l.rich("appointments.draws-value", { source: <bdi>{draw.valueSource}</bdi> })}</p> : null}
        </details>
      ) },
    ]} />
  );
}

// In groups, so that a fingerprint can be compared by eye and breaks on a narrow screen.
function spaced(digest: string): string {
  return digest.match(/.{1,8}/g)!.join(" ");
}
