import { findInOffice } from "../../applications/application.ts";
import { type CaseFile, readCaseFile } from "../../applications/case-file.ts";
import { neighbours, type Neighbours } from "../../applications/queue.ts";
import { findAttempt } from "../../appointments/attempt.ts";
import { findNeeds } from "../../appointments/needs.ts";
import { numbersOf } from "../../appointments/tickets.ts";
import { record } from "../../audit/record.ts";
import type { RawForm } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { documentCodes } from "../../rules/document-list.ts";
import { ErrorSummary, type FieldFault, KeyCap } from "../../ui/form.tsx";
import { Icon } from "../../ui/icons.tsx";
import { KeyHelp } from "../../ui/key-help.tsx";
import { Notice } from "../../ui/notice.tsx";
import { CaseColumns, OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { type Answer, html, NotFound, type OfficerVisit, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { sameAs } from "./case-questions.tsx";
import { documentName, openDocuments } from "./case-documents.tsx";
import { Said } from "./case-said.tsx";
import { Desk } from "./case-desk.tsx";
import { caseKeys } from "./case-keys.ts";
import { type Duty, mayDo } from "./duties.ts";
import { filterOf, type QueueQuery, queueQuery } from "./queue.tsx";
import { country, needWords, permitWords, personName, toneOf } from "./words.tsx";

/** An act that was not done, and why; `raw` is what was typed, which is never lost. */
export type Trouble = { act: string; status: number; errors: FieldFault[]; raw: RawForm; meanwhile?: "changed-meanwhile" | "not-allowed" };

/** A case as one officer sees it at one moment. */
export type View = { visit: OfficerVisit; file: CaseFile; query: QueueQuery; trouble: Trouble | null; may(duty: Duty): boolean };

/** The whole case on one page. Each reading is written down, so that its person can see who opened the file. */
export const casePage = officerPage(office.case, { get: (visit) => showCase(visit, null) });

export async function showCase(visit: OfficerVisit, trouble: Trouble | null): Promise<Answer> {
  const { l, app, officer, parameters } = visit;
  const id = parameters.id;
  if (!isId(id)) throw new NotFound();
  const file = await visit.act(async (act) => {
    const application = await findInOffice(act.tx, id, officer.office_code);
    if (!application || application.state === "draft" || application.state === "expired") throw new NotFound();
    await record(act, "opened", { application: id, office: officer.office_code });
    return readCaseFile(act.tx, application, documentCodes);
  });
  const query = queueQuery(visit.query);
  const view: View = { visit, file, query, trouble, may: (duty) => mayDo(officer.role, duty) };
  const number = (await numbersOf(app.db, officer.office_code, visit.today)).get(id);
  const attempt = ["created", "lodged", "attended"].includes(file.application.state) ? await findAttempt(app.db, id) : undefined;
  const needs = needWords(l, await findNeeds(app.db, id));
  const beside = await neighbours(app.db, filterOf(query, officer), id);
  const { application, answers } = file;
  const name = personName({ surname: answers.surname, given_names: answers.givenNames, nationality: answers.nationality, registration_number: application.registration_number, number: application.number });
  const body = (
    <OfficePage
      before={<><Beside view={view} beside={beside} /><Message view={view} /></>}
      title={<bdi>{name}</bdi>}
      meta={<>
        <Tag tone={toneOf(application.state)}>{l.t(`states.${application.state as "created"}`)}</Tag>
        {application.protected ? <Tag tone="warn">{l.t("case.protected")}</Tag> : null}
        {file.clashes.filter(({ verdict }) => verdict === "same-person").map((clash) => <Tag tone="warn">{sameAs(view, clash)}</Tag>)}
        {attempt ? <Tag tone="warn">{l.t("case.tried-in-time", { at: l.instant(attempt.at) })}</Tag> : null}
        {number === undefined ? null : <Tag tone="info">{l.t("appointments.ticket-number", { n: number })}</Tag>}
        {needs.map((need) => <Tag tone="info">{need}</Tag>)}
        <span>
          {permitWords(l, { kind: application.kind, permit_type: answers.permitType, purpose: answers.purpose })}
          {" · "}{country(l, answers.nationality)}
          {" · "}<bdi class="numbers nowrap"><strong>{application.registration_number}</strong></bdi>
          {answers.foreignerNumber ? <>{" · "}<bdi class="numbers nowrap"><strong>{answers.foreignerNumber}</strong></bdi></> : null}
        </span>
      </>}
      actions={<KeyHelp keys={caseKeys(view, beside)} list={false} />}
    >
      <CaseColumns said={<Said view={view} />} office={<Desk view={view} />} />
    </OfficePage>
  );
  return html(name, body, trouble?.status ?? 200, { nav: "cases", errors: trouble !== null });
}

function Beside({ view: { visit: { l }, query }, beside }: { view: View; beside: Neighbours | undefined }) {
  return (
    <nav class="leaf" aria-label={l.t("ui.leaf")}>
      <a class="back" href={office.queue.href(query)}><Icon name="back" size={16} /><span>{l.t("office.queue")}</span></a>
      {beside ? <span>{l.t("case.place", { place: beside.place, total: beside.total })}</span> : null}
      {beside?.previous ? <a href={office.case.href({ id: beside.previous }, query)} rel="prev" data-key="k">{l.t("case.previous")} <KeyCap>k</KeyCap></a> : null}
      {beside?.next ? <a href={office.case.href({ id: beside.next }, query)} rel="next" data-key="j">{l.t("case.next")} <KeyCap>j</KeyCap></a> : null}
    </nav>
  );
}

const doneActs = [
  "check-in", "undo-check-in", "accept", "ask-documents", "not-accept", "review", "hand-back", "grant", "refuse", "confirm-refusal", "dismiss-refusal", "serve", "print", "post", "correct-tracking", "deliver",
  "come-back", "remove", "lapse", "withdraw", "note", "contact", "end-mandate", "correction", "clash", "protect", "unprotect", "give", "open",
] as const;

/** What has just happened, or why it did not. */
function Message({ view }: { view: View }) {
  const { visit: { l, query }, file, trouble } = view;
  if (trouble?.meanwhile) return <Meanwhile view={view} trouble={trouble} />;
  if (trouble?.act === "accept") {
    const open = openDocuments(file).map((code) => ({ field: `document-${code}`, text: l.t("case.fault-open-document", { document: documentName(l, code) }) }));
    return <ErrorSummary title={l.t("case.fault-outstanding")} errors={open} />;
  }
  if (trouble) return <ErrorSummary errors={trouble.errors} />;
  const done = doneActs.find((act) => act === query.done);
  return done ? <Notice kind="success" live><p>{l.t(`case.done-${done}`)}{done === "accept" ? <> <Certificate view={view} /></> : null}{done === "protect" ? <> <GiveByHand view={view} /></> : null}</p></Notice> : null;
}

/** Leads on to giving an appointment where the protected case has none yet. */
function GiveByHand({ view: { file: { application, appointment }, visit: { l }, may } }: { view: View }) {
  if (!["created", "lodged"].includes(application.state) || appointment?.state === "booked" || !may("give")) return null;
  return <a href={office.give.href({ id: application.id })}>{l.t("appointments.give-link")}</a>;
}

/** Leads to the certificate; while it is being drawn, to the papers of a page that is asked for anew. */
function Certificate({ view: { visit: { l }, file, query } }: { view: View }) {
  const id = file.application.id;
  const kind = "application-certificate";
  return file.papers.some((paper) => paper.kind === kind)
    ? <a href={office.paper.href({ id, paper: kind })}>{l.t(`status.paper.${kind}`)}</a>
    : <a href={`${office.case.href({ id }, query)}#papers`}>{l.t("case.papers-look")}</a>;
}

/**
 * Why an act met another case than its page showed: it is done already by the same hand, or not possible in this state, or the case was
 * moved meanwhile, and by whom. What was typed stands here and, where the act is still possible, in its form.
 */
function Meanwhile({ view: { visit: { l, officer }, file }, trouble }: { view: View; trouble: Trouble }) {
  const [last] = file.history;
  const seen = typeof trouble.raw.seen === "string" ? trouble.raw.seen : null;
  // A correction or a new contact changes the case too, and moves nothing: then the last move is not what happened meanwhile.
  const moved = last && seen !== null && isLater(last.at, seen) ? last : null;
  const own = moved?.actor_id === officer.id;
  const values = moved ? { event: l.t(`case.event-${moved.event as "create"}`), at: l.instant(moved.at) } : null;
  const again = own && values !== null && moved?.event === (trouble.act === "confirm-refusal" ? "refuse" : trouble.act);
  const typed = Object.entries(trouble.raw).filter(([name, value]) => !name.startsWith("_") && name !== "seen" && typeof value === "string" && value.trim() !== "");
  if (again) return <Notice kind="info" title={l.t("case.again")} live><p>{l.t("case.again-text", values)}</p></Notice>;
  const impossible = trouble.meanwhile === "not-allowed";
  return (
    <Notice kind="warning" title={l.t(impossible ? "case.impossible" : "case.meanwhile")} live>
      {impossible ? <p>{l.t("case.impossible-text", { state: l.t(`states.${file.application.state as "created"}`) })}</p> : null}
      {values ? <p>{own ? l.t("case.meanwhile-own", values) : l.rich("case.meanwhile-by", { name: <bdi>{moved!.actor_name}</bdi>, ...values })}</p> : null}
      <p>{l.t("case.meanwhile-text")}</p>
      {typed.length > 0 ? <><p>{l.t("case.meanwhile-typed")}</p><ul>{typed.map(([, value]) => <li><bdi>{String(value)}</bdi></li>)}</ul></> : null}
    </Notice>
  );
}

function isLater(at: Temporal.Instant, seen: string): boolean {
  try {
    return Temporal.Instant.compare(at, seen) > 0;
  } catch {
    return false;
  }
}
