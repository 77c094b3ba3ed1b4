import { type Mark, mayMark } from "../../acts/mark-document.ts";
import type { CaseDocument } from "../../applications/case-file.ts";
import { documentStates, isReceipt, outstanding, settledReceipts } from "../../documents/checklist.ts";
import type { Language } from "../../platform/i18n.ts";
import { KeyCap } from "../../ui/form.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Card } from "../../ui/page.tsx";
import { Tag, type Tone } from "../../ui/tag.tsx";
import { office } from "../routes.ts";
import type { View } from "./case.tsx";

const tones: Record<CaseDocument["state"], Tone> = { expected: "neutral", present: "ok", missing: "warn", "original-seen": "ok", "not-needed": "neutral" };
const marks = ["present", "original-seen", "not-needed"] as const;

/** What is still to come of the documents of a case. */
export function openDocuments({ documents, money }: View["file"]): string[] {
  return outstanding(documents, settledReceipts(money ?? undefined));
}

/** The name of a document, in words. */
export function documentName(l: Language, code: string): string {
  return l.t(`documents.${code}` as "documents.passport");
}

/** Marks as they stand in a form or an address: `passport.present,form.expected`. Nothing else is a mark. */
export function readMarks(written: string | undefined): Mark[] {
  return (written ?? "").split(",").flatMap((one) => {
    const [code = "", to = ""] = one.split(".");
    const state = documentStates.find((each) => each === to);
    return code === "" || !state || state === "missing" ? [] : [{ code, state }];
  });
}

/** What the person brings: each document is marked in its row, which is also where the page continues and where the mark is taken back. */
export function Documents({ view }: { view: View }) {
  const { visit: { l, csrf, query: said }, file, query, may } = view;
  const { application, documents, money } = file;
  const marking = may("mark") && mayMark(application.state);
  const settled = settledReceipts(money ?? undefined);
  const open = openDocuments(file);
  const there = documents.filter(({ code, state }) => settled.includes(code) || (state !== "expected" && state !== "missing")).length;
  const taken = marking ? readMarks(said.was) : [];
  const unseen = documents.filter(({ code, required, state }) => required === "yes" && !isReceipt(code) && (state === "expected" || state === "present"));
  const list = (
    <ul class="list">
      {documents.map(({ code, required, state, reason }) => {
        const name = documentName(l, code);
        const paid = settled.includes(code);
        const was = taken.length === 1 && taken[0]!.code === code ? taken[0] : undefined;
        const needed = mayMark(application.state) && open.includes(code);
        return (
          <li id={`document-${code}`} tabIndex={-1} class={needed ? "is-needed" : undefined}>
            <span>
              {name}{required === "on-request" ? <span class="muted"> · {l.t("reference.required-on-request")}</span> : null}
              {needed && state === "expected" ? <span class="needed"> · {l.t("case.document-needed")}</span> : null}
              {reason ? <><br /><span class="muted small"><bdi>{reason}</bdi></span></> : null}
              {was ? <Undo l={l} words={l.t("case.marked-here")} back={`${code}.${was.state}`} /> : null}
            </span>
            <span class="cluster marks">
              {paid ? <Tag tone="ok">{money?.paid_at ? l.t("case.paid-on", { date: l.instant(money.paid_at) }) : l.t("case.document-present")}</Tag> : null}
              {paid && (state === "expected" || state === "missing") ? null : <Tag tone={needed ? "warn" : tones[state]}>{l.t(`case.document-${state}`)}</Tag>}
              {marking ? marks.filter((mark) => mark !== state).map((mark) => (
                <button class="as-link" type="submit" name="mark" value={`${code}.${mark}`}>{l.t(`case.mark-${mark}`)}<span class="visually-hidden">: {name}</span></button>
              )) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
  return (
    <Card title={l.t("case.documents")} id="documents" actions={<span class="muted">{l.t("case.documents-there", { there, all: documents.length })}</span>}>
      {marking ? (
        <form method="post" action={office.checklist.href({ id: application.id }, query)} data-once>
          <input type="hidden" name="_csrf" value={csrf} />
          {taken.length > 1 ? <p><Undo l={l} words={l.t("case.marked-all", { n: taken.length })} back={said.was!} /></p>
            : unseen.length > 1 ? (
              <button class="as-link" type="submit" name="mark" value={unseen.map(({ code }) => `${code}.original-seen`).join(",")}>{l.t("case.mark-all-seen", { n: unseen.length })}</button>
            ) : null}
          {list}
        </form>
      ) : list}
    </Card>
  );
}

function Undo({ l, words, back }: { l: Language; words: string; back: string }) {
  return (
    <span class="marked" role="status">
      <Icon name="tick" size={16} /> {words} <button class="as-link" type="submit" name="undo" value={back} data-key="u">{l.t("case.undo")} <KeyCap>u</KeyCap></button>
    </span>
  );
}
