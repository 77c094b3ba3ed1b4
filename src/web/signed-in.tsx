import type { SignedIn } from "../identity/session.ts";
import { useLanguage } from "../ui/language.ts";
import { ButtonForm } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { SummaryList } from "../ui/summary-list.tsx";
import type { Visit } from "./page.ts";

/** Where somebody is signed in, each other place with its button to end it. */
export function SignedInPlaces({ places, action, csrf, ended }: { places: SignedIn[]; action: string; csrf: string; ended?: number | undefined }) {
  const l = useLanguage();
  const others = places.filter(({ here }) => !here);
  const rows = places.map(({ reference, device, since, seen, here, representative }) => ({
    question: <><bdi>{device ?? l.t("sessions.device-unknown")}</bdi>{here ? <span class="muted"> · {l.t("sessions.here")}</span> : representative ? <span class="muted"> · {l.t("sessions.representative")}</span> : null}</>,
    answer: (
      <div class="cluster cluster--apart">
        <span class="small">{l.t("sessions.since", { instant: l.instant(since) })}<br />{l.t("sessions.seen", { instant: l.instant(seen) })}</span>
        {here ? null : (
          <ButtonForm action={action} csrf={csrf} fields={{ end: reference }}>
            <span aria-hidden="true">{l.t("sessions.end")}</span>
            <span class="visually-hidden">{l.t("sessions.end-of", { device: device ?? l.t("sessions.device-unknown") })}</span>
          </ButtonForm>
        )}
      </div>
    ),
  }));
  return (
    <>
      {ended === undefined ? null : <Notice kind={ended > 0 ? "success" : "info"} title={ended > 0 ? l.t("sessions.ended", { n: ended }) : l.t("sessions.none-ended")} live />}
      <SummaryList rows={rows} />
      {others.length === 0 ? <p>{l.t("sessions.only-here")}</p> : null}
      {others.length > 1 ? <ButtonForm action={action} csrf={csrf} kind="danger" fields={{ end: "others" }}>{l.t("sessions.end-others")}</ButtonForm> : null}
    </>
  );
}

/** What the list asks to end: one place by its reference, or (undefined) all but this one. */
export function toEnd({ form }: Visit): string | undefined {
  const wanted = String(form.end ?? "");
  return wanted === "others" ? undefined : wanted;
}

/** How many places were ended just now, for the page after it. */
export function endedNow({ query }: Visit): number | undefined {
  return /^\d{1,4}$/.test(query.ended ?? "") ? Number(query.ended) : undefined;
}
