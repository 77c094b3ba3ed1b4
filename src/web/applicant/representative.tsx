import { sql } from "kysely";
import { answersOf, nameOf } from "../../applications/application.ts";
import type { Database } from "../../platform/database.ts";
import { endsByWill, listMandates, type Mandate, mayChangeContact } from "../../representation/mandate.ts";
import { ButtonLink } from "../../ui/form.tsx";
import { Empty, Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { applicantPage, type ApplicantVisit, html } from "../page.ts";
import { masked } from "../masked.ts";
import { portal } from "../routes.ts";

/** What a person is told of what was done for them; the other lines of the trail belong to one of these. */
const told = [
  "begin", "come-back", "create", "lodge", "give-up-place", "appointment-moved", "drawn-date-declined", "earlier-place-asked", "offer-declined", "needs-told", "payment-created", "payment-cancelled",
  "ask-correction", "change-contact", "stop-reminders", "resume-reminders", "open-decision", "withdraw", "lay-down-mandate",
] as const;

type Done = { act: (typeof told)[number]; at: Temporal.Instant; name: string };

/** The last of what was done for the person by who acts or acted for them, newest first. */
async function listDone(db: Database, application: string): Promise<Done[]> {
  const { rows } = await sql<Done>`
    select d.act, d.at, m.name from done_for_another d join mandate m on m.id = d.mandate_id
    where d.application_id = ${application} and d.act = any(${[...told]}::text[]) order by d.id desc limit 50`.execute(db);
  return rows;
}

/** Who acts for the person, with what right and until when; all that was done in that name; and how it ends. */
export const representative = applicantPage(portal.representative, {
  async get(visit) {
    const { l, app, application, represents } = visit;
    const lang = { lang: l.code };
    const [mandates, done] = await Promise.all([listMandates(app.db, application.id), listDone(app.db, application.id)]);
    const now = mandates.find(({ ended_at }) => ended_at === null);
    const past = mandates.filter((one) => one !== now);
    const title = l.t(represents ? "represented.title-own" : "represented.title");
    const person = <bdi>{nameOf(answersOf(application))}</bdi>;
    const said = visit.query.done === "ended" ? "represented.said-ended" : visit.query.done === "laid-down" ? "represented.said-laid-down" : null;
    const body = (
      <Page
        back={(application.state === "draft" ? portal.tasks : portal.status).href(lang)} title={title} lead={l.t(represents ? "represented.lead-own" : "represented.lead")}
        before={said ? <Notice kind="success" title={l.t(said)} live /> : null}
      >
        {now ? <Standing visit={visit} mandate={now} /> : <Empty title={l.t("represented.nobody")} />}
        {mandates.length === 0 ? null : (
          <section>
            <h2>{l.t("represented.done")}</h2>
            {done.length === 0 ? <p>{l.t("represented.done-none")}</p> : (
              <ul>{done.map(({ act, at, name }) => <li>{l.t(`represented.act-${act}`)}<br /><span class="muted">{l.rich("represented.for", { name: <bdi>{name}</bdi>, person })} · {l.instant(at)}</span></li>)}</ul>
            )}
          </section>
        )}
        {past.length === 0 ? null : (
          <section>
            <h2>{l.t("represented.past")}</h2>
            <ul>{past.map(({ name, ended_by, ended_at }) => <li><bdi>{name}</bdi><br /><span class="muted">{l.t(`represented.event-${ended_by as "person"}`)} · {l.instant(ended_at!)}</span></li>)}</ul>
          </section>
        )}
      </Page>
    );
    return html(title, body);
  },
});

/** A mandate that stands. */
function Standing({ visit: { l, application, represents }, mandate }: { visit: ApplicantVisit; mandate: Mandate }) {
  const { name, capacity, bar, bar_number, given_at, until, laid_down_at } = mandate;
  const contact = mandate.email ?? mandate.phone;
  const free = mayChangeContact(capacity);
  const may = ["file", "appointment", "pay", "read", ...(free ? ["contact"] : [])] as const;
  return (
    <>
      <SummaryList rows={[
        { question: l.t("represented.who"), answer: <bdi>{name}</bdi> },
        { question: l.t("represented.as"), answer: <>{l.t(`reference.representative-${capacity as "lawyer"}`)}{bar ? <> · <bdi>{bar} {bar_number}</bdi></> : null}</> },
        ...(represents ? [{ question: l.t("represented.person"), answer: <bdi>{nameOf(answersOf(application))}</bdi> }] : []),
        { question: l.t("represented.since"), answer: l.instant(given_at) },
        { question: l.t("represented.until"), answer: <>{until ? l.date(until) : l.t("represented.no-end")}{laid_down_at ? <><br />{l.t("represented.laid-down", { at: l.instant(laid_down_at) })}</> : null}</> },
        ...(contact ? [{ question: l.t("represented.told-at"), answer: <bdi dir="ltr">{masked(contact)}</bdi> }] : []),
      ]} />
      <section>
        <h2>{l.t("represented.may")}</h2>
        <ul>{may.map((what) => <li>{l.t(`represented.may-${what as "file"}`)}</li>)}</ul>
      </section>
      <section>
        <h2>{l.t("represented.may-not")}</h2>
        <ul>{free ? null : <li>{l.t("represented.may-contact")}</li>}<li>{l.t("represented.may-not-devices")}</li></ul>
      </section>
      {!endsByWill(capacity) ? (
        <section><h2>{l.t("represented.by-office")}</h2><p>{l.t(`represented.by-office-${capacity as "parent"}`)}</p></section>
      ) : represents && laid_down_at ? null : (
        <p><ButtonLink kind="secondary" href={portal.endMandate.href({ lang: l.code })}>{l.t(represents ? "represented.lay" : "represented.end")}</ButtonLink></p>
      )}
    </>
  );
}
