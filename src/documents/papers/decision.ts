import type { DecisionGrant, DecisionRefusal } from "./paper.ts";
import { about, heading, representativeField, sheet } from "./parts.ts";
import type { Block, Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** The permit is granted: for which dates, why these, and what the person must do now. */
export function grant(w: Words, paper: DecisionGrant): Sheet {
  const { from, until, extendFrom, askedFrom, askedUntil, why = [] } = paper;
  const differs = Temporal.PlainDate.compare(from, askedFrom) !== 0 || until?.toString() !== askedUntil?.toString();
  return sheet(w, paper, w.both("papers.grant-title"), {
    head: [
      { label: w.both("papers.registration-number"), value: w.same(paper.number), strong: true },
      { label: w.both("papers.decided"), value: w.short(paper.issued) },
    ],
    blocks: [
      heading(w.both("papers.holder")),
      about(w, paper.holder, paper.permit),
      {
        kind: "notice",
        title: w.both("papers.grant-dates"),
        paragraphs: [
          until ? w.both("papers.grant-from-until", (l) => ({ from: l.date(from), until: l.date(until) }))
            : w.both("papers.grant-no-end", (l) => ({ from: l.date(from) })),
        ],
      },
      ...(differs ? otherDates(w, paper, why) : []),
      heading(w.both("papers.grant-next")),
      {
        kind: "prose", numbered: true,
        paragraphs: [
          w.both("papers.grant-card", () => ({ address: paper.cardTo })),
          w.both("papers.grant-address"),
          w.both("papers.grant-changes"),
          ...(until && extendFrom === null ? [w.both("papers.grant-once", (l) => ({ until: l.date(until) }))] : []),
          ...(until && extendFrom ? [w.both("papers.grant-extend", (l) => ({ from: l.date(extendFrom), until: l.date(until) }))] : []),
        ],
      },
      { kind: "signatures", boxes: [{ label: w.both("papers.signature-authority"), name: "" }] },
    ],
  });
}

function otherDates(w: Words, { askedFrom, askedUntil }: DecisionGrant, why: { own: string; turkish: string }[]): Block[] {
  return [
    heading(w.both("papers.grant-differs")),
    {
      kind: "prose", numbered: false,
      paragraphs: [
        askedUntil ? w.both("papers.grant-asked", (l) => ({ from: l.date(askedFrom), until: l.date(askedUntil) }))
          : w.both("papers.grant-asked-no-end", (l) => ({ from: l.date(askedFrom) })),
        ...why.map((reason) => w.named(reason)),
      ],
    },
  ];
}

/** The permit is refused: reasons with their articles, and the rights and duties with their dates. */
export function refusal(w: Words, paper: DecisionRefusal): Sheet {
  const { served, court } = paper;
  return sheet(w, paper, w.both("papers.refusal-title"), {
    head: [
      { label: w.both("papers.registration-number"), value: w.same(paper.number), strong: true },
      { label: w.both("papers.decided"), value: w.short(paper.issued) },
      ...(served ? [{ label: w.both("papers.served"), value: w.short(served.on) }] : []),
    ],
    blocks: [
      heading(w.both("papers.holder")),
      about(w, paper.holder, paper.permit, [representativeField(w, paper.representative)]),
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.refusal-text")] },
      heading(w.both("papers.refusal-reasons")),
      {
        kind: "prose", numbered: true,
        paragraphs: paper.reasons.map(({ text, article }) => w.named({ own: `${text.own} (${article.own})`, turkish: `${text.turkish} (${article.turkish})` })),
      },
      heading(w.both("papers.refusal-rights")),
      {
        kind: "notice",
        title: served ? w.both("papers.refusal-court-by", (l) => ({ date: l.date(served.courtUntil) })) : w.both("papers.refusal-court"),
        paragraphs: [
          w.both("papers.refusal-court-text"),
          ...(court ? [w.both("papers.refusal-court-name", (_, name) => ({ court: name(court) }))] : []),
        ],
      },
      {
        kind: "notice",
        title: served ? w.both("papers.refusal-leave-by", (l) => ({ date: l.date(served.leaveBy) })) : w.both("papers.refusal-leave"),
        paragraphs: [w.both("papers.refusal-leave-text")],
      },
      {
        kind: "prose", numbered: true,
        paragraphs: [w.both("papers.refusal-other"), w.both("papers.refusal-same"), w.both("papers.refusal-lawyer"), w.both("papers.refusal-file")],
      },
      { kind: "signatures", boxes: [{ label: w.both("papers.signature-authority"), name: "" }, { label: w.both("papers.signature-served"), name: "" }] },
    ],
  });
}
