import type { ComponentChildren } from "preact";
import { TextArea } from "../../ui/fields.tsx";
import { type ButtonKind, Form, KeyCap } from "../../ui/form.tsx";
import { office } from "../routes.ts";
import type { View } from "./case.tsx";

type ActFormProps = { view: View; act: string; submit: string; kind?: ButtonKind; shortcut?: string | undefined; children?: ComponentChildren };

/** The form of one act. It brings along which moment of the case it was filled in at. */
export function ActForm({ view: { visit: { csrf }, file: { application }, query }, act, submit, kind = "primary", shortcut, children }: ActFormProps) {
  return (
    <Form action={office.act.href({ id: application.id, act }, query)} csrf={csrf} submit={submit} submitKind={kind} shortcut={shortcut} id={`act-${act}`}>
      <input type="hidden" name="seen" value={application.changed_at.toString()} />
      {children}
    </Form>
  );
}

/** What was typed into a field of an act that came back, and what is wrong with it. */
export function back(view: View, act: string, field: string) {
  const mine = view.trouble?.act === act ? view.trouble : null;
  const raw = mine?.raw[field];
  return { value: Array.isArray(raw) ? raw[0] : raw, error: mine?.errors.find((error) => error.field === field)?.text, typed: mine !== null };
}

/** What an act asks, behind its name. It stands open when the act came back. */
export function Fold({ view, act, title, children, danger, shortcut }: { view: View; act: "contact" | "end-mandate" | "ask-documents" | "refuse" | "print" | "correct-tracking" | "not-accept" | "remove" | "lapse" | "withdraw" | "come-back" | "dismiss-refusal" | "undo-check-in" | "protect" | "unprotect"; title?: string | undefined; children: ComponentChildren; danger?: boolean; shortcut?: string | undefined }) {
  const { visit: { l }, trouble } = view;
  return (
    <details class={danger ? "details details--danger" : "details"} open={trouble?.act === act}>
      <summary data-key={shortcut}>{title ?? l.t(`case.act-${act}`)}{shortcut ? <> <KeyCap>{shortcut}</KeyCap></> : null}</summary>
      <div class="details__body">{children}</div>
    </details>
  );
}

/** Acts that take the officer’s words and nothing else. */
export function WithWords({ view, act, kind = "danger" }: { view: View; act: "not-accept" | "remove" | "lapse" | "come-back" | "dismiss-refusal" | "withdraw" | "end-mandate"; kind?: ButtonKind }) {
  const { visit: { l } } = view;
  const { value, error } = back(view, act, `${act}-words`);
  return (
    <Fold view={view} act={act} danger={kind === "danger"}>
      <p>{l.t(`case.about-${act}`)}</p>
      <ActForm view={view} act={act} submit={l.t(`case.act-${act}`)} kind={kind}>
        <TextArea name={`${act}-words`} label={l.t("case.words")} hint={l.t(`case.words-hint-${["dismiss-refusal", "come-back", "withdraw", "end-mandate"].includes(act) ? "office" : "person"}`)} rows={3} value={value} error={error} attributes={{ maxlength: 1000 }} />
      </ActForm>
    </Fold>
  );
}

/** An act that asks nothing, but first says what it does. */
export function Sure({ view, act }: { view: View; act: "protect" | "unprotect" | "undo-check-in" }) {
  const { l } = view.visit;
  return <Fold view={view} act={act}><p>{l.t(`case.about-${act}`)}</p><ActForm view={view} act={act} submit={l.t(`case.act-${act}`)} kind="secondary" /></Fold>;
}
