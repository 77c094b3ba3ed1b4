import { accept } from "../../acts/accept.ts";
import { answerCorrection } from "../../acts/answer-correction.ts";
import { askDocuments } from "../../acts/ask-documents.ts";
import { cardCameBack, deliverCard, postCard, printCard } from "../../acts/card.ts";
import { changeContactAtCounter } from "../../acts/change-contact.ts";
import { checkIn, undoCheckIn } from "../../acts/check-in.ts";
import { endMandate } from "../../acts/end-mandate.ts";
import { lapse, notAccept, remove } from "../../acts/close.ts";
import { confirmRefusal, dismissRefusal, grant, handBack, proposeRefusal } from "../../acts/decide.ts";
import { liftProtection, protect } from "../../acts/protect.ts";
import { serve } from "../../acts/serve.ts";
import { withdraw } from "../../acts/withdraw.ts";
import { type Application, findInOffice } from "../../applications/application.ts";
import { settleClash } from "../../applications/clashes.ts";
import { move } from "../../applications/move.ts";
import { addNote } from "../../applications/notes.ts";
import { type ServiceWay, serviceWays } from "../../applications/service.ts";
import type { Act } from "../../platform/act.ts";
import { type Answers, type Field, type FieldError, type Fields, parse, type RawForm, readDate } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { type FieldFault } from "../../ui/form.tsx";
import { type Answer, NotFound, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { faultsInWords, labelOf, topicOf } from "../question.tsx";
import { office } from "../routes.ts";
import { showCase, type Trouble } from "./case.tsx";
import { contactFields } from "./case-contact.tsx";
import { type Duty, mayDo } from "./duties.ts";
import { proveFirst } from "./prove.tsx";
import { queueQuery } from "./queue.tsx";
import { notYourDuty } from "./words.tsx";

type Ran = { ok: true } | { ok: false; why: string; errors?: FieldError[] };
type Doing = {
  fields?: Fields;
  run(act: Act, application: Application, typed: Answers, raw: RawForm): Promise<Ran>;
  /** At which field a refusal of the act is told; without one it is told of the page. */
  at?: Record<string, string>;
  /** Where the page continues, where what was done is seen there; otherwise at its top, which tells it. */
  anchor?: string;
};

const words = (act: string): { fields: Fields; at: Record<string, string> } => ({
  fields: { [`${act}-words`]: { control: "textarea", attributes: { maxlength: 1000 } } }, at: { "comment-needed": `${act}-words` },
});
const date: Field = { control: "date" };
const line = (maxlength: number): Field => ({ control: "text", attributes: { maxlength } });
const many = (value: RawForm[string]): string[] => ([] as string[]).concat(value ?? []);
const upper = (typed: string) => typed.replace(/\s/g, "").toUpperCase();

const posting: Doing = {
  fields: { "post-code": line(20) }, at: { "wrong-code": "post-code", "code-taken": "post-code", "same-code": "post-code" },
  run: (act, application, typed) => postCard(act, application, typed["post-code"]!),
};

/** Every act an officer can do on a case's page. */
const acts: Partial<Record<Duty, Doing>> = {
  "check-in": { run: (act, application) => checkIn(act, application) },
  "undo-check-in": { run: (act, application) => undoCheckIn(act, application) },
  accept: { run: (act, application) => accept(act, application) },
  review: { run: (act, application) => move(act, application, "review") },
  "hand-back": { run: (act, application) => handBack(act, application) },
  "ask-documents": { fields: { due: date }, at: { "nothing-asked": "document", "due-out-of-range": "due" }, run: (act, application, typed, raw) => askDocuments(act, application, asked(typed, raw)) },
  grant: {
    fields: { "grant-from": date, "grant-until": { ...date, optional: true }, "grant-reason": { ...line(40), optional: true } },
    at: { "until-needed": "grant-until", "dates-reversed": "grant-until", "begins-too-early": "grant-from", "already-over": "grant-until", "too-long": "grant-until", "reason-needed": "grant-reason" },
    run: (act, application, typed) => grant(act, application, {
      from: Temporal.PlainDate.from(typed["grant-from"]!), until: readDate(typed["grant-until"] ?? "") ?? undefined, reason: typed["grant-reason"],
    }),
  },
  refuse: {
    fields: { "refuse-words": { control: "textarea", optional: true } }, at: { "reason-needed": "reason", "comment-needed": "refuse-words" },
    run: (act, application, typed, raw) => proposeRefusal(act, application, { reasons: many(raw.reason), comment: typed["refuse-words"] ?? "" }),
  },
  "confirm-refusal": { run: (act, application) => confirmRefusal(act, application) },
  "dismiss-refusal": { ...words("dismiss-refusal"), run: (act, application, typed) => dismissRefusal(act, application, typed["dismiss-refusal-words"]!) },
  "not-accept": { ...words("not-accept"), run: (act, application, typed) => notAccept(act, application, typed["not-accept-words"]!) },
  remove: { ...words("remove"), run: (act, application, typed) => remove(act, application, typed["remove-words"]!) },
  lapse: { ...words("lapse"), run: (act, application, typed) => lapse(act, application, typed["lapse-words"]!) },
  withdraw: { ...words("withdraw"), run: async (act, application, typed) => {
    const done = await withdraw(act, application);
    if (done.ok) await addNote(act, application, typed["withdraw-words"]!);
    return done;
  } },
  protect: { run: (act, application) => protect(act, application) },
  unprotect: { run: (act, application) => liftProtection(act, application) },
  serve: {
    fields: { "serve-on": date, "serve-way": { control: "select", options: serviceWays }, "serve-reference": { ...line(60), optional: true } },
    at: { "day-out-of-range": "serve-on", "reference-needed": "serve-reference" },
    run: (act, application, typed) => serve(act, application, Temporal.PlainDate.from(typed["serve-on"]!), { way: typed["serve-way"] as ServiceWay, reference: typed["serve-reference"] }),
  },
  print: {
    fields: { "print-series": { ...line(3), normalise: upper }, "print-number": { ...line(12), normalise: upper } }, at: { "wrong-number": "print-series", "number-taken": "print-number" },
    run: (act, application, typed) => printCard(act, application, { series: typed["print-series"]!, number: typed["print-number"]! }),
  },
  post: posting,
  "correct-tracking": posting,
  deliver: { run: (act, application) => deliverCard(act, application) },
  "come-back": { ...words("come-back"), run: (act, application, typed) => cardCameBack(act, application, typed["come-back-words"]!) },
  note: { fields: { "note-text": { control: "textarea" } }, anchor: "notes", run: async (act, application, typed) => {
    await addNote(act, application, typed["note-text"]!);
    return { ok: true };
  } },
  contact: {
    fields: contactFields, at: { "own-address": "messagesBy", "same-contact": "messagesBy" },
    run: (act, application, { messagesBy, email = null, phone = null }) => changeContactAtCounter(act, application, { channel: messagesBy as "email" | "sms", email, phone }),
  },
  "end-mandate": { ...words("end-mandate"), run: (act, application, typed) => endMandate(act, application.id, "officer", typed["end-mandate-words"]!) },
  correction: { run: async (act, application, _typed, raw) => {
    const id = String(raw.correction ?? "");
    if (!isId(id)) throw new NotFound();
    const said = String(raw[`words-${id}`] ?? "").slice(0, 500);
    return answerCorrection(act, application, id, raw.verdict === "done" ? { verdict: "done", typed: raw, words: said } : { verdict: "refused", words: said });
  } },
  clash: { run: (act, application, _typed, raw) => {
    if (!isId(String(raw.clash ?? ""))) throw new NotFound();
    return settleClash(act, application, String(raw.clash), raw.verdict === "same-person" ? "same-person" : "different-people");
  } },
};

function asked(typed: Answers, raw: RawForm) {
  const another = String(raw.another ?? "");
  const chosen = [...new Set([...many(raw.document), ...(another ? [another] : [])])];
  const said = (code: string) => String(raw[code === another ? "words-another" : `words-${code}`] ?? "").trim().slice(0, 300) || undefined;
  return { documents: chosen.map((code) => ({ code, words: said(code) })), due: Temporal.PlainDate.from(typed.due!) };
}

// What decides about somebody’s stay; the officer has proved lately that it is them.
const weighty: ReadonlySet<string> = new Set(["grant", "refuse", "confirm-refusal"]);

// Notes, contacts, mandates, answers and settlements do not move a case; they need not have seen its last move.
const anyMoment: readonly string[] = ["note", "contact", "end-mandate", "correction", "clash"];

/** One act on a case: done in one transaction, or the page again with what was typed and why it was not done. */
export const actPage = officerPage(office.act, {
  async post(visit): Promise<Answer> {
    const { officer, parameters, form, today, l } = visit;
    const { id, act: name = "" } = parameters;
    const doing = acts[name as Duty];
    if (!doing || !isId(id)) throw new NotFound();
    if (!mayDo(officer.role, name as Duty)) return notYourDuty(l, "cases");
    if (weighty.has(name)) {
      const asked = await proveFirst(visit, "cases");
      if (asked) return asked;
    }
    const { answers: typed, errors } = parse(doing.fields ?? {}, form, today);
    if (errors.length > 0) return showCase(visit, trouble(visit, name, 422, faults(visit, errors)));
    const outcome = await visit.act(async (act): Promise<Ran> => {
      const application = await findInOffice(act.tx, id, officer.office_code);
      if (!application || application.state === "draft") throw new NotFound();
      if (!anyMoment.includes(name) && form.seen !== application.changed_at.toString()) return { ok: false, why: "changed-meanwhile" };
      return doing.run(act, application, typed, form);
    });
    if (outcome.ok) return redirect(`${office.case.href({ id }, { ...queueQuery(visit.query), done: name })}${doing.anchor ? `#${doing.anchor}` : ""}`);
    const { why } = outcome;
    if (why === "changed-meanwhile" || why === "not-allowed") return showCase(visit, { ...trouble(visit, name, 409, []), meanwhile: why });
    if (outcome.errors) return showCase(visit, trouble(visit, name, 422, faultsInWords(l, outcome.errors, "about")));
    const field = why === "words-needed" ? `words-${String(form.correction)}` : (doing.at?.[why] ?? "");
    const text = l.t(`case.fault-${why as "reason-needed"}`);
    return showCase(visit, trouble(visit, name, field === "" ? 409 : 422, [{ field, text }]));
  },
});

function trouble(visit: OfficerVisit, act: string, status: number, errors: FieldFault[]): Trouble {
  return { act, status, errors, raw: visit.form };
}

function faults({ l }: OfficerVisit, errors: FieldError[]): FieldFault[] {
  return errors.map(({ field, key, values }) => {
    const own = `case.field-${field.endsWith("-words") ? "words" : field}`;
    const label = l.has(own) ? l.t(own) : topicOf(labelOf(l, field, "about"));
    const said = Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, value instanceof Temporal.PlainDate ? l.day(value) : value]));
    return { field, text: l.t(key, { label, ...said }) };
  });
}
