import type { Receipt } from "./paper.ts";
import { amounts, heading, sheet } from "./parts.ts";
import type { Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** What was paid, by whom, for which accrual. */
export function receipt(w: Words, paper: Receipt): Sheet {
  return sheet(w, paper, w.both("papers.receipt-title"), {
    head: [
      { label: w.both("papers.receipt-number"), value: w.same(paper.receiptNumber), strong: true },
      { label: w.both("papers.accrual-number"), value: w.same(paper.accrualNumber), strong: true },
      { label: w.both("papers.registration-number"), value: w.same(paper.number) },
    ],
    blocks: [
      heading(w.both("papers.receipt-payment")),
      {
        kind: "fields", columns: 2,
        items: [
          { label: w.both("papers.receipt-payer"), value: w.same(paper.payer), strong: true },
          { label: w.both("papers.receipt-applicant"), value: w.same(paper.applicant), strong: true },
          { label: w.both("papers.receipt-paid"), value: w.instant(paper.paid) },
          { label: w.both("papers.receipt-channel"), value: w.named(paper.channel) },
          { label: w.both("papers.receipt-reference"), value: w.same(paper.reference), wide: true },
        ],
      },
      heading(w.both("papers.fees")),
      amounts(w, paper.lines, paper.total),
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.receipt-text"), w.both("papers.fees-only")] },
    ],
  });
}
