import { type Finding, findingText } from "../eligibility/findings.ts";
import { sourceText } from "../rules/sources.ts";
import { Notice } from "../ui/notice.tsx";
import { useLanguage } from "../ui/language.ts";

const kinds = { block: "error", warn: "warning", note: "info" } as const;

/** What the rules find about a case, each in plain words with the rule it stands on. */
export function Findings({ findings, live }: { findings: readonly Finding[]; live?: boolean }) {
  const l = useLanguage();
  return (
    <>
      {findings.map((finding) => (
        <Notice kind={kinds[finding.severity]} live={live}>
          <p>{findingText(l, finding)}</p>
          <p class="muted small">{l.t("check.ground", { article: sourceText(l, finding.article), edition: finding.edition })}</p>
        </Notice>
      ))}
    </>
  );
}
