import { askForCopy, type Copy, copyDays, findCopy, takeCopy } from "../../acts/case-copy.ts";
import { allows } from "../../identity/limits.ts";
import { dateOf } from "../../platform/clock.ts";
import { dataRequestDue } from "../../rules/deadlines.ts";
import { ButtonForm, ButtonLink } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Working } from "../../ui/progress.tsx";
import { type Answer, applicantPage, type ApplicantVisit, html, NotFound, redirect } from "../page.ts";
import { portal } from "../routes.ts";

/** The case as those acts take it that say in the trail who asked. */
const asker = ({ application: { id, office_code }, mandate, represents }: ApplicantVisit) => ({ id, office_code, capacity: represents ? mandate!.capacity : null });

/** A copy of everything kept about one's case (Law 6698 art. 11): one press has it made, and here it can be had for some days. */
export const copy = applicantPage(portal.copy, {
  async get(visit) {
    if (visit.application.registration_number === null) return redirect(portal.tasks.href({ lang: visit.l.code }));
    return show(visit, await findCopy(visit.app.db, visit.application.id, visit.now));
  },
  async post(visit) {
    const { l, app, application, now } = visit;
    const lang = { lang: l.code };
    if (application.registration_number === null) return redirect(portal.tasks.href(lang));
    if (!(await allows(app.db, "copy", application.id, now))) return show(visit, await findCopy(app.db, application.id, now), 429);
    await visit.act((act) => askForCopy(act, asker(visit), l.code));
    return redirect(portal.copy.href(lang));
  },
});

/** The copy itself, as one ZIP. Each time it is given out stands in the trail. */
export const copyFile = applicantPage(portal.copyFile, {
  async get(visit) {
    const bytes = await visit.act((act) => takeCopy(act, asker(visit)));
    if (!bytes) throw new NotFound();
    return {
      kind: "bytes", status: 200, type: "application/zip", body: bytes,
      headers: { "content-disposition": `attachment; filename="case-${visit.application.number}.zip"` },
    };
  },
});

function show(visit: ApplicantVisit, made: Copy | undefined, status = 200): Answer {
  const { l, app } = visit;
  const lang = { lang: l.code };
  const title = l.t("copy.title");
  const making = made !== undefined && made.made_at === null;
  const { name, phone } = app.authority;
  const ask = (words: string, kind: "primary" | "secondary") => <ButtonForm action={portal.copy.href(lang)} csrf={visit.csrf} kind={kind}>{words}</ButtonForm>;
  const body = (
    <Page back={portal.status.href(lang)} title={title} lead={l.t("copy.lead")} before={status === 429 ? <Notice kind="warning" title={l.t("copy.too-many")} live /> : null}>
      {making ? (
        <Working>{l.t("copy.making")} {l.rich("copy.due", { date: <bdi>{l.day(dataRequestDue(dateOf(made.asked_at)))}</bdi> })}</Working>
      ) : made ? (
        <Notice kind="success" title={l.t("copy.ready")} live>
          <p>{l.rich("copy.ready-until", { at: <bdi>{l.instant(made.made_at!)}</bdi>, until: <bdi>{l.instant(made.expires_at!)}</bdi> })}</p>
          <p>{l.t("copy.own-device")}</p>
          <div class="cluster"><ButtonLink href={portal.copyFile.href(lang)}>{l.t("copy.download")}</ButtonLink>{ask(l.t("copy.again"), "secondary")}</div>
        </Notice>
      ) : null}
      <h2>{l.t("copy.in-title")}</h2>
      <ul>{(["said", "papers", "happened", "messages", "seen", "forms"] as const).map((one) => <li>{l.t(`copy.in-${one}`)}</li>)}</ul>
      <p>{l.t("copy.not-in")} {l.rich("copy.not-in-ask", { authority: <bdi>{name}</bdi>, phone: <bdi dir="ltr">{phone}</bdi> })}</p>
      {made ? null : <>{ask(l.t("copy.ask"), "primary")}<p class="muted">{l.t("copy.kept", { n: copyDays })}</p></>}
      <p class="muted">{l.rich("copy.check", { key: <bdi dir="ltr"><a href={portal.paperKey.href()}>{app.origins.portal}{portal.paperKey.href()}</a></bdi> })}</p>
    </Page>
  );
  return html(title, body, status, making ? { refresh: 2 } : {});
}
