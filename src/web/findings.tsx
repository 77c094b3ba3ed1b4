import { type Finding, findingText } from "../eligibility/findings.ts";
import { sourceText } from "../rules/sources.ts";
import { Notice } from "../ui/notice.tsx";
import { useLanguage } from "../ui/language.ts";

const kinds = { block: "error", warn: "warning", note: "info" } as const;

/** The day on which an edition of the law began: its id is that day and the mark of what was in force. */
const firstDay = (edition: string) => Temporal.PlainDate.from(edition.slice(0, 10));

/** What the rules find about a case, each in plain words with the rule it stands on. */
export function Findings({ findings, live }: { findings: readonly Finding[]; live?: boolean }) {
  const l = useLanguage();
  return (
    <>
      {findings.map((finding) => (
        <Notice kind={kinds[finding.severity]} live={live}>
          <p>{findingText(l, finding)}</p>
          <p class="muted small">{l.rich("check.ground", { article: sourceText(l, finding.article), edition: <bdi title={finding.edition}>{l.day(firstDay(finding.edition))}</bdi> })}</p>
        </Notice>
      ))}
    </>
  );
}
