import { setOfficeAddress } from "../../acts/set-address.ts";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { TextField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { type Answer, html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

/** Where the office is: it stands on appointments, calendar files and registration forms. */
export const address = officerPage(office.address, {
  get: (visit) => show(visit, []),
  async post(visit) {
    const { officer, form, l } = visit;
    if (!mayDo(officer.role, "set-hours")) return notYourDuty(l, "day");
    const typed = String(form.address ?? "").replace(/\s+/gu, " ").trim();
    if (typed.length < 5 || typed.length > 200) return show(visit, [{ field: "address", text: l.t("appointments.address-wrong") }]);
    const forms = await visit.act((act) => setOfficeAddress(act, officer.office_code, typed));
    return redirect(office.address.href({ set: String(forms) }));
  },
});

async function show(visit: OfficerVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, app, officer, csrf, form, query } = visit;
  if (!mayDo(officer.role, "set-hours")) return notYourDuty(l, "day");
  const known = await app.db.selectFrom("office").select("address").where("code", "=", officer.office_code).executeTakeFirstOrThrow();
  const title = l.t("appointments.address-title");
  const forms = /^\d{1,6}$/.test(query.set ?? "") ? Number(query.set) : null;
  const body = (
    <OfficePage back={office.hours.href()} title={title} meta={<span>{l.t("appointments.address-lead")}</span>} before={<>
      <ErrorSummary errors={errors} />
      {forms === null ? null : <Notice kind="success" title={l.t("appointments.address-set")} live><p>{l.t("appointments.address-forms", { n: forms })}</p></Notice>}
    </>}>
      <Form action={office.address.href()} csrf={csrf} submit={l.t("appointments.address-submit")}>
        <TextField name="address" label={l.t("appointments.address")} hint={l.t("appointments.address-hint")} value={errors.length > 0 ? String(form.address ?? "") : (known.address ?? "")}
          error={errors[0]?.text} attributes={{ maxlength: 200, autocomplete: "off" }} />
      </Form>
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "day", errors: errors.length > 0 });
}
