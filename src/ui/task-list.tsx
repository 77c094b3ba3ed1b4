import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";
import { Tag } from "./tag.tsx";
import type { Tone } from "./tag.tsx";

export type TaskState = "done" | "now" | "to-do" | "cannot-yet" | "problem";
export type Task = { title: ComponentChildren; href?: string; state: TaskState; hint?: ComponentChildren };

const tones: Record<TaskState, Tone> = { done: "ok", now: "info", "to-do": "neutral", "cannot-yet": "neutral", problem: "error" };
const keys = { done: "ui.task_done", now: "ui.task_now", "to-do": "ui.task_to_do", "cannot-yet": "ui.task_cannot_yet", problem: "ui.task_problem" } as const;

/** The topics of an application with their states in words. `compact` is the list at the side of a form. */
export function TaskList({ tasks, heading, compact }: { tasks: Task[]; heading?: ComponentChildren; compact?: boolean }) {
  const l = useLanguage();
  return (
    <div class={compact ? "tasks tasks--compact" : "tasks"}>
      {heading ? <h2>{heading}</h2> : null}
      <ul class="tasks__list">
        {tasks.map(({ title, href, state, hint }) => (
          <li class={`task task--${state}`} aria-current={state === "now" ? "step" : undefined}>
            <span class="task__title">
              {href && state !== "cannot-yet" ? <a href={href}>{title}</a> : title}
              {hint ? <span class="task__hint">{hint}</span> : null}
            </span>
            <span class="task__state">{compact ? <>{state === "done" ? <Icon name="tick" size={14} /> : state === "problem" ? <Icon name="error" size={14} /> : null}{l.t(keys[state])}</> : <Tag tone={tones[state]}>{l.t(keys[state])}</Tag>}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
