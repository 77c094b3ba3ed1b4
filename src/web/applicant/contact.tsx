import { askNewContact, changeContact } from "../../acts/change-contact.ts";
import { endedWithout, type State } from "../../applications/states.ts";
import { findWish } from "../../appointments/wish.ts";
import { isStopped, resumeReminders, stopReminders } from "../../notifications/stop.ts";
import { email, phone } from "../../applications/questions.ts";
import { codeUnderWay } from "../../identity/code.ts";
import { codeMinutes } from "../../notifications/notices.ts";
import { type Fields, parse } from "../../platform/form.ts";
import { ButtonForm, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { Notice } from "../../ui/notice.tsx";
import { mayChangeContact } from "../../representation/mandate.ts";
import { again, type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { masked } from "../masked.ts";
import { faultsInWords, Questions } from "../question.tsx";
import { portal } from "../routes.ts";
import { proveFirst } from "./prove.tsx";
import { CodeField, NoCode } from "./start-code.tsx";

// One contact at a time: only what the code reaches takes over, and what is typed beside it would be lost without a word.
const fields: Fields = {
  channel: { control: "radios", options: ["email", "sms"] },
  email: { ...email, when: (answers) => answers.channel === "email" },
  phone: { ...phone, when: (answers) => answers.channel === "sms" },
};

/** A new e-mail address or phone number: proven by a code before it takes over; the old one is told. */
export const contact = applicantPage(portal.contact, {
  get: (visit) => (visit.query.code && visit.code ? typeCode(visit, visit.code, []) : ask(visit, [])),
  async post(visit) {
    const { l, app, application } = visit;
    const { reminders } = visit.form;
    if (reminders === "stop" || reminders === "resume") {
      await visit.act(async (act) => void (await (reminders === "stop" ? stopReminders : resumeReminders)(act, application.id)));
      return redirect(portal.contact.href({ lang: l.code }, { reminders }));
    }
    if (visit.form.code !== undefined && visit.code) {
      const code = visit.code;
      const changed = await visit.act((act) => changeContact(act, app.secret, application, visit.session.id, code, String(visit.form.code)));
      if (changed.ok) return redirect(portal.contact.href({ lang: l.code }, { changed: "yes" }), { code: null });
      if (changed.why === "wrong") return typeCode(visit, code, [{ field: "code", text: l.t("registration.code-wrong") }]);
      return ask(visit, [{ field: "channel", text: l.t("registration.code-dead-text") }]);
    }
    const { answers, errors } = parse(fields, visit.form, visit.today);
    if (errors.length > 0) return ask(visit, faultsInWords(l, errors));
    // Who found a phone or a screen open must not take the case over with a contact of their own.
    const unproved = await proveFirst(visit);
    if (unproved) return unproved;
    const channel = answers.channel as "email" | "sms";
    const to = (channel === "sms" ? answers.phone : answers.email)!;
    const asked = await visit.act((act) => askNewContact(act, app.secret, application, { channel, contact: to }, l.code));
    if (!asked.ok && asked.why === "theirs") return ask(visit, []);
    if (!asked.ok && asked.why === "own-address") return ask(visit, faultsInWords(l, [{ field: channel === "sms" ? "phone" : "email", key: "fields.error.own-address" }]));
    if (!asked.ok) return ask(visit, [{ field: "channel", text: l.t("registration.too-many") }]);
    return redirect(portal.contact.href({ lang: l.code }, { code: "sent" }), { code: asked.code });
  },
});

async function ask(visit: ApplicantVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, application } = visit;
  const title = l.t("status.contact-title");
  const { changed, reminders } = visit.query;
  const said = changed ? l.t("status.contact-changed") : reminders === "stop" ? l.t("notices.stop-done") : reminders === "resume" ? l.t("notices.stop-resumed") : null;
  const [stopped, wish] = await Promise.all([isStopped(visit.app.db, application.id), findWish(visit.app.db, application.id)]);
  const theirs = visit.represents && !mayChangeContact(visit.mandate!.capacity);
  const known = { channel: application.channel, email: application.email ?? "", phone: application.phone ?? "" };
  const body = (
    <Page
      back={portal.status.href({ lang: l.code })} title={title} lead={theirs ? undefined : l.t("status.contact-lead")}
      before={<><ErrorSummary errors={errors} />{said === null ? null : <Notice kind="success" title={said} live />}</>}
    >
      {theirs ? <Notice><p>{l.t("represented.contact-theirs")}</p></Notice> : (
        <Form action={portal.contact.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("status.contact-submit")}>
          <Questions fields={fields} today={visit.today} answers={known} raw={errors.length > 0 ? visit.form : null} errors={errors} />
        </Form>
      )}
      {endedWithout(application.state as State) ? null : <section id="reminders">
        <h2>{l.t("status.reminders-title")}</h2>
        <p>{stopped ? <strong>{l.t("notices.stop-stopped")}</strong> : l.t("notices.stop-lead")}</p>
        <p>{l.t("notices.stop-duties")}</p>
        <ButtonForm action={portal.contact.href({ lang: l.code })} csrf={visit.csrf} fields={{ reminders: stopped ? "resume" : "stop" }}>{l.t(stopped ? "notices.stop-resume" : "notices.stop-stop")}</ButtonForm>
        {wish ? (
          <>
            <p>{l.rich("appointments.earlier-on-list", { date: <bdi>{l.date(wish.fromDay)}</bdi> })}</p>
            <ButtonForm action={portal.earlier.href({ lang: l.code })} csrf={visit.csrf} fields={{ do: "stop" }}>{l.t("appointments.earlier-stop")}</ButtonForm>
          </>
        ) : null}
      </section>}
      <p><a href={portal.sessions.href({ lang: l.code })}>{l.t("sessions.link")}</a></p>
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}

async function typeCode(visit: ApplicantVisit, code: string, errors: FieldFault[]): Promise<Answer> {
  const { l } = visit;
  const sent = await codeUnderWay(visit.app.db, code, "contact", visit.now);
  if (!sent) return ask(visit, [{ field: "channel", text: l.t("registration.code-dead-text") }]);
  const { channel, contact: to } = sent.draft as { channel: "email" | "sms"; contact: string };
  const here = portal.contact.href({ lang: l.code });
  const title = l.t("registration.code-title");
  const body = (
    <Page
      back={here} title={title} before={<ErrorSummary errors={errors} />}
      lead={<>{l.rich("registration.code-sent-to", { to: <bdi class="whole" dir="ltr">{masked(to)}</bdi> })} {l.t("registration.code-lead", { minutes: codeMinutes })}</>}
    >
      <Form action={here} csrf={visit.csrf} submit={l.t("registration.code-submit")}>
        <CodeField l={l} error={errors[0]?.text} />
      </Form>
      <NoCode visit={visit} action={here} fields={{ channel, [channel === "sms" ? "phone" : "email"]: to }} other={false}>
        <p><a href={here}>{l.t("registration.code-correct")}</a></p>
      </NoCode>
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}
