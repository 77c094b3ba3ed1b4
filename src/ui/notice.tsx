import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";
import { useLanguage } from "./language.ts";

export type NoticeKind = "info" | "success" | "warning" | "error";
const icons: Record<NoticeKind, IconName> = { info: "info", success: "tick", warning: "warning", error: "error" };

/** Something worth knowing on a page. `live` reads it out when the page has just changed because of it. */
export function Notice({ kind = "info", title, children, live, level = 2 }: {
  kind?: NoticeKind; title?: ComponentChildren; children?: ComponentChildren; live?: boolean; level?: 2 | 3;
}) {
  const l = useLanguage();
  const Heading = `h${level}` as "h2";
  const word = kind === "warning" ? l.t("ui.warning") : kind === "error" ? l.t("ui.error_prefix") : kind === "success" ? l.t("ui.success") : l.t("ui.information");
  return (
    <div class={`notice notice--${kind}`} role={live ? (kind === "error" ? "alert" : "status") : undefined}>
      <Icon name={icons[kind]} />
      <div class="notice__body">
        {title ? <Heading><span class="visually-hidden">{word} </span>{title}</Heading> : <span class="visually-hidden">{word} </span>}
        {children}
      </div>
    </div>
  );
}

/** Says above the first question that an answer brought up that it did, and takes the focus there, also without a script. */
export function CameUp({ focus }: { focus: boolean }) {
  const l = useLanguage();
  return <div class="came-up" tabIndex={-1} autofocus={focus} data-focus><Notice><p>{l.t("ui.came_up")}</p></Notice></div>;
}

/** The one box with colour on a status page: what to do now, and by when. */
export function NextStep({ title, children, actions, level = 2 }: { title: ComponentChildren; children?: ComponentChildren; actions?: ComponentChildren; level?: 2 | 3 }) {
  const Heading = `h${level}` as "h2";
  return (
    <section class="next-step">
      <Heading>{title}</Heading>
      {children}
      {actions ? <div class="cluster">{actions}</div> : null}
    </section>
  );
}

/** A place where nothing is yet: says why, and what to do. */
export function Empty({ title, children, actions }: { title: ComponentChildren; children?: ComponentChildren; actions?: ComponentChildren }) {
  return <div class="empty"><p class="empty__title">{title}</p>{children}{actions ? <div class="cluster">{actions}</div> : null}</div>;
}
