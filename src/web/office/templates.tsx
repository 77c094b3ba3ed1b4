import { isNotice, type Kind, type Notice, notices } from "../../notifications/notices.ts";
import { partsOf } from "../../notifications/sms.ts";
import { templateOf } from "../../notifications/template.ts";
import { write } from "../../notifications/write.ts";
import { type Code, complete, isCode, language } from "../../platform/i18n.ts";
import { SelectField } from "../../ui/fields.tsx";
import { Filters } from "../../ui/office-table.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { html, officerPage, type OfficerVisit } from "../page.ts";
import { office } from "../routes.ts";

// A made-up case: nobody's.
const nobody = "00000000-0000-7000-8000-000000000000";
const examples: Record<Kind, string | number> = {
  text: "2026-35-0001234", count: 15, date: "2026-12-08", "date?": "2026-12-08", time: "10:20", money: 432_400, documents: "passport,insurance", province: "35",
};

/** Every notice as it goes out, in each language, with made-up values: what an officer reads before they tell somebody what to expect. */
export const templates = officerPage(office.templates, {
  get(visit) {
    const { l, query } = visit;
    const chosen: Notice = query.notice && isNotice(query.notice) ? query.notice : "created";
    const code: Code = query.in && isCode(query.in) ? query.in : l.code;
    const title = l.t("notices.templates-title");
    const body = (
      <OfficePage title={title} back={office.messages.href()} backText={l.t("notices.failed-title")} meta={<span>{l.t("notices.templates-lead")}</span>}>
        <Filters action={office.templates.href()} submit={l.t("notices.mailbox-show")}>
          <SelectField name="notice" label={l.t("notices.templates-notice")} value={chosen} options={(Object.keys(notices) as Notice[]).map((notice) => ({ value: notice, label: l.t(`notices.${notice}.title`) }))} />
          <SelectField name="in" label={l.t("notices.templates-language")} value={code} options={complete.map((each) => ({ value: each, label: language(each).name }))} />
        </Filters>
        <Preview visit={visit} notice={chosen} code={code} />
      </OfficePage>
    );
    return html(title, body, 200, { nav: "messages" });
  },
});

function Preview({ visit: { l, app }, notice, code }: { visit: OfficerVisit; notice: Notice; code: Code }) {
  const kinds: Record<string, Kind> = notices[notice].takes;
  const values = { number: "K7QM-2XPT", ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, name === "stop" ? `${app.origins.portal}/${code}/stop-offers/${"x".repeat(24)}` : examples[kind]])) };
  const { language: written, subject, text, sms } = write({ application_id: notice === "code" ? null : nobody, notice, language: code, role: "applicant", values }, { portal: app.origins.portal, secret: "preview", authority: app.authority });
  const frame = { lang: code, dir: written.dir };
  return (
    <>
      <p class="muted">{l.t(notices[notice].obligatory ? "notices.templates-obligatory" : "notices.templates-optional")} · {l.t("notices.templates-version")}: <bdi class="numbers">{templateOf(notice, code)}</bdi></p>
      <Card title={l.t("notices.mailbox-email")}>
        <p {...frame}><strong>{subject}</strong></p>
        <p class="summary__answer" {...frame}>{text}</p>
      </Card>
      <Card title={l.t("notices.mailbox-sms")}>
        <p class="summary__answer" {...frame}>{sms}</p>
        <p class="muted small">{l.t("notices.templates-parts", { n: partsOf(sms, 0).length })}</p>
      </Card>
    </>
  );
}
