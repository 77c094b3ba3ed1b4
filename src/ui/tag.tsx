import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";

export type Tone = "ok" | "info" | "warn" | "error" | "neutral";

const icons: Record<Tone, IconName | null> = { ok: "tick", info: "dot", warn: "warning", error: "error", neutral: null };

/** A state as word, shape and colour together. */
export function Tag({ tone = "neutral", children }: { tone?: Tone; children: ComponentChildren }) {
  const icon = icons[tone];
  return <span class={`tag tag--${tone}`}>{icon ? <Icon name={icon} size={14} /> : null}{children}</span>;
}
