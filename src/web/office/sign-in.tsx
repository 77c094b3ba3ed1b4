import { record } from "../../audit/record.ts";
import { allows } from "../../identity/limits.ts";
import { checkPassword, type Officer } from "../../identity/officer.ts";
import { keyed } from "../../identity/secrets.ts";
import { deviceOf, endSession, openSession } from "../../identity/session.ts";
import { log } from "../../platform/log.ts";
import { TextField } from "../../ui/fields.tsx";
import { ErrorSummary, Form, type FieldFault } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { acting, type Answer, html, officerPage, publicPage, redirect, type Visit } from "../page.ts";
import { office } from "../routes.ts";

/** Signs an officer in: in the demonstration by password; elsewhere the page says what is not there yet. */
export const signIn = publicPage(office.signIn, {
  get: (visit) => show(visit, []),
  async post(visit) {
    const { app, l, now, form, address } = visit;
    const email = String(form.email ?? "").trim().toLowerCase().slice(0, 160);
    const password = String(form.password ?? "").slice(0, 200);
    if (!app.demonstration) return show(visit, []);
    const within = (await allows(app.db, "sign-in", `address:${address}`, now)) && (await allows(app.db, "sign-in", keyed(app.secret, "sign-in", email), now));
    if (!within) return show(visit, [{ field: "", text: l.t("office.sign-in-too-many") }], 429);
    const officer = await checkPassword(app.db, email, password);
    if (!officer) log.warn("a sign-in failed");
    if (!officer) return show(visit, [{ field: "email", text: l.t("office.sign-in-wrong") }], 422, email);
    const session = await acting(app, { kind: "officer", id: officer.id, name: officer.name })(async (act) => {
      await record(act, "sign-in", { office: officer.office_code });
      return openSession(act, { officer: officer.id }, l.code, deviceOf(visit.header("user-agent")));
    });
    return redirect(after(visit, officer), { session });
  },
});

// Only a path of this office: an address of another site would carry people away right after they signed in.
function after(visit: Visit, officer: Officer): string {
  const then = visit.query.then ?? String(visit.form.then ?? "");
  if (/^\/(?![/\\])/.test(then) && !then.startsWith(office.signIn.pattern)) return then;
  return officer.role === "finance" ? office.payments.href() : office.day.href();
}

function show(visit: Visit, errors: FieldFault[], status = 200, email = ""): Answer {
  const { l, app, csrf, query } = visit;
  const title = l.t("office.sign-in");
  const error = (field: string) => errors.find((one) => one.field === field)?.text;
  const body = app.demonstration ? (
    <Page title={title} lead={l.t("office.sign-in-demonstration")} before={<ErrorSummary errors={errors} />}>
      <Form action={office.signIn.href({ then: query.then })} csrf={csrf} submit={l.t("office.sign-in")}>
        <TextField name="email" type="email" label={l.t("office.sign-in-email")} value={email} error={error("email")} width={30} attributes={{ autocomplete: "username", dir: "ltr" }} />
        <TextField name="password" type="password" label={l.t("office.sign-in-password")} width={20} attributes={{ autocomplete: "current-password" }} />
      </Form>
    </Page>
  ) : (
    <Page title={title}><Notice kind="warning" title={l.t("office.sign-in-production")}><p>{l.t("office.sign-in-production-text")}</p></Notice></Page>
  );
  return html(title, body, status, { errors: errors.length > 0 });
}

/** Ends the session of this browser. */
export const signOut = officerPage(office.signOut, {
  async post(visit) {
    await visit.act(async (act) => {
      await record(act, "sign-out", { office: visit.officer.office_code });
      await endSession(act, visit.session.id);
    });
    return redirect(office.signIn.href(), { session: null });
  },
});
