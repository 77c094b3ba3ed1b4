import { dryRun } from "../../acts/dry-run.ts";
import {
  discardEdition, draftChange, draftEdition, dropChange, findEdition, listEditions, publishEdition, readLaw, type RuleEdition, takeUpLaw,
} from "../../eligibility/editions.ts";
import { type Answers, parse, type RawForm } from "../../platform/form.ts";
import { withChanges } from "../../rules/drafting.ts";
import { day, inForce } from "../../rules/dated.ts";
import { type Difference, differences, digest, edition, faults } from "../../rules/edition.ts";
import { datedSeries, lawOf, type Tables } from "../../rules/tables.ts";
import { TextField } from "../../ui/fields.tsx";
import { ButtonForm, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { Card, Details, OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { type Answer, html, NotFound, officerPage, type OfficerVisit, redirect } from "../page.ts";
import { tableText } from "../datum-words.ts";
import { faultsInWords, Questions, tellApart } from "../question.tsx";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { changeFields, changeOf } from "./edition-change.ts";
import { faultText, placeText, touchedText, valueText } from "./edition-words.tsx";
import { proveFirst } from "./prove.tsx";
import { notYourDuty } from "./words.tsx";

const shownCases = 50;

/** The editions of the law: what is in force, what is being drafted, what was published by whom. */
export const editions = officerPage(office.editions, {
  get: (visit) => list(visit, []),
  async post(visit) {
    const { l, officer, form } = visit;
    if (officer.role !== "administrator") return notYourDuty(l, "law");
    const title = String(form.title ?? "").trim().slice(0, 120);
    if (title === "") return list(visit, [{ field: "title", text: l.t("office.law-title-needed") }]);
    return redirect(office.edition.href({ id: await visit.act((act) => draftEdition(act, title)) }));
  },
});

async function list(visit: OfficerVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, app, officer, today, csrf, query } = visit;
  if (!mayDo(officer.role, "law")) return notYourDuty(l, "law");
  const all = await listEditions(app.db);
  const { tables } = await readLaw(app.db);
  const current = edition(today, tables);
  const title = l.t("office.law");
  const body = (
    <OfficePage title={title} meta={<span>{l.t("office.law-lead")}</span>}
      before={<><ErrorSummary errors={errors} />{query.said === "discarded" ? <Notice kind="success" live><p>{l.t("office.law-discarded")}</p></Notice> : null}</>}>
      <Card title={l.t("office.law-in-force")}>
        <p><bdi class="numbers"><strong>{current.id}</strong></bdi>{current.confirmedUntil ? <> · {l.t("office.law-confirmed", { date: l.day(current.confirmedUntil) })}</> : null}</p>
        <p><a href={office.lawData.href()}>{l.t("office.law-data-link")}</a></p>
      </Card>
      <OfficeTable
        caption={l.t("office.law-editions")} empty={<p>{l.t("office.law-none")}</p>}
        columns={[{ title: l.t("office.law-title") }, { title: l.t("office.law-state"), narrow: true }, { title: l.t("office.law-drafted") }, { title: l.t("office.law-published") }]}
        rows={all.map((one) => ({
          cells: [
            <a href={office.edition.href({ id: one.id })}><bdi>{one.title}</bdi></a>,
            one.published_at ? <Tag tone="ok">{l.t("office.law-is-published")}</Tag> : <Tag tone="info">{l.t("office.law-is-draft")}</Tag>,
            <><bdi>{one.drafter}</bdi> · <bdi class="numbers">{l.instant(one.drafted_at)}</bdi></>,
            one.published_at ? <><bdi>{one.publisher}</bdi> · <bdi class="numbers">{l.instant(one.published_at)}</bdi></> : null,
          ],
        }))}
      />
      {officer.role === "administrator" ? (
        <Card title={l.t("office.law-new")}>
          <Form action={office.editions.href()} csrf={csrf} submit={l.t("office.law-begin")}>
            <TextField name="title" label={l.t("office.law-title")} hint={l.t("office.law-title-hint")} error={errors[0]?.text} width={30} attributes={{ maxlength: 120 }} />
          </Form>
        </Card>
      ) : null}
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "law", errors: errors.length > 0 });
}

async function getEdition(visit: OfficerVisit): Promise<RuleEdition> {
  const found = await findEdition(visit.app.db, visit.parameters.id ?? "");
  if (!found) throw new NotFound();
  return found;
}

/** One edition beside the law before it: the differences, the faults, the dry run, and what may be done with it. */
export const editionPage = officerPage(office.edition, {
  async get(visit) {
    if (!mayDo(visit.officer.role, "law")) return notYourDuty(visit.l, "law");
    return show(visit, await getEdition(visit));
  },
  async post(visit) {
    const { l, officer, form, today } = visit;
    if (officer.role !== "administrator") return notYourDuty(l, "law");
    const found = await getEdition(visit);
    const back = redirect(office.edition.href({ id: found.id }));
    if (form.act === "drop") {
      await visit.act((act) => dropChange(act, found.id));
      return back;
    }
    if (form.act === "discard") {
      const gone = await visit.act((act) => discardEdition(act, found.id));
      return gone.ok ? redirect(office.editions.href({ said: "discarded" })) : show(visit, found, { errors: [{ field: "", text: l.t(`office.law-not-${gone.why}`) }] });
    }
    if (form.act === "publish") {
      const asked = await proveFirst(visit, "law");
      if (asked) return asked;
      const outcome = await visit.act((act) => publishEdition(act, found.id, String(form.seen ?? "")));
      if (outcome.ok) await takeUpLaw(visit.app.db);
      return outcome.ok ? redirect(office.edition.href({ id: found.id }, { said: "published" })) : show(visit, found, { errors: [{ field: "", text: l.t(`office.law-not-${outcome.why}`) }] });
    }
    const { answers, errors } = parse(changeFields, form, today);
    const { faults: wrong, fresh } = tellApart(changeFields, form, errors);
    if (errors.length > 0) return show(visit, found, { answers, raw: form, errors: faultsInWords(l, wrong), fresh });
    const outcome = await visit.act((act) => draftChange(act, found.id, changeOf(answers)));
    return outcome.ok ? back : show(visit, found, { errors: [{ field: "", text: l.t(`office.law-not-${outcome.why}`) }] });
  },
});

/** What a difference takes the place of. An amount that begins anew follows on the one that holds until then, which stands unchanged in the tables. */
function stoodBefore(tables: Tables, { series, from, before }: Difference): unknown {
  const dated = datedSeries.find((name) => name === series);
  if (before !== null || dated === undefined) return before;
  const stood = inForce<unknown>(tables[dated], day(from));
  return stood.from < from ? stood : null;
}

type Typed = { answers?: Answers; raw?: RawForm; errors?: FieldFault[]; fresh?: string[] };

/** The tables before and after: a draft beside the law of today, a published edition beside the one it followed. */
async function sides(visit: OfficerVisit, one: RuleEdition): Promise<{ before: Tables; after: Tables }> {
  const { tables, editions: known } = await readLaw(visit.app.db);
  if (one.published_at === null) return { before: tables, after: withChanges(tables, one.changes) };
  const marks = [...known.keys()];
  const at = marks.indexOf((one.digest ?? "").slice(0, 8));
  const after = known.get(marks[at] ?? "") ?? lawOf(null);
  return { before: known.get(marks[at - 1] ?? "") ?? after, after };
}

async function show(visit: OfficerVisit, one: RuleEdition, { answers = {}, raw, errors = [], fresh = [] }: Typed = {}): Promise<Answer> {
  const { l, app, officer, csrf, today, query } = visit;
  const { before, after } = await sides(visit, one);
  const draft = one.published_at === null;
  const found = draft ? faults(after) : [];
  const run = draft && one.changes.length > 0 && found.length === 0 ? await dryRun(app.db, before, after, today) : null;
  const administrator = officer.role === "administrator";
  const own = one.drafted_by === officer.id;
  const action = office.edition.href({ id: one.id });
  const body = (
    <OfficePage
      back={office.editions.href()} title={<bdi>{one.title}</bdi>}
      before={<><ErrorSummary errors={errors} />{!draft && query.said === "published" ? <Notice kind="success" live><p>{l.t("office.law-published-done")}</p></Notice> : null}</>}
      meta={<>{draft ? <Tag tone="info">{l.t("office.law-is-draft")}</Tag> : <Tag tone="ok">{l.t("office.law-is-published")}</Tag>} <span>{l.t("office.law-drafted")}: <bdi>{one.drafter}</bdi></span>{one.publisher ? <span>{l.t("office.law-published")}: <bdi>{one.publisher}</bdi></span> : null}</>}
      actions={administrator && draft ? (
        <>
          {!own && one.changes.length > 0 && found.length === 0 ? <ButtonForm action={action} csrf={csrf} kind="primary" fields={{ act: "publish", seen: digest(after) }}>{l.t("office.law-publish")}</ButtonForm> : null}
          {own && one.changes.length > 0 ? <ButtonForm action={action} csrf={csrf} fields={{ act: "drop" }}>{l.t("office.law-drop")}</ButtonForm> : null}
          <Details summary={l.t("office.law-discard")}>
            <p>{l.t("office.law-discard-sure", { n: one.changes.length })}</p>
            <ButtonForm action={action} csrf={csrf} kind="danger" fields={{ act: "discard" }}>{l.t("office.law-discard-go")}</ButtonForm>
          </Details>
        </>
      ) : undefined}
    >
      {found.length > 0 ? <Notice kind="error" title={l.t("office.law-faults")}><ul>{found.map((fault) => <li>{faultText(l, fault)}</li>)}</ul></Notice> : null}
      {draft && own && one.changes.length > 0 && found.length === 0 ? <Notice><p>{l.t("office.law-second")}</p></Notice> : null}
      <OfficeTable
        caption={l.t("office.law-differences")} empty={<p>{l.t("office.law-nothing")}</p>}
        columns={[{ title: l.t("office.law-what") }, { title: l.t("office.law-from"), narrow: true }, { title: l.t("office.law-before") }, { title: l.t("office.law-after") }]}
        rows={differences(before, after).map((difference) => ({ ...difference, before: stoodBefore(before, difference) })).map((difference) => ({
          cells: [
            <>{tableText(l, difference.series)} <bdi class="muted">{placeText(l, difference)}</bdi></>,
            difference.from === "" ? "—" : <bdi class="numbers">{l.day(Temporal.PlainDate.from(difference.from))}</bdi>,
            valueText(l, difference, difference.before, difference.after), valueText(l, difference, difference.after, difference.before),
          ],
        }))}
      />
      {run ? (
        <section>
          <p>{l.t("office.law-dry-run", { n: run.touched.length, looked: l.number(run.looked), date: l.day(run.on) })}</p>
          {run.touched.length > 0 ? (
            <OfficeTable
              caption={l.t("office.law-touched")} columns={[{ title: l.t("office.column-number"), narrow: true }, { title: l.t("office.law-office") }, { title: l.t("office.law-how") }]}
              rows={run.touched.slice(0, shownCases).map((touched) => ({
                cells: [
                  <><bdi class="numbers">{touched.number}</bdi> {touched.draft ? <Tag>{l.t("office.law-is-draft")}</Tag> : null}</>, touched.office ?? "—",
                  <>{touchedText(l, touched).map((line) => <div><bdi>{line}</bdi></div>)}</>,
                ],
              }))}
            />
          ) : null}
          {run.touched.length > shownCases ? <p class="muted small">{l.t("office.law-more", { n: run.touched.length - shownCases })}</p> : null}
        </section>
      ) : null}
      {administrator && draft && own ? (
        <Card title={l.t("office.law-add")}>
          <Form action={action} csrf={csrf} submit={l.t("office.law-add-submit")}>
            <Questions fields={changeFields} today={today} answers={answers} raw={raw ?? null} errors={errors} fresh={fresh} />
          </Form>
        </Card>
      ) : null}
    </OfficePage>
  );
  return html(one.title, body, errors.length > 0 ? 422 : 200, { nav: "law", errors: errors.length > 0 });
}
