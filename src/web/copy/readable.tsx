import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { CopyData, KeptFile, KeptMessage } from "../../acts/copy-data.ts";
import type { Application } from "../../applications/application.ts";
import { fieldsOf, journey } from "../../applications/sections.ts";
import type { Happening } from "../../appointments/happened.ts";
import { isAsked } from "../../platform/form.ts";
import type { Language } from "../../platform/i18n.ts";
import { LanguageContext, useLanguage } from "../../ui/language.ts";
import { SummaryList, type SummaryRow } from "../../ui/summary-list.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { timeline } from "../applicant/status-timeline.tsx";
import { answerText, labelOf } from "../question.tsx";

type Told = KeptMessage & { subject: string | null; text: string | null };
type Kept = {
  application: Application; data: Omit<CopyData, "messages"> & { messages: Told[] }; files: readonly KeptFile[]; happened: Happening[];
  authority: { name: string; phone: string }; made: Temporal.Instant;
};

// The page is read without us: nothing is fetched, and what it looks like stands in it.
const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 18%, Canvas); --muted: color-mix(in srgb, CanvasText 68%, Canvas); }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2 { font-size: 1.3rem; margin-block: 2.5rem .5rem; padding-block-end: .3rem; border-block-end: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin-block: 1.5rem .25rem; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0 1rem; padding-block: .45rem; border-block-end: 1px solid var(--line); }
dd { margin: 0; }
dt, .muted, .step__when { color: var(--muted); }
.timeline { padding-inline-start: 1.2rem; }
.step { margin-block-end: .75rem; }
.step p, .step__detail p { margin: 0; }
.step__title { font-weight: 600; }
.step__mark, .visually-hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
details { padding-block: .45rem; border-block-end: 1px solid var(--line); }
summary { cursor: pointer; }
.words { white-space: pre-wrap; margin-block: .5rem; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
img { border: 1px solid var(--line); max-inline-size: 100%; block-size: auto; }
@media (max-width: 30rem) { dl > div { grid-template-columns: 1fr; } }
`;

/** Everything kept about a case, as one page of HTML in a language: it stands beside the files it links to, and needs nothing else. */
export function readable(l: Language, kept: Kept): string {
  const title = l.t("copy.page-title", { number: kept.application.registration_number ?? kept.application.number });
  return `<!doctype html>${renderToString(
    <LanguageContext.Provider value={l}>
      <html lang={l.code} dir={l.dir}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <meta name="referrer" content="no-referrer" />
          <title>{title}</title>
          <style>{style}</style>
        </head>
        <body>
          <main>
            <h1>{title}</h1>
            <p>{l.rich("copy.page-made", { at: <bdi>{l.instant(kept.made)}</bdi>, authority: <bdi>{kept.authority.name}</bdi>, phone: <bdi dir="ltr">{kept.authority.phone}</bdi> })}</p>
            <p>{l.t("copy.page-data")}</p>
            <Papers {...kept} />
            <section><h2>{l.t("copy.page-happened")}</h2><Timeline steps={timeline({ l, application: kept.application, represents: true }, { ...kept.data, happened: kept.happened, paidAt: paidAt(kept), ahead: [] })} /></section>
            <Answers {...kept} />
            <Documents {...kept} />
            <Money {...kept} />
            <Decision {...kept} />
            <Corrections {...kept} />
            <Messages {...kept} />
            <Seen {...kept} />
            <section><h2>{l.t("copy.page-file")}</h2><p>{l.t("copy.page-manifest")}</p><p>{l.t("copy.not-in")}</p></section>
          </main>
        </body>
      </html>
    </LanguageContext.Provider>,
  )}`;
}

const paidAt = ({ data }: Kept) => data.payments.find(({ state }) => state === "paid")?.settled_at ?? null;

function Part({ title, children }: { title: ComponentChildren; children: ComponentChildren }) {
  return <section><h2>{title}</h2>{children}</section>;
}

function Papers({ files }: Kept) {
  const l = useLanguage();
  const papers = files.filter(({ kind }) => kind !== "photo");
  if (papers.length === 0) return null;
  return (
    <Part title={l.t("status.papers")}>
      <ul>
        {papers.map(({ name, kind, made_at, replaced_at }) => (
          <li>
            <a href={name}>{l.t(`status.paper.${kind as "decision"}`)}</a>{" "}
            <span class="muted">{replaced_at ? l.t("copy.page-replaced", { at: l.instant(made_at), on: l.instant(replaced_at) }) : <bdi>{l.instant(made_at)}</bdi>}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Answers({ data: { answers, mandates, contact }, files }: Kept) {
  const l = useLanguage();
  const photo = files.find(({ kind, replaced_at }) => kind === "photo" && replaced_at === null);
  const reach = [contact.email, contact.phone].filter((one) => one !== null);
  return (
    <Part title={l.t("copy.page-said")}>
      {photo ? <p><img src={photo.name} alt={l.t("application.photo-yours")} width={210} height={270} /></p> : null}
      {mandates.map((one) => (
        <p>{l.t(`reference.representative-${one.capacity as "lawyer"}`)}: <bdi>{[one.name, one.bar, one.bar_number, one.email, one.phone].filter(Boolean).join(" · ")}</bdi></p>
      ))}
      <SummaryList rows={[{ question: l.t("copy.page-contact"), answer: reach.length > 0 ? reach.map((one) => <><bdi dir="ltr">{one}</bdi><br /></>) : null }]} />
      {journey(answers).filter((topic) => topic !== "photo").map((topic) => {
        const rows = Object.entries(fieldsOf[topic]).filter(([name, field]) => isAsked(field, answers) && answers[name] !== undefined)
          .map(([name, field]): SummaryRow => ({ question: labelOf(l, name), answer: <bdi>{answerText(l, name, field, answers[name]!)}</bdi> }));
        return rows.length > 0 ? <SummaryList heading={l.t(`sections.${topic}`)} level={3} rows={rows} /> : null;
      })}
    </Part>
  );
}

function Documents({ data: { documents } }: Kept) {
  const l = useLanguage();
  if (documents.length === 0) return null;
  return (
    <Part title={l.t("application.documents-title")}>
      <SummaryList rows={documents.map(({ code, state, reason }) => ({
        question: l.t(`documents.${code}` as "documents.passport"), answer: <>{l.t(`case.document-${state as "expected"}`)}{reason ? <>: <bdi>{reason}</bdi></> : null}</>,
      }))} />
    </Part>
  );
}

function Money({ data: { fees, payments, refunds } }: Kept) {
  const l = useLanguage();
  if (!fees) return null;
  const lira = (amount: number) => <bdi>{l.money(amount, "TRY")}</bdi>;
  const rows: SummaryRow[] = [
    { question: l.t("payments.accrual-number"), answer: <bdi>{fees.number}</bdi> },
    ...fees.lines.map(({ code, amount_try }) => ({ question: l.t(`fees.${code as "card"}`), answer: lira(amount_try) })),
    { question: l.t("ui.total"), answer: lira(fees.total) },
    ...payments.map((one) => ({
      question: l.t(`payments.channel.${one.channel as "card"}`),
      answer: <>{lira(one.taken ?? one.amount)} · {l.t(`payments.state.${one.state as "paid"}`)} · <bdi>{l.instant(one.settled_at ?? one.changed_at)}</bdi>{one.provider_reference ? <> · <bdi>{one.provider_reference}</bdi></> : null}</>,
    })),
    ...refunds.map((one) => ({
      question: l.t("status.paper.refund"),
      answer: <>{lira(one.amount)} · {l.t(`payments.refund-reason.${one.reason as "refused"}`)}{one.sent_at ? <> · <bdi>{l.instant(one.sent_at)}</bdi></> : null}{one.iban ? <> · <bdi dir="ltr">{one.iban}</bdi></> : null}</>,
    })),
  ];
  return <Part title={l.t("application.fees-title")}><SummaryList rows={rows} /></Part>;
}

function Decision({ data: { decision, card, service } }: Kept) {
  const l = useLanguage();
  if (!decision) return null;
  const { granted_from: from, granted_until: until } = decision;
  const day = (date: Temporal.PlainDate | null | undefined) => (date ? <bdi>{l.day(date)}</bdi> : null);
  const rows = [
    { question: l.t("case.decided-at"), answer: <bdi>{l.instant(decision.decided_at)}</bdi> },
    { question: l.t("case.granted-from"), answer: day(from) },
    { question: l.t("case.granted-until"), answer: day(until) },
    { question: l.t("case.refusal-reasons"), answer: decision.reasons.length > 0 ? <>{decision.reasons.map((reason) => l.t(`case.refusal-${reason}` as "case.refusal-passport")).join(" ")} <bdi>{decision.comment}</bdi></> : null },
    { question: l.t("case.served-on"), answer: day(service?.served_on ?? decision.served_on) },
    { question: l.t("case.leave-by"), answer: day(decision.leave_by) },
    { question: l.t("case.court-by"), answer: day(decision.court_by) },
    { question: l.t("case.card"), answer: card ? <bdi>{card.series} {card.number}</bdi> : null },
    { question: l.t("case.tracking"), answer: card?.tracking_code ? <bdi>{card.tracking_code}</bdi> : null },
  ].filter(({ answer }) => answer !== null);
  return <Part title={l.t("case.decision")}><SummaryList rows={rows} /></Part>;
}

function Corrections({ data: { corrections } }: Kept) {
  const l = useLanguage();
  if (corrections.length === 0) return null;
  return (
    <Part title={l.t("status.correct-asked")}>
      <SummaryList rows={corrections.map((one) => ({
        question: labelOf(l, one.field),
        answer: <><bdi>{one.wanted}</bdi> (<bdi>{one.reason}</bdi>)<br />{one.verdict ? l.t(`status.correct-${one.verdict as "done"}`) : l.t("status.correct-waiting")}{one.answer ? <>: <bdi>{one.answer}</bdi></> : null}</>,
      }))} />
    </Part>
  );
}

function Messages({ data: { messages } }: Kept) {
  const l = useLanguage();
  if (messages.length === 0) return null;
  return (
    <Part title={l.t("status.messages")}>
      {messages.map((one) => {
        const words = <>{l.t(`notices.${one.notice as "created"}.title`)} <span class="muted"><bdi dir="ltr">{one.recipient}</bdi> · <bdi>{l.instant(one.sent_at ?? one.queued_at)}</bdi></span></>;
        return one.text === null ? <p>{words}</p> : <details><summary>{words}</summary><p class="words" dir="auto">{one.text}</p></details>;
      })}
    </Part>
  );
}

/** Who looked at the case: officers by their office, and the devices that were signed in to it. */
function Seen({ data: { opened, signed_in } }: Kept) {
  const l = useLanguage();
  return (
    <>
      {opened.length > 0 ? <Part title={l.t("status.opened")}><ul>{opened.map(({ office, at }) => <li><bdi>{office}</bdi> · <bdi>{l.instant(at)}</bdi></li>)}</ul></Part> : null}
      {signed_in.length > 0 ? (
        <Part title={l.t("copy.page-signed-in")}>
          <ul>{signed_in.map(({ device, created_at }) => <li><bdi>{device ?? l.t("sessions.device-unknown")}</bdi> · <bdi>{l.instant(created_at)}</bdi></li>)}</ul>
        </Part>
      ) : null}
    </>
  );
}
