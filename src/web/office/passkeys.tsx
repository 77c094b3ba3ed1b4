import { addPasskey, challengeFor, findInvitation, inviteToPasskey, type OwnPasskey, passkeysOf, revokePasskey, useOf } from "../../identity/passkey.ts";
import { algorithms, partyOf } from "../../identity/webauthn.ts";
import type { Language } from "../../platform/i18n.ts";
import { asset } from "../../ui/assets.ts";
import { TextField } from "../../ui/fields.tsx";
import { ButtonForm, ErrorSummary, type FieldFault } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page, Situation } from "../../ui/page.tsx";
import { PasskeyForm } from "../../ui/passkey-form.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { acting, again, type Answer, html, officerPage, publicPage, redirect, type Visit } from "../page.ts";
import { office } from "../routes.ts";
import { proveFirst } from "./prove.tsx";

/** Adds one passkey, for whoever brings the link that was made for them. */
export const newPasskey = publicPage(office.passkey, {
  get: (visit) => offer(visit, []),
  async post(visit) {
    const { app, l, form } = visit;
    const party = partyOf(app.origins.office);
    const name = String(form.name ?? "").slice(0, 4000).normalize("NFC").replace(/\p{C}/gu, "").trim().slice(0, 60) || l.t("office.passkey");
    const invitation = visit.parameters.invitation!;
    const owner = await findInvitation(app.db, invitation, visit.now);
    if (!owner || !party) return offer(visit, []);
    const outcome = await acting(app, { kind: "officer", id: owner.officer, name: owner.name })((act) => addPasskey(act, app.secret, party, invitation, String(form.credential ?? ""), name));
    if (outcome.ok) return redirect(office.signIn.href({ added: "yes" }));
    return offer(visit, outcome.why === "not-understood" ? [{ field: "", text: l.t("office.passkey-not-added") }] : []);
  },
});

async function offer(visit: Visit, errors: FieldFault[]): Promise<Answer> {
  const { app, l, now, csrf, parameters } = visit;
  const invitation = parameters.invitation!;
  const owner = await findInvitation(app.db, invitation, now);
  if (!owner) {
    const title = l.t("office.passkey-over");
    return html(title, <Situation icon="clock" title={title}><p>{l.t("office.passkey-over-text")}</p></Situation>, 410);
  }
  const party = partyOf(app.origins.office);
  const title = l.t("office.passkey-new");
  const own = await passkeysOf(app.db, owner.officer);
  const body = (
    <Page title={title} lead={l.rich("office.passkey-new-lead", { name: <bdi>{owner.name}</bdi> })} before={<ErrorSummary errors={errors} />}>
      {party ? (
        <PasskeyForm ask="create" action={office.passkey.href({ invitation })} csrf={csrf} submit={title} unable={l.t("office.passkey-unable")} failed={l.t("office.passkey-failed")}
          options={{
            challenge: Buffer.from(challengeFor(app.secret, useOf(invitation), now)).toString("base64url"), rp: { id: party.id, name: l.t("ui.office_name") },
            user: { id: Buffer.from(owner.officer).toString("base64url"), name: owner.email, displayName: owner.name },
            pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })), attestation: "none",
            authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" }, excludeCredentials: own.map(({ credential }) => ({ type: "public-key", id: credential })),
          }}>
          <TextField name="name" label={l.t("office.passkey-name")} hint={l.t("office.passkey-name-hint")} width={20} attributes={{ maxlength: 60, autocomplete: "off" }} />
        </PasskeyForm>
      ) : <Notice kind="warning"><p>{l.t("office.passkey-no-name")}</p></Notice>}
    </Page>
  );
  const scripts = [asset("passkey.js")];
  return errors.length > 0 ? again(title, body, 422, scripts) : html(title, body, 200, { scripts });
}

/** Adds a link for another device of one's own, or removes a passkey. */
export const passkeys = officerPage(office.passkeys, {
  async post(visit) {
    const { officer, form } = visit;
    // Whoever finds a screen open must not leave with a key to the office, or take its owner's.
    const asked = await proveFirst(visit, "");
    if (asked) return asked;
    if (form.another === "yes") return redirect(office.passkey.href({ invitation: await visit.act((act) => inviteToPasskey(act, officer.id)) }));
    const outcome = await visit.act((act) => revokePasskey(act, officer, String(form.remove ?? "")));
    return redirect(office.sessions.href({ passkey: outcome.ok ? "removed" : outcome.why }));
  },
});

/** An officer's own passkeys, on the page where they see where they are signed in. */
export function OwnPasskeys({ l, csrf, own, came }: { l: Language; csrf: string; own: OwnPasskey[]; came: string | undefined }) {
  const action = office.passkeys.href();
  return (
    <section>
      <h2>{l.t("office.passkeys")}</h2>
      {came === "removed" ? <Notice kind="success" live><p>{l.t("office.passkey-removed")}</p></Notice> : null}
      {came === "last" ? <Notice kind="warning" live><p>{l.t("office.passkey-last")}</p></Notice> : null}
      {own.length === 0 ? <p>{l.t("office.passkeys-none")}</p> : (
        <SummaryList rows={own.map(({ id, name, added_at, used_at }) => ({
          question: <bdi>{name}</bdi>,
          answer: (
            <div class="cluster cluster--apart">
              <span class="small">
                {l.t("office.passkey-since", { instant: l.instant(added_at) })}<br />
                {used_at ? l.t("sessions.seen", { instant: l.instant(used_at) }) : l.t("office.passkey-unused")}
              </span>
              <ButtonForm action={action} csrf={csrf} fields={{ remove: id }}>{l.t("office.passkey-remove")}<span class="visually-hidden"> <bdi>{name}</bdi></span></ButtonForm>
            </div>
          ),
        }))} />
      )}
      <ButtonForm action={action} csrf={csrf} fields={{ another: "yes" }}>{l.t(own.length === 0 ? "office.passkey-new" : "office.passkey-another")}</ButtonForm>
    </section>
  );
}
