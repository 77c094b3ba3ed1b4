import { withdraw as withdrawAct } from "../../acts/withdraw.ts";
import { ButtonLink, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { applicantPage, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";

/** Withdrawing the application: said what it means, and asked once more. */
export const withdraw = applicantPage(portal.withdraw, {
  get(visit) {
    const { l, application } = visit;
    const status = portal.status.href({ lang: l.code });
    if (!["created", "lodged"].includes(application.state)) return redirect(status);
    const title = l.t("status.withdraw-title");
    return html(title, (
      <Page back={status} title={title} lead={l.t("status.withdraw-lead")}>
        <ul>{(["place", "fees", "again"] as const).map((point) => <li>{l.t(`status.withdraw-${point}`)}</li>)}</ul>
        <Form action={portal.withdraw.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("status.withdraw-yes")} submitKind="danger"
          secondary={<ButtonLink href={status} kind="secondary">{l.t("status.withdraw-no")}</ButtonLink>} />
      </Page>
    ));
  },
  async post(visit) {
    await visit.act((act) => withdrawAct(act, visit.application));
    return redirect(portal.status.href({ lang: visit.l.code }));
  },
});
