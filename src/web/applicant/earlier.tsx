import { acceptOffer, endOffer, type Offer } from "../../appointments/offer.ts";
import { askForEarlier, stopByToken, stopWish, type Wish } from "../../appointments/wish.ts";
import { readDate } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { DateField } from "../../ui/fields.tsx";
import { ButtonForm, ButtonLink, Form } from "../../ui/form.tsx";
import { NextStep } from "../../ui/notice.tsx";
import { Details, Page, Situation } from "../../ui/page.tsx";
import { type ApplicantVisit, applicantPage, html, NotFound, publicPage, redirect } from "../page.ts";
import { portal } from "../routes.ts";

// Stands for a day that cannot be read: it is refused with the same words as one that has passed.
const NEVER = Temporal.PlainDate.from("0001-01-01");

/** Asking to be told of an earlier place, answering an offer, stopping. Shown on the page of the appointment. */
export const earlier = applicantPage(portal.earlier, {
  get: (visit) => redirect(portal.appointment.href({ lang: visit.l.code })),
  async post(visit) {
    const { application, form, l, today } = visit;
    const back = (query: Record<string, string>) => redirect(portal.appointment.href({ lang: l.code }, query));
    if (form.do === "accept") {
      const taken = await visit.act((act) => acceptOffer(act, application, isId(form.offer) ? form.offer : application.id));
      return back(taken.ok ? { new: "earlier-taken" } : { not: taken.why });
    }
    if (form.do === "decline") {
      await visit.act((act) => endOffer(act, application.id, "declined"));
      return back({ new: "earlier-declined" });
    }
    if (form.do === "stop") {
      await visit.act((act) => stopWish(act, application.id));
      return back({ new: "earlier-stopped" });
    }
    const from = readDate(`${String(form["from-year"])}-${String(form["from-month"])}-${String(form["from-day"])}`) ?? NEVER;
    if (Temporal.PlainDate.compare(from, today) < 0 || Temporal.PlainDate.compare(from, today.add({ years: 1 })) > 0) return back({ not: "from-wrong" });
    const asked = await visit.act((act) => askForEarlier(act, application, from));
    return back(asked.ok ? { new: "earlier-asked" } : { not: asked.why });
  },
});

/** What a message's address leads to: nothing happens by opening it, one press stops the offers. No sign-in, and it tells nothing of the case. Mail programs may post here by themselves (RFC 8058), so there is no form token. */
export const stopOffers = publicPage(portal.stopOffers, {
  machine: true,
  get({ l, csrf, parameters }) {
    const title = l.t("appointments.earlier-stop-title");
    return html(title, (
      <Page title={title}>
        <p>{l.t("appointments.earlier-stop-text")}</p>
        <ButtonForm action={portal.stopOffers.href({ lang: l.code, token: parameters.token ?? "" })} csrf={csrf} kind="primary">{l.t("appointments.earlier-stop")}</ButtonForm>
      </Page>
    ));
  },
  async post(visit) {
    const { l } = visit;
    if (!(await visit.act((act) => stopByToken(act, visit.parameters.token ?? "")))) throw new NotFound();
    const title = l.t("appointments.earlier-stopped");
    return html(title, (
      <Situation icon="tick" title={title}>
        <p>{l.t("appointments.earlier-stop-text")}</p>
        <p><ButtonLink href={portal.home.href({ lang: l.code })} kind="secondary">{l.t("faults.home")}</ButtonLink></p>
      </Situation>
    ));
  },
});

/** The part of the appointment's page about an earlier place: an offer to answer, the turn on the list, or the way onto it. */
export function EarlierPlace({ visit, offer, wish }: { visit: ApplicantVisit; offer: Offer | undefined; wish: Wish | undefined }) {
  const { l, csrf } = visit;
  const action = portal.earlier.href({ lang: l.code });
  const stop = <ButtonForm action={action} csrf={csrf} kind="quiet" fields={{ do: "stop" }}>{l.t("appointments.earlier-stop")}</ButtonForm>;
  if (offer) {
    return (
      <NextStep
        title={l.t("appointments.earlier-offer-title")}
        actions={<>
          <ButtonForm action={action} csrf={csrf} kind="primary" fields={{ do: "accept", offer: offer.id }}>{l.t("appointments.earlier-take")}</ButtonForm>
          <ButtonForm action={action} csrf={csrf} fields={{ do: "decline" }}>{l.t("appointments.earlier-decline")}</ButtonForm>
          {stop}
        </>}
      >
        <p>{l.rich("appointments.when", { date: <strong><bdi>{l.date(offer.day)}</bdi></strong>, time: <strong><bdi>{l.time(offer.starts)}</bdi></strong>, office: <bdi>{offer.officeName}</bdi> })}</p>
        <p>{l.rich("appointments.earlier-offer-until", { at: <bdi>{l.instant(offer.expires)}</bdi> })}</p>
      </NextStep>
    );
  }
  if (wish) {
    return (
      <>
        <h2>{l.t("appointments.earlier-title")}</h2>
        <p>{l.rich("appointments.earlier-on-list", { date: <bdi>{l.date(wish.fromDay)}</bdi> })}</p>
        {stop}
      </>
    );
  }
  return (
    <Details summary={l.t("appointments.earlier-ask")} open={visit.query.not === "from-wrong"}>
      <p>{l.t("appointments.earlier-text")}</p>
      <Form action={action} csrf={csrf} submit={l.t("appointments.earlier-ask")} submitKind="secondary" submitAs={{ name: "do", value: "ask" }}>
        <DateField
          name="from" label={l.t("appointments.earlier-from")} value={visit.today.add({ days: 1 }).toString()}
          error={visit.query.not === "from-wrong" ? l.t("appointments.earlier-from-wrong") : undefined}
        />
      </Form>
    </Details>
  );
}
