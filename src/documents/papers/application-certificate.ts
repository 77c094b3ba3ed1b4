import type { ApplicationCertificate } from "./paper.ts";
import { about, barcode, fullName, heading, photo, representativeField, sheet } from "./parts.ts";
import type { Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** Müracaat belgesi: the right to stay until the decision and to leave and return (Regulation, article 21/9 ç and d). */
export function applicationCertificate(w: Words, paper: ApplicationCertificate): Sheet {
  const { presentPermitEnds } = paper;
  return sheet(w, paper, w.both("papers.certificate-title"), {
    barcode: barcode(w, paper.barcode),
    photo: photo(w, fullName(paper.holder)),
    head: [
      { label: w.both("papers.registration-number"), value: w.same(paper.number), strong: true },
      { label: w.both("papers.accepted"), value: w.short(paper.accepted) },
    ],
    blocks: [
      heading(w.both("papers.holder")),
      about(w, paper.holder, paper.permit, [
        !!presentPermitEnds && { label: w.both("papers.present-permit-ends"), value: w.short(presentPermitEnds) },
        representativeField(w, paper.representative),
      ]),
      {
        kind: "notice",
        title: w.both("papers.certificate-valid"),
        paragraphs: [w.both("papers.certificate-valid-text", (l) => ({ date: l.date(paper.decideBy) }))],
      },
      heading(w.both("papers.certificate-rights")),
      {
        kind: "prose", numbered: true,
        paragraphs: [
          w.both(paper.extension ? "papers.certificate-stay-extension" : "papers.certificate-stay"),
          w.both("papers.certificate-travel"),
          w.both("papers.certificate-work"),
          w.both("papers.certificate-told"),
          w.both("papers.certificate-changes"),
        ],
      },
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.certificate-free")] },
      { kind: "signatures", boxes: [{ label: w.both("papers.signature-authority"), name: "" }] },
    ],
  });
}
