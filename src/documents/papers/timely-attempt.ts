import type { TimelyAttempt } from "./paper.ts";
import { about, heading, sheet } from "./parts.ts";
import type { Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** A person sought a place inside the legal window and there was none: the record that it was not their fault. */
export function timelyAttempt(w: Words, paper: TimelyAttempt): Sheet {
  return sheet(w, paper, w.both("papers.attempt-title"), {
    head: [
      { label: w.both("papers.registration-number"), value: w.same(paper.number), strong: true },
      { label: w.both("papers.attempt-when"), value: w.instant(paper.attempted) },
    ],
    blocks: [
      heading(w.both("papers.holder")),
      about(w, paper.holder, paper.permit, [
        { label: w.both("papers.attempt-window-from"), value: w.short(paper.from) },
        { label: w.both("papers.attempt-window-until"), value: w.short(paper.attendBy) },
      ]),
      {
        kind: "notice",
        title: w.both("papers.attempt-none"),
        paragraphs: [w.both("papers.attempt-text", (l) => ({ when: l.instant(paper.attempted), until: l.date(paper.attendBy) }))],
      },
      heading(w.both("papers.attempt-searched")),
      {
        kind: "rows",
        head: [w.both("papers.attempt-office"), w.both("papers.attempt-from"), w.both("papers.attempt-until"), w.both("papers.attempt-free")],
        rows: paper.searched.map(({ office, from, until }) => [w.named(office), w.short(from), w.short(until), w.same("0")]),
      },
      heading(w.both("papers.attempt-meaning")),
      { kind: "prose", numbered: true, paragraphs: [w.both("papers.attempt-turn"), w.both("papers.attempt-keep"), w.both("papers.attempt-limits")] },
    ],
  });
}
