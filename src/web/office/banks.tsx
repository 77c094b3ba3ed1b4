import { dayFile, dayLines } from "../../payments/bank-day.ts";
import { admitBank, type Bank, bankKey, banksThatCollect, endBank } from "../../payments/collect.ts";
import { readDate } from "../../platform/form.ts";
import { TextField } from "../../ui/fields.tsx";
import { ButtonForm, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { Card, Details, OfficePage } from "../../ui/page.tsx";
import { type Answer, bytes, html, NotFound, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { proveFirst } from "./prove.tsx";
import { notYourDuty } from "./words.tsx";

const bankCode = /^[a-z][a-z0-9-]{1,30}$/;

/** The banks that collect by accrual number. Only an administrator lets one collect, and reads its key, once. */
export const banks = officerPage(office.banks, {
  get: (visit) => show(visit),
  async post(visit) {
    if (visit.officer.role !== "administrator") return show(visit);
    const text = (name: string) => String(visit.form[name] ?? "").trim();
    if (text("end") !== "") {
      const asked = await proveFirst(visit, "payments");
      if (asked) return asked;
      await visit.act((act) => endBank(act, text("end")));
      return redirect(office.banks.href());
    }
    const errors: FieldFault[] = [];
    if (!bankCode.test(text("code"))) errors.push({ field: "code", text: visit.l.t("payments.bank-code-wrong") });
    if (text("name") === "") errors.push({ field: "name", text: visit.l.t("payments.bank-name-missing") });
    if (errors.length > 0) return show(visit, { errors });
    const asked = await proveFirst(visit, "payments");
    if (asked) return asked;
    return show(visit, { admitted: await visit.act((act) => admitBank(act, text("code"), text("name").slice(0, 100))) });
  },
});

async function show(visit: OfficerVisit, { errors = [], admitted }: { errors?: FieldFault[]; admitted?: Bank } = {}): Promise<Answer> {
  const { l, app, officer, csrf, form, today } = visit;
  const title = l.t("payments.banks-title");
  if (!mayDo(officer.role, "money")) return notYourDuty(l, "payments");
  const rules = officer.role === "administrator";
  const rows = await banksThatCollect(app.db);
  const yesterday = today.subtract({ days: 1 });
  const typed = (name: string) => (errors.length > 0 ? String(form[name] ?? "") : "");
  const error = (name: string) => errors.find(({ field }) => field === name)?.text;
  const body = (
    <OfficePage title={title} back={office.payments.href()} backText={l.t("payments.office-title")} meta={<span>{l.t("payments.banks-lead")}</span>} before={<>
      <ErrorSummary errors={errors} />
      {admitted ? (
        <Notice kind="success" live title={l.t("payments.bank-admitted", { name: admitted.name })}>
          <p>{l.t("payments.bank-key-once")}</p>
          <p class="summary__answer"><code dir="ltr">{bankKey(app.secret, admitted)}</code></p>
        </Notice>
      ) : null}
    </>}>
      <OfficeTable
        caption={title} captionHidden empty={l.t("payments.banks-none")}
        columns={[{ title: l.t("payments.bank-name") }, { title: l.t("payments.bank-code") }, { title: l.t("payments.bank-since") }, { title: l.t("payments.bank-state") }, { title: l.t("payments.bank-file") }]}
        rows={rows.map((bank) => ({
          cells: [
            <bdi>{bank.name}</bdi>, <bdi class="numbers">{bank.code}</bdi>, <bdi>{l.instant(bank.added_at)}</bdi>,
            bank.ended_at !== null ? l.t("payments.bank-ended") : rules
              ? (
                <Details summary={l.t("payments.bank-end")}>
                  <p>{l.t("payments.bank-end-sure")}</p>
                  <ButtonForm action={office.banks.href()} csrf={csrf} kind="danger" fields={{ end: bank.code }}>{l.t("payments.bank-end-go")} <span class="visually-hidden"><bdi>{bank.name}</bdi></span></ButtonForm>
                </Details>
              ) : l.t("payments.bank-collects"),
            <a href={office.bankDay.href({ bank: bank.code, day: yesterday.toString() })}><bdi>{l.day(yesterday)}</bdi></a>,
          ],
        }))}
      />
      {rules ? (
        <Card title={l.t("payments.bank-admit")}>
          <p>{l.t("payments.bank-admit-text")}</p>
          <Form action={office.banks.href()} csrf={csrf} submit={l.t("payments.bank-admit")}>
            <TextField name="code" label={l.t("payments.bank-code")} hint={l.t("payments.bank-code-hint")} value={typed("code")} error={error("code")} width={20} attributes={{ dir: "ltr", spellcheck: "false", autocomplete: "off" }} />
            <TextField name="name" label={l.t("payments.bank-name")} value={typed("name")} error={error("name")} attributes={{ maxlength: 100 }} />
          </Form>
        </Card>
      ) : null}
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "payments", errors: errors.length > 0 });
}

/** The file of a bank's day, as the two sides compare it. */
export const bankDay = officerPage(office.bankDay, {
  async get({ app, officer, parameters }) {
    const day = readDate(parameters.day ?? "");
    const bank = (await banksThatCollect(app.db)).find(({ code }) => code === parameters.bank);
    if (!day || !bank || !mayDo(officer.role, "money")) throw new NotFound();
    return bytes("text/csv; charset=utf-8", dayLines(await dayFile(app.db, bank.code, day)), `${bank.code}-${day}.csv`);
  },
});
