import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";

/** The number to keep, huge and copyable, on a confirmation page. */
export function NumberPlate({ label, number, children }: { label: ComponentChildren; number: string; children?: ComponentChildren }) {
  const l = useLanguage();
  return (
    <div class="plate">
      <p class="plate__label">{label}</p>
      <p class="plate__number"><bdi dir="ltr">{number}</bdi></p>
      <button class="button button--secondary plate__copy" type="button" data-copy={number} data-copied-text={l.t("ui.copied")} hidden><Icon name="copy" size={18} /><span>{l.t("ui.copy")}</span></button>
      <span class="visually-hidden" role="status" data-copy-status />
      {children}
    </div>
  );
}
