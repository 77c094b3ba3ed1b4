import { fieldsOf, journey, type SectionName } from "../../src/applications/sections.ts";
import { type Answers, isAsked, isOptional, optionsOf } from "../../src/platform/form.ts";
import { complete, language } from "../../src/platform/i18n.ts";
import { countriesByName } from "../../src/rules/countries.ts";
import { labelOf, optionText } from "../../src/web/question.tsx";
import { portal } from "../../src/web/routes.ts";

const l = language("en");
const lang = { lang: l.code };

/** All that stands on the page of a topic, as values for the peer's template: the same words, fields, options, links. */
export function contentOf(topic: SectionName, answers: Answers) {
  const topics = journey(answers);
  const fields = fieldsOf[topic];
  const at = topics.indexOf(topic);
  const href = (section: SectionName) => (section === "photo" ? portal.photo.href(lang) : portal.section.href({ ...lang, section }));
  return {
    title: l.t(`sections.${topic}`), lead: l.t(`sections.${topic}.lead`), backHref: portal.tasks.href(lang), action: href(topic), asked: Object.keys(fields).filter((name) => isAsked(fields[name]!, answers)).join(" "),
    caption: l.t("application.step", { kind: l.t("home.first"), step: at + 1, steps: topics.length + 1 }),
    fields: Object.entries(fields).filter(([, field]) => isAsked(field, answers)).map(([name, field]) => ({
      name, control: field.control, attributes: field.attributes, options: optionsFor(name, optionsOf(field, answers)),
      label: labelOf(l, name) + (isOptional(field, answers) ? ` ${l.t("ui.optional")}` : ""),
      hint: l.has(`fields.${name}.hint`) ? l.t(`fields.${name}.hint` as "fields.passportNumber.hint") : undefined,
    })),
    tasks: [
      ...topics.map((each) => ({ title: { text: l.t(`sections.${each}`) }, href: href(each), status: { text: l.t("ui.task_done") } })),
      { title: { text: l.t("application.review") }, status: { text: l.t("ui.task_to_do") } },
    ],
    languages: complete.map((code) => ({ code, name: language(code).name, dir: language(code).dir, href: portal.section.href({ lang: code, section: topic }) })),
    footer: [
      { href: portal.fees.href(lang), text: l.t("ui.footer_fee_link") }, { href: portal.accessibility.href(lang), text: l.t("ui.accessibility") },
      { href: portal.privacy.href(lang), text: l.t("ui.privacy") },
    ],
    words: {
      skip: l.t("ui.skip"), language: l.t("ui.language"), back: l.t("ui.back"), day: l.t("ui.day"), month: l.t("ui.month"), year: l.t("ui.year"),
      save: l.t("application.save"), yourApplication: l.t("application.your-application"), comeBack: l.t("application.come-back", { number: "" }),
      fees: l.t("ui.footer_fees"), nothingElse: l.t("ui.footer_nothing_else"), noIntermediary: l.t("ui.footer_no_intermediary"),
    },
  };
}

function optionsFor(name: string, codes: readonly string[]): { value: string; text: string }[] | undefined {
  if (codes.length === 0) return undefined;
  if (codes.length > 100) return [{ value: "", text: "" }, ...countriesByName(l).map(({ code, name: text }) => ({ value: code, text }))];
  return codes.map((value) => ({ value, text: optionText(l, name, value) }));
}
