import { record } from "../../audit/record.ts";
import { allows, giveBack, minutesUntilNext } from "../../identity/limits.ts";
import { checkPassword } from "../../identity/officer.ts";
import { challengeFor, checkPasskey } from "../../identity/passkey.ts";
import { keyed } from "../../identity/secrets.ts";
import { isProved, noteProof, proofMinutes } from "../../identity/session.ts";
import { partyOf } from "../../identity/webauthn.ts";
import { asset } from "../../ui/assets.ts";
import { TextField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { PasskeyForm } from "../../ui/passkey-form.tsx";
import { type Answer, html, type OfficerVisit } from "../page.ts";

// A screen that stands open in a hall is no officer: what decides about somebody's stay asks again who is there.
const useOf = (visit: OfficerVisit) => `prove:${visit.session.id}`;

/**
 * The page that asks an officer once more to prove who they are, or null where they have lately, or just did with this form. What was posted stays
 * in the page's form and is sent again with the proof, so nothing typed is lost. `nav` is the part of the office that asks.
 */
export async function proveFirst(visit: OfficerVisit, nav: string): Promise<Answer | null> {
  const { session, now, form, l } = visit;
  if (isProved(session, now)) return null;
  const tried = typeof form.credential === "string" || typeof form["proof-password"] === "string";
  if (!tried) return ask(visit, nav, [], 403);
  const account = keyed(visit.app.secret, "prove", visit.officer.id);
  if (!(await allows(visit.app.db, "sign-in-account", account, now))) return ask(visit, nav, [{ field: "", text: l.t("office.sign-in-too-many", { minutes: minutesUntilNext("sign-in-account", now) }) }], 429);
  const proved = await (typeof form.credential === "string" ? byPasskey(visit) : byPassword(visit));
  if (!proved) return ask(visit, nav, [{ field: "", text: l.t("office.prove-wrong") }], 422);
  await visit.act(async (act) => {
    await giveBack(act.tx, "sign-in-account", account, now);
    await noteProof(act, session);
    await record(act, "proved", { office: visit.officer.office_code });
  });
  return null;
}

async function byPasskey(visit: OfficerVisit): Promise<boolean> {
  const party = partyOf(visit.app.origins.office);
  if (!party) return false;
  const checked = await visit.act((act) => checkPasskey(act, visit.app.secret, party, String(visit.form.credential), useOf(visit)));
  return checked.ok && checked.officer === visit.officer.id;
}

async function byPassword({ app, officer, form }: OfficerVisit): Promise<boolean> {
  return app.demonstration && (await checkPassword(app.db, officer.email, String(form["proof-password"]).slice(0, 200)))?.id === officer.id;
}

function ask(visit: OfficerVisit, nav: string, errors: FieldFault[], status: number): Answer {
  const { l, app, csrf, form, path, now } = visit;
  const title = l.t("office.prove");
  const party = partyOf(app.origins.office);
  const own = new Set(["_csrf", "credential", "proof-password"]);
  const posted = Object.entries(form).filter(([name]) => !own.has(name))
    .flatMap(([name, value]) => ([] as string[]).concat(value ?? []).map((each) => <input type="hidden" name={name} value={each} />));
  const body = (
    <Page title={title} lead={l.t("office.prove-lead", { minutes: proofMinutes })} before={<ErrorSummary errors={errors} />}>
      {app.demonstration ? (
        <Form action={path} csrf={csrf} submit={l.t("office.prove-go")}>
          {posted}
          <TextField name="proof-password" type="password" label={l.t("office.sign-in-password")} width={20} attributes={{ autocomplete: "current-password" }} />
        </Form>
      ) : null}
      {party ? (
        <PasskeyForm ask="get" action={path} csrf={csrf} submit={l.t("office.prove-passkey")} kind={app.demonstration ? "secondary" : "primary"} unable={l.t("office.passkey-unable")} failed={l.t("office.passkey-failed")}
          options={{ challenge: Buffer.from(challengeFor(app.secret, useOf(visit), now)).toString("base64url"), rpId: party.id, userVerification: "required" }}>
          {posted}
        </PasskeyForm>
      ) : null}
    </Page>
  );
  return html(title, body, status, { errors: errors.length > 0, nav, scripts: party ? [asset("passkey.js")] : [] });
}
