import { Card } from "../../ui/page.tsx";
import type { View } from "./case.tsx";
import { WithWords } from "./case-act.tsx";

/** Who acts for the person, who did before, and how that ends on proof at the counter. */
export function Represented({ view }: { view: View }) {
  const { visit: { l }, file: { mandates }, may } = view;
  if (mandates.length === 0) return null;
  return (
    <Card title={l.t("case.representation")} id="represented">
      <ul class="list">
        {mandates.map(({ name, capacity, given_at, until, ended_at, ended_by, reason }) => (
          <li>
            <span><bdi>{name}</bdi> · {l.t(`reference.representative-${capacity as "lawyer"}`)}
              {ended_at ? <><br />{l.t(`represented.event-${ended_by as "person"}`)}</> : null}{reason ? <>: <bdi>{reason}</bdi></> : null}</span>
            <span class="muted">{l.t("case.represented-since", { at: l.instant(given_at) })}{ended_at ? <> – {l.instant(ended_at)}</> : until ? <> · {l.t("case.represented-until", { date: l.day(until) })}</> : null}</span>
          </li>
        ))}
      </ul>
      {mandates.some(({ ended_at }) => ended_at === null) && may("end-mandate") ? <WithWords view={view} act="end-mandate" /> : null}
    </Card>
  );
}
