import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";

/** Opens the browser's print dialogue; shown only where JavaScript can do it. */
export function PrintButton({ children }: { children?: ComponentChildren }) {
  const l = useLanguage();
  return <button class="button button--secondary" type="button" data-print hidden><Icon name="print" size={18} /><span>{children ?? l.t("ui.print")}</span></button>;
}

/** Seen on paper only. */
export function OnPaper({ children }: { children: ComponentChildren }) {
  return <div class="on-paper">{children}</div>;
}
