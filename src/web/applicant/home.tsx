import { inForce } from "../../rules/dated.ts";
import { law } from "../../rules/tables.ts";
import { ButtonLink } from "../../ui/form.tsx";
import { Doors } from "../../ui/doors.tsx";
import { FeeTable } from "../../ui/fee-table.tsx";
import { Columns, Page } from "../../ui/page.tsx";
import { html, publicPage } from "../page.ts";
import { portal } from "../routes.ts";

/** The three doors, who may apply, and the only fees there are. */
export const home = publicPage(portal.home, {
  get({ l, today }) {
    const lang = { lang: l.code };
    const doors = (["first", "extension", "transfer"] as const).map((kind) => ({
      kind, title: l.t(`home.${kind}`), text: l.t(`home.${kind}-text`), note: l.t(`home.${kind}-note`), href: portal.check.href({ ...lang, kind }),
    }));
    const body = (
      <Page title={l.t("home.title")} lead={l.t("home.lead")} art>
        <Doors doors={doors} />
        <section class="return-box">
          <h2>{l.t("home.back-title")}</h2>
          <p>{l.t("home.back-text")}</p>
          <div class="cluster">
            <ButtonLink href={portal.resume.href(lang, { then: portal.tasks.href(lang) })} kind="secondary">{l.t("home.back-continue")}</ButtonLink>
            <ButtonLink href={portal.resume.href(lang, { then: portal.appointment.href(lang) })} kind="secondary">{l.t("home.back-appointment")}</ButtonLink>
            <ButtonLink href={portal.resume.href(lang, { then: portal.pay.href(lang) })} kind="secondary">{l.t("home.back-pay")}</ButtonLink>
            <ButtonLink href={portal.resume.href(lang, { then: portal.status.href(lang) })} kind="secondary">{l.t("home.back-result")}</ButtonLink>
          </div>
        </section>
        <Columns>
          <section>
            <h2>{l.t("home.person-title")}</h2>
            <p>{l.t("home.person-text")}</p>
            <p>{l.t("home.person-no-agent")}</p>
            <p>{l.t("home.person-notary")}</p>
            <p><a href={portal.eligibility.href(lang)}>{l.t("home.may-i")}</a></p>
            <p><a href={portal.waiting.href(lang)}>{l.t("waiting.title")}</a></p>
          </section>
          <section>
            <h2>{l.t("home.fees-title")}</h2>
            <FeeTable
              caption={l.t("home.fees-title")} captionHidden
              lines={[
                { label: l.t("fees.card"), detail: l.t("home.card-who"), amount: { amount: inForce(law().cardPrice, today).value, currency: "TRY" } },
                { label: l.t("fees.permit"), detail: l.t("home.permit-who"), amount: l.t("home.permit-from") },
                { label: l.t("fees.single-entry"), detail: l.t("home.single-entry-who"), amount: { amount: inForce(law().singleEntryFee, today).value, currency: "TRY" } },
              ]}
              after={<a href={portal.fees.href(lang)}>{l.t("home.work-out")}</a>}
            />
          </section>
        </Columns>
      </Page>
    );
    return html(l.t("home.title"), body, 200, { index: true });
  },
});
