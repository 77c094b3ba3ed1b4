import type { MissingDocuments } from "./paper.ts";
import { about, heading, named, representativeField, sheet } from "./parts.ts";
import type { Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** Which documents are missing, why, and until when; the decision clock stands still meanwhile. */
export function missingDocuments(w: Words, paper: MissingDocuments): Sheet {
  return sheet(w, paper, w.both("papers.missing-title"), {
    head: [
      { label: w.both("papers.registration-number"), value: w.same(paper.number), strong: true },
      { label: w.both("papers.issued"), value: w.short(paper.issued) },
    ],
    blocks: [
      heading(w.both("papers.holder")),
      about(w, paper.holder, paper.permit, [representativeField(w, paper.representative)]),
      {
        kind: "notice",
        title: w.both("papers.missing-due", (l) => ({ date: l.date(paper.due) })),
        paragraphs: [w.both("papers.missing-due-text")],
      },
      heading(w.both("papers.missing-list", () => ({ n: paper.missing.length }))),
      {
        kind: "checklist", ticks: true,
        items: paper.missing.map((document) => ({
          name: named(w, document).name,
          note: w.named({ own: document.reasonOwn, turkish: document.reasonTurkish }),
        })),
      },
      heading(w.both("papers.missing-what")),
      {
        kind: "prose", numbered: true,
        paragraphs: [w.both("papers.missing-how"), w.both("papers.missing-clock"), w.both("papers.missing-else"), w.both("papers.missing-more-time")],
      },
      { kind: "signatures", boxes: [{ label: w.both("papers.signature-authority"), name: "" }, { label: w.both("papers.signature-received"), name: "" }] },
    ],
  });
}
