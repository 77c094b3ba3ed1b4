import type { ComponentChildren } from "preact";
import { useLanguage } from "./language.ts";

export type DoorKind = "first" | "extension" | "transfer";
export type Door = { kind: DoorKind; title: ComponentChildren; text: ComponentChildren; note?: ComponentChildren; href: string; start?: ComponentChildren };

const signs: Record<DoorKind, string> = {
  first: "M19 21v.1",
  extension: "M9 21h9M14.5 17.5l3.5 3.5-3.5 3.5",
  transfer: "M9 18h9M15 15l3 3-3 3M19 25h-9M13 22l-3 3 3 3",
};

/** The three doors of the home page. */
export function Doors({ doors }: { doors: Door[] }) {
  const l = useLanguage();
  return (
    <ul class="doors">
      {doors.map(({ kind, title, text, note, href, start }) => (
        <li class="door">
          <svg class="door__sign icon--turns" width="34" height="42" viewBox="0 0 28 34" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
            <path class="door__inside" d="M2 33V14a12 12 0 0 1 24 0v19z" /><path d="M2 33V14a12 12 0 0 1 24 0v19" /><path d={signs[kind]} />
          </svg>
          <h2 id={`door-${kind}`}>{title}</h2>
          <p class="door__text">{text}</p>
          {note ? <p class="door__note">{note}</p> : null}
          <a class="button button--primary" href={href} aria-describedby={`door-${kind}`}>{start ?? l.t("ui.start")}</a>
        </li>
      ))}
    </ul>
  );
}
