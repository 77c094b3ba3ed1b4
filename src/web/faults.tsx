import { ButtonLink } from "../ui/form.tsx";
import { Situation } from "../ui/page.tsx";
import type { Area } from "./guard.ts";
import { type Answer, html, type Shown, type Visit } from "./page.ts";
import { office, portal } from "./routes.ts";

/** What is asked for does not exist, or is not this visitor's: one page for both. An officer keeps the head of the page, which leads on. */
export function lost(visit: Visit, area: Area, officer?: Shown): Answer {
  const { l } = visit;
  const home = area === "portal" ? portal.home.href({ lang: l.code }) : office.day.href();
  const actions = [<ButtonLink href={home}>{l.t("faults.home")}</ButtonLink>];
  if (area === "portal") actions.push(<ButtonLink href={portal.resume.href({ lang: l.code })} kind="secondary">{l.t("ui.continue")}</ButtonLink>);
  return html(l.t("faults.lost"), <Situation title={l.t("faults.lost")} actions={<>{actions}</>}><p>{l.t(area === "portal" ? "faults.lost-text" : "faults.lost-text-office")}</p></Situation>, 404, { officer });
}

/** A post that did not come from a page of ours. */
export function notOurs(visit: Visit): Answer {
  const { l } = visit;
  return html(l.t("faults.not-ours"), <Situation icon="warning" title={l.t("faults.not-ours")}><p>{l.t("faults.not-ours-text")}</p></Situation>, 403);
}

/** Something broke, or was too large: said without a trace of the inside, with the number under which the operator finds it. */
export function failed(visit: Visit, status: number, reference: string, busy: "crowded" | "away" | null = null): Answer {
  const { l } = visit;
  const key = busy ?? (status === 413 ? "too-large" : status === 429 ? "too-many" : status < 500 ? "bad-request" : "failed");
  return html(
    l.t(`faults.${key}`),
    <Situation icon="warning" title={l.t(`faults.${key}`)} reference={status >= 500 ? reference : undefined}>
      <p>{l.t(`faults.${key}-text`)}</p>
    </Situation>,
    status,
  );
}
