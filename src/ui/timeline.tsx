import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";

export type StepState = "done" | "now" | "ahead" | "stopped";
export type TimelineStep = { title: ComponentChildren; state: StepState; when?: ComponentChildren; detail?: ComponentChildren };

const keys = { done: "ui.step_done", now: "ui.step_now", ahead: "ui.step_ahead", stopped: "ui.step_stopped" } as const;

/** What happened, what is now, what comes: top to bottom. */
export function Timeline({ steps, label }: { steps: TimelineStep[]; label?: string }) {
  const l = useLanguage();
  return (
    <ol class="timeline" aria-label={label}>
      {steps.map(({ title, state, when, detail }) => (
        <li class={`step step--${state}`} aria-current={state === "now" ? "step" : undefined}>
          <span class="step__mark">{state === "done" ? <Icon name="tick" size={14} /> : state === "stopped" ? <Icon name="cross" size={14} /> : null}</span>
          <p class="step__title"><span class="visually-hidden">{l.t(keys[state])} </span>{title}</p>
          {when ? <p class="step__when">{when}</p> : null}
          {detail ? <div class="step__detail">{detail}</div> : null}
        </li>
      ))}
    </ol>
  );
}
