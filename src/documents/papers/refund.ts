import type { Refund } from "./paper.ts";
import { amounts, heading, sheet } from "./parts.ts";
import type { Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** What was paid back of the fees of a case, each with its reason, day and reference. */
export function refund(w: Words, paper: Refund): Sheet {
  return sheet(w, paper, w.both("papers.refund-title"), {
    head: [
      { label: w.both("papers.accrual-number"), value: w.same(paper.accrualNumber), strong: true },
      { label: w.both("papers.registration-number"), value: w.same(paper.number) },
    ],
    blocks: [
      {
        kind: "fields", columns: 2,
        items: [
          { label: w.both("papers.receipt-payer"), value: w.same(paper.payer), strong: true },
          { label: w.both("papers.receipt-applicant"), value: w.same(paper.applicant), strong: true },
          { label: w.both("papers.receipt-paid"), value: w.instant(paper.paid) },
          { label: w.both("papers.receipt-channel"), value: w.named(paper.channel) },
        ],
      },
      heading(w.both("papers.refund-lines")),
      amounts(w, paper.lines, paper.total),
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.refund-text")] },
    ],
  });
}
