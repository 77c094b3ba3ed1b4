import { endMandate as end, lastDayOfDuty, layDown } from "../../acts/end-mandate.ts";
import { contactOf } from "../../applications/contact.ts";
import { dutyDays, endsByWill, findMandate } from "../../representation/mandate.ts";
import { ButtonLink, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { applicantPage, html, redirect } from "../page.ts";
import { masked } from "../masked.ts";
import { proveFirst } from "./prove.tsx";
import { portal } from "../routes.ts";

/** A power of attorney is taken back by its person, or laid down by who has it: said what follows, and asked once more. */
export const endMandate = applicantPage(portal.endMandate, {
  async get({ l, app, application, csrf, represents, today }) {
    const mandate = await findMandate(app.db, application.id);
    const back = portal.representative.href({ lang: l.code });
    if (!mandate || !endsByWill(mandate.capacity) || (represents && mandate.laid_down_at)) return redirect(back);
    const { contact } = contactOf(application);
    const name = <bdi>{mandate.name}</bdi>;
    const follows = represents
      ? [l.t("represented.lay-until", { date: l.date(lastDayOfDuty(today, mandate.until)) }), l.t("represented.lay-case"), l.t("represented.end-told")]
      : [
        l.rich("represented.end-devices", { name }), ...(contact ? [l.rich("represented.end-messages", { to: <bdi dir="ltr">{masked(contact)}</bdi> })] : []), l.t("represented.end-case"),
        l.t(application.state === "draft" ? "represented.end-documents-draft" : "represented.end-documents"), l.t("represented.end-told"),
      ];
    const title = l.t(represents ? "represented.lay-title" : "represented.end-title");
    return html(title, (
      <Page back={back} title={title} lead={represents ? l.t("represented.lay-lead", { n: dutyDays }) : l.t("represented.end-lead")}>
        <ul>{follows.map((point) => <li>{point}</li>)}</ul>
        <Form action={portal.endMandate.href({ lang: l.code })} csrf={csrf} submit={l.t(represents ? "represented.lay" : "represented.end")} submitKind="danger"
          secondary={<ButtonLink href={back} kind="secondary">{l.t("represented.end-no")}</ButtonLink>} />
      </Page>
    ));
  },
  async post(visit) {
    const unproved = await proveFirst(visit);
    if (unproved) return unproved;
    const { l, act, application, represents } = visit;
    const done = represents ? await act((it) => layDown(it, application)) : await act((it) => end(it, application.id, "person"));
    return redirect(portal.representative.href({ lang: l.code }, { done: !done.ok ? undefined : represents ? "laid-down" : "ended" }));
  },
});
