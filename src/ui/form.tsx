import type { ComponentChildren } from "preact";
import type { Attributes } from "./fields.tsx";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";

export type ButtonKind = "primary" | "secondary" | "danger" | "quiet";

export type FormProps = {
  action: string;
  csrf: string;
  children?: ComponentChildren;
  /** The words of the one primary button; without it the form brings its own buttons. */
  submit?: ComponentChildren;
  /** `name` and `value` sent by the primary button. */
  submitAs?: { name: string; value: string };
  submitKind?: ButtonKind;
  /** Single key of the office that leads to the button; Enter presses it. */
  shortcut?: string | undefined;
  /** Further buttons or links beside the primary one. */
  secondary?: ComponentChildren;
  multipart?: boolean;
  /** Address to which the form is posted quietly while it is being filled in. */
  autosave?: string;
  id?: string;
  attributes?: Attributes;
};

/** A form that is posted once, with its token; the program checks everything, so the browser's own bubbles stay quiet. */
export function Form({ action, csrf, children, submit, submitAs, submitKind = "primary", shortcut, secondary, multipart, autosave, id, attributes }: FormProps) {
  const l = useLanguage();
  return (
    <form class="form" method="post" action={action} id={id} novalidate data-once enctype={multipart ? "multipart/form-data" : undefined}
      data-autosave={autosave} data-sending-text={multipart ? l.t("ui.sending", { percent: "#" }) : undefined}
      data-cancel-text={multipart ? l.t("ui.cancel") : undefined} data-failed-text={multipart ? l.t("ui.not_sent") : undefined} {...attributes}>
      <input type="hidden" name="_csrf" value={csrf} />
      {children}
      {submit || secondary ? (
        <div class="actions">
          {submit ? <Button kind={submitKind} {...submitAs} shortcut={shortcut}>{submit}</Button> : null}
          {secondary}
        </div>
      ) : null}
      {autosave ? (
        <p class="saved" data-saved role="status" data-saved-text={l.t("ui.saved")} data-saving-text={l.t("ui.saving")} data-unsaved-text={l.t("ui.not_saved")} data-refused-text={l.t("ui.not_saved_here")} />
      ) : null}
    </form>
  );
}

export type ButtonProps = {
  children: ComponentChildren;
  kind?: ButtonKind;
  type?: "submit" | "button";
  name?: string;
  value?: string;
  /** Single key of the office that leads to it; Enter presses it. */
  shortcut?: string | undefined;
  attributes?: Attributes;
};

export function Button({ children, kind = "primary", type = "submit", name, value, shortcut, attributes }: ButtonProps) {
  return (
    <button class={`button button--${kind}`} type={type} name={name} value={value} data-key={shortcut} {...attributes}>
      {children}{shortcut ? <KeyCap>{shortcut}</KeyCap> : null}
    </button>
  );
}

export function ButtonLink({ href, children, kind = "primary", shortcut, download, attributes }: {
  href: string; children: ComponentChildren; kind?: ButtonKind; shortcut?: string; download?: boolean; attributes?: Attributes;
}) {
  return (
    <a class={`button button--${kind}`} href={href} data-key={shortcut} download={download} {...attributes}>
      {children}{shortcut ? <KeyCap>{shortcut}</KeyCap> : null}
    </a>
  );
}

/** The key drawn beside what it presses; not read aloud, the key sheet tells it in words. */
export function KeyCap({ children }: { children: ComponentChildren }) {
  return <kbd class="keycap" aria-hidden="true">{children}</kbd>;
}

/** A button alone in its own form: one act, one press. */
export function ButtonForm({ action, csrf, children, kind = "secondary", fields = {}, shortcut }: {
  action: string; csrf: string; children: ComponentChildren; kind?: ButtonKind; fields?: Record<string, string>; shortcut?: string;
}) {
  return (
    <form class="button-form" method="post" action={action} data-once>
      <input type="hidden" name="_csrf" value={csrf} />
      {Object.entries(fields).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <Button kind={kind} shortcut={shortcut}>{children}</Button>
    </form>
  );
}

/** `field` is the id of the control (a date may give its name or `name-day`); an empty one means the page as a whole. */
export type FieldFault = { field: string; text: ComponentChildren };

export function ErrorSummary({ errors, title }: { errors: FieldFault[]; title?: ComponentChildren }) {
  const l = useLanguage();
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} data-focus aria-labelledby="error-summary-title">
      <h2 id="error-summary-title"><Icon name="error" />{title ?? l.t("ui.problem", { n: errors.length })}</h2>
      <ul class="error-summary__list">
        {errors.map(({ field, text }) => <li>{field ? <a href={`#${field}`}>{text}</a> : text}</li>)}
      </ul>
    </div>
  );
}
