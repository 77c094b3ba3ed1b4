import type { ComponentChildren } from "preact";
import { Button, type ButtonKind } from "./form.tsx";
import { Notice } from "./notice.tsx";

/** What the browser is asked for, as WebAuthn writes it in JSON. */
export type PasskeyForm = {
  ask: "get" | "create";
  options: object;
  action: string;
  csrf: string;
  submit: ComponentChildren;
  /** Secondary where another way stands above it. */
  kind?: ButtonKind;
  /** Said where the browser cannot: no scripts, or too old; and where the device gave nothing. */
  unable: ComponentChildren;
  failed: ComponentChildren;
  children?: ComponentChildren;
};

/** A form that the device's passkey fills in; the office is not used without scripts there. */
export function PasskeyForm({ ask, options, action, csrf, submit, kind, unable, failed, children }: PasskeyForm) {
  return (
    <form class="form" method="post" action={action} novalidate data-passkey={ask} data-options={JSON.stringify(options)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="credential" value="" />
      <div data-passkey-unable><Notice kind="warning"><p>{unable}</p></Notice></div>
      <div data-passkey-failed hidden role="alert"><Notice kind="error"><p>{failed}</p></Notice></div>
      <div class="stack" data-passkey-able hidden>
        {children}
        <div class="actions"><Button kind={kind}>{submit}</Button></div>
      </div>
    </form>
  );
}
