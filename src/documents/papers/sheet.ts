/** A text in the applicant's language above Turkish; `own` is null when there is only the Turkish, or nothing to translate. */
export type Line = { own: string | null; turkish: string };

export type Block =
  | { kind: "heading"; text: Line }
  /** Label and value, `columns` beside each other. */
  | { kind: "fields"; columns: number; items: { label: Line; value: Line; wide?: boolean; strong?: boolean }[] }
  /** Paragraphs with both languages side by side; numbered where they are steps or rights; `leads` keeps them with what follows. */
  | { kind: "prose"; numbered: boolean; paragraphs: Line[]; leads?: boolean }
  /** What must not be overlooked, in a frame. */
  | { kind: "notice"; title: Line; paragraphs: Line[] }
  | { kind: "amounts"; head: [Line, Line]; rows: { name: Line; note: Line | null; amount: string }[]; total: { name: Line; amount: Line } }
  | { kind: "rows"; head: Line[]; rows: Line[][] }
  | { kind: "checklist"; ticks: boolean; items: { name: Line; note: Line | null }[] }
  | { kind: "signatures"; boxes: { label: Line; name: string }[] };

/** A paper with every text resolved: what crosses to the drawing process. Plain JSON. */
export type Sheet = {
  language: string;
  direction: "ltr" | "rtl";
  /** The title of the file, in the applicant's language. */
  fileTitle: string;
  title: Line;
  letterhead: { authority: Line; office: Line; address: string; contact: string };
  issued: { year: number; month: number; day: number };
  number: string;
  head: { label: Line; value: Line; strong?: boolean }[];
  barcode: { text: string; alt: string } | null;
  qr: { text: string; alt: string; caption: Line };
  photo: { alt: string; missing: Line } | null;
  blocks: Block[];
};
