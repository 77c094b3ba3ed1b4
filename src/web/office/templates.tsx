import { isNotice, type Kind, type Notice, notices } from "../../notifications/notices.ts";
import { partsOf } from "../../notifications/sms.ts";
import { templateOf, type Wording, wordingsOf } from "../../notifications/template.ts";
import { type Part, valuesInWords, write } from "../../notifications/write.ts";
import { type Code, complete, isCode, language } from "../../platform/i18n.ts";
import { SelectField } from "../../ui/fields.tsx";
import { Filters } from "../../ui/office-table.tsx";
import { Card, Details, OfficePage } from "../../ui/page.tsx";
import { html, officerPage, type OfficerVisit } from "../page.ts";
import { office } from "../routes.ts";

// A made-up case: nobody's.
const nobody = "00000000-0000-7000-8000-000000000000";
const examples: Record<Kind, string | number> = {
  text: "2026-35-0001234", count: 15, date: "2026-12-08", weekday: "2026-12-08", "date?": "2026-12-08", time: "10:20", money: 432_400, documents: "passport,insurance", province: "35",
};
// Where the kind alone would read oddly.
const byName: Record<string, string> = { office: "İzmir İl Göç İdaresi Müdürlüğü", tracking: "KP04000000001", code: "482913", accrual: "202611230000421" };

/** Made-up values for a notice. */
function examplesOf({ app }: OfficerVisit, notice: Notice, code: Code): Record<string, string | number | undefined> {
  const kinds: Record<string, Kind> = notices[notice].takes;
  return {
    number: "K7QM-2XPT",
    ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, name === "stop" ? `${app.origins.portal}/${code}/stop-offers/${"x".repeat(24)}` : byName[name] ?? examples[kind]])),
  };
}

/** Every notice as it goes out, in each language, with made-up values: what an officer reads before they tell somebody what to expect. */
export const templates = officerPage(office.templates, {
  async get(visit) {
    const { l, app, query } = visit;
    const chosen: Notice = query.notice && isNotice(query.notice) ? query.notice : "created";
    const code: Code = query.in && isCode(query.in) ? query.in : l.code;
    const title = l.t("notices.templates-title");
    const wordings = await wordingsOf(app.db, chosen, code);
    const body = (
      <OfficePage title={title} back={office.messages.href()} backText={l.t("notices.failed-title")} meta={<span>{l.t("notices.templates-lead")}</span>}>
        <Filters action={office.templates.href()} submit={l.t("notices.mailbox-show")}>
          <SelectField name="notice" label={l.t("notices.templates-notice")} value={chosen} options={(Object.keys(notices) as Notice[]).map((notice) => ({ value: notice, label: l.t(`notices.${notice}.title`) }))} />
          <SelectField name="in" label={l.t("notices.templates-language")} value={code} options={complete.map((each) => ({ value: each, label: language(each).name }))} />
        </Filters>
        <Preview visit={visit} notice={chosen} code={code} />
        {wordings.length > 0 ? <Used visit={visit} wordings={wordings} notice={chosen} code={code} /> : null}
      </OfficePage>
    );
    return html(title, body, 200, { nav: "messages" });
  },
});

const marked = (value: string) => <mark><bdi>{value}</bdi></mark>;

/** Every wording that was ever sent, so that what somebody was told can be read later: with made-up values, marked as such. */
function Used({ visit, wordings, notice, code }: { visit: OfficerVisit; wordings: readonly Wording[]; notice: Notice; code: Code }) {
  const { l } = visit;
  const theirs = language(code);
  const filled = (part: Part, text: string) => {
    const { words } = valuesInWords(theirs, notice, part, examplesOf(visit, notice, code));
    const values = Object.entries(words).map(([name, value]) => [name, typeof value === "string" ? marked(value) : value] as const);
    return theirs.filled(text, Object.fromEntries(values), marked);
  };
  return (
    <Card title={l.t("notices.templates-used")}>
      <p class="muted">{l.t("notices.templates-used-text")}</p>
      {wordings.map(({ version, first_used_at, subject, text, sms }) => (
        <Details summary={<>{l.t("notices.templates-version")}: <bdi class="numbers">{version}</bdi> · {l.rich("notices.templates-since", { when: <bdi>{l.instant(first_used_at)}</bdi> })}</>}>
          {Object.entries({ subject, text, sms }).map(([part, kept]) => <p class="summary__answer" lang={code} dir={theirs.dir}>{filled(part as Part, kept)}</p>)}
        </Details>
      ))}
    </Card>
  );
}

function Preview({ visit, notice, code }: { visit: OfficerVisit; notice: Notice; code: Code }) {
  const { l, app } = visit;
  const values = examplesOf(visit, notice, code);
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
