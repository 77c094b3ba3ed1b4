import { record } from "../../audit/record.ts";
import { allows, giveBack, minutesUntilNext } from "../../identity/limits.ts";
import { checkPassword, findOfficer, type Officer } from "../../identity/officer.ts";
import { challengeFor, checkPasskey } from "../../identity/passkey.ts";
import { keyed } from "../../identity/secrets.ts";
import { deviceOf, endSession, openSession } from "../../identity/session.ts";
import { partyOf } from "../../identity/webauthn.ts";
import { log } from "../../platform/log.ts";
import { asset } from "../../ui/assets.ts";
import { TextField } from "../../ui/fields.tsx";
import { ErrorSummary, Form, type FieldFault } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { PasskeyForm } from "../../ui/passkey-form.tsx";
import { pathWithin } from "../guard.ts";
import { acting, type Answer, html, officerPage, publicPage, redirect, type Visit } from "../page.ts";
import { office } from "../routes.ts";

/** Signs an officer in by passkey; in the demonstration also by a password everybody knows. */
export const signIn = publicPage(office.signIn, {
  get: (visit) => show(visit, []),
  async post(visit) {
    const { app, now, form, address } = visit;
    if (!(await allows(app.db, "sign-in", address, now))) return tooMany(visit, "sign-in");
    const answer = await (typeof form.credential === "string" ? byPasskey(visit) : byPassword(visit));
    if (answer.kind === "redirect") await giveBack(app.db, "sign-in", address, now);
    return answer;
  },
});

function tooMany(visit: Visit, limit: "sign-in" | "sign-in-account"): Answer {
  return show(visit, [{ field: "", text: visit.l.t("office.sign-in-too-many", { minutes: minutesUntilNext(limit, visit.now) }) }], 429);
}

async function byPasskey(visit: Visit): Promise<Answer> {
  const { app, l, form } = visit;
  const party = partyOf(app.origins.office);
  const checked = party ? await visit.act((act) => checkPasskey(act, app.secret, party, String(form.credential))) : null;
  const officer = checked?.ok ? await findOfficer(app.db, checked.officer) : undefined;
  if (officer) return begin(visit, officer, "passkey");
  log.warn("a sign-in by passkey failed");
  return show(visit, [{ field: "", text: l.t("office.passkey-refused") }], 422);
}

async function byPassword(visit: Visit): Promise<Answer> {
  const { app, l, now, form } = visit;
  if (!app.demonstration) return show(visit, []);
  const email = String(form.email ?? "").trim().toLowerCase().slice(0, 160);
  const account = keyed(app.secret, "sign-in", email);
  if (!(await allows(app.db, "sign-in-account", account, now))) return tooMany(visit, "sign-in-account");
  const officer = await checkPassword(app.db, email, String(form.password ?? "").slice(0, 200));
  if (officer) {
    await giveBack(app.db, "sign-in-account", account, now);
    return begin(visit, officer, "password");
  }
  log.warn("a sign-in failed");
  return show(visit, [{ field: "email", text: l.t("office.sign-in-wrong") }], 422, email);
}

async function begin(visit: Visit, officer: Officer, by: "passkey" | "password"): Promise<Answer> {
  const to = after(visit, officer);
  const session = await acting(visit.app, { kind: "officer", id: officer.id, name: officer.name })(async (act) => {
    await record(act, "sign-in", { office: officer.office_code, facts: { by } });
    return openSession(act, { officer: officer.id }, visit.l.code, deviceOf(visit.header("user-agent")));
  });
  return redirect(to, { session });
}

// Only a path of this office: an address of another site would carry people away right after they signed in.
function after(visit: Visit, officer: Officer): string {
  const then = pathWithin(visit.app.origins.office, visit.query.then ?? String(visit.form.then ?? ""));
  if (then !== null && !then.startsWith(office.signIn.pattern)) return then;
  return officer.role === "finance" ? office.payments.href() : office.day.href();
}

function show(visit: Visit, errors: FieldFault[], status = 200, email = ""): Answer {
  const { l, app, csrf, query, now } = visit;
  const title = l.t("office.sign-in");
  const error = (field: string) => errors.find((one) => one.field === field)?.text;
  const party = partyOf(app.origins.office);
  const action = office.signIn.href({ then: query.then });
  const body = (
    <Page title={title} lead={l.t(app.demonstration ? "office.sign-in-demonstration" : "office.passkey-lead")} before={<ErrorSummary errors={errors} />}>
      {query.added === "yes" && errors.length === 0 ? <Notice kind="success" live><p>{l.t("office.passkey-added")}</p></Notice> : null}
      {app.demonstration ? (
        <Form action={action} csrf={csrf} submit={l.t("office.sign-in")}>
          <TextField name="email" type="email" label={l.t("office.sign-in-email")} value={email} error={error("email")} width={30} attributes={{ autocomplete: "username", dir: "ltr" }} />
          <TextField name="password" type="password" label={l.t("office.sign-in-password")} width={20} attributes={{ autocomplete: "current-password" }} />
        </Form>
      ) : null}
      {party ? (
        <PasskeyForm ask="get" action={action} csrf={csrf} submit={l.t("office.passkey-sign-in")} kind={app.demonstration ? "secondary" : "primary"} unable={l.t("office.passkey-unable")} failed={l.t("office.passkey-failed")}
          options={{ challenge: Buffer.from(challengeFor(app.secret, "sign-in", now)).toString("base64url"), rpId: party.id, userVerification: "required" }} />
      ) : null}
      {!party && !app.demonstration ? <Notice kind="warning"><p>{l.t("office.passkey-no-name")}</p></Notice> : null}
    </Page>
  );
  return html(title, body, status, { errors: errors.length > 0, scripts: party ? [asset("passkey.js")] : [] });
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
