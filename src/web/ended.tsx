import { fieldsOf } from "../applications/sections.ts";
import { type Field, readDate, typed } from "../platform/form.ts";
import type { Language } from "../platform/i18n.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { SummaryList, type SummaryRow } from "../ui/summary-list.tsx";
import type { Area } from "./guard.ts";
import { type Answer, answerJson, html, type Visit } from "./page.ts";
import { answerText, labelOf } from "./question.tsx";
import { office, portal } from "./routes.ts";

const asked: Record<string, Field> = Object.assign({}, ...Object.values(fieldsOf));

/**
 * A form was sent after its session had ended: nothing was saved by it, and nothing typed disappears without a word. What came with it is
 * shown to the one who sent it, to be copied after coming back. `then` is the page on which it was typed.
 */
export function ended(visit: Visit, area: Area, then: string): Answer {
  const { l } = visit;
  if (visit.header("accept") === "application/json") return answerJson({ why: "session-ended" }, 403);
  const title = l.t("faults.ended");
  const rows = typedIn(visit, area);
  const back = area === "portal" ? portal.resume.href({ lang: l.code }, { then }) : office.signIn.href({ then });
  const body = (
    <Page title={title} lead={l.t(area === "portal" ? "faults.ended-text" : "faults.ended-office")}>
      {rows.length > 0 ? <><SummaryList heading={l.t("faults.ended-typed")} rows={rows} /><p class="muted">{l.t("faults.ended-typed-text")}</p></> : null}
      <p><ButtonLink href={back}>{l.t(area === "portal" ? "faults.ended-back" : "office.sign-in")}</ButtonLink></p>
    </Page>
  );
  return html(title, body, 403);
}

/** What a person typed or chose, question by question; what the form carried by itself is left out. */
function typedIn({ l, form }: Visit, area: Area): SummaryRow[] {
  const names = new Set(Object.keys(form).filter((name) => !name.startsWith("_")).map((name) => name.replace(/-(day|month|year)$/, "")));
  return [...names].flatMap((name) => {
    const question = questionOf(l, area, name);
    const field = asked[name];
    const isDate = form[`${name}-year`] !== undefined;
    const text = typed(form, name, { control: isDate ? "date" : (field?.control ?? "textarea") });
    if (question === null || text === "") return [];
    const date = isDate ? readDate(text) : null;
    return [{ question, answer: <bdi>{date ? l.day(date) : field?.options ? answerText(l, name, field, text) : text}</bdi> }];
  });
}

function questionOf(l: Language, area: Area, name: string): string | null {
  const key = area === "portal" ? `fields.${name}` : `case.field-${name.endsWith("-words") ? "words" : name}`;
  if (!l.has(key)) return null;
  return area === "portal" ? labelOf(l, name) : l.t(key);
}
