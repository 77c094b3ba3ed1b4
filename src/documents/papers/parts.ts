import type { Common, FeeLine, Holder, NamedDocument, Permit, Representative } from "./paper.ts";
import type { Money } from "../../platform/money.ts";
import type { Block, Line, Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

type Field = Extract<Block, { kind: "fields" }>["items"][number];

/** The parts that every paper has, around those of this one. */
export function sheet(w: Words, paper: Common, title: Line, rest: Pick<Sheet, "head" | "blocks"> & Partial<Pick<Sheet, "barcode" | "photo">>): Sheet {
  const { letterhead, issued, number } = paper;
  return {
    language: paper.language,
    direction: w.own.dir,
    fileTitle: `${title.own ?? title.turkish} ${number}`,
    title,
    letterhead: {
      authority: w.named(letterhead.authority), office: w.named(letterhead.office),
      address: letterhead.address, contact: letterhead.contact,
    },
    issued: { year: issued.year, month: issued.month, day: issued.day },
    number,
    barcode: null,
    photo: null,
    qr: { text: paper.verify, alt: w.own.t("papers.qr-alt"), caption: w.both("papers.qr-caption") },
    ...rest,
  };
}

/** Leaves out what is not there. */
export function present(fields: (Field | false | undefined)[]): Field[] {
  return fields.filter((field) => field !== false && field !== undefined);
}

export const fullName = (person: { givenNames: string; surname: string }) => [person.givenNames, person.surname].filter(Boolean).join(" ");

export function barcode(w: Words, text: string): Sheet["barcode"] {
  return { text, alt: w.own.t("papers.barcode-alt", { number: text }) };
}

export function photo(w: Words, name: string): Sheet["photo"] {
  return { alt: w.own.t("papers.photo-alt", { name }), missing: w.both("papers.photo-missing") };
}

/** Who the letter is about and what was applied for. */
export function about(w: Words, holder: Holder, permit: Permit, more: (Field | false | undefined)[] = []): Block {
  return {
    kind: "fields", columns: 3,
    items: present([
      { label: w.both("papers.surname"), value: w.same(holder.surname), strong: true },
      { label: w.both("papers.given-names"), value: w.same(holder.givenNames), strong: true },
      { label: w.both("papers.birth-date"), value: w.short(holder.birthDate) },
      { label: w.both("papers.nationality"), value: w.named(holder.nationality) },
      { label: w.both("papers.passport-number"), value: w.same(holder.passport) },
      !!holder.foreignerNumber && { label: w.both("papers.foreigner-number"), value: w.same(holder.foreignerNumber) },
      { label: w.both("papers.permit"), value: w.names([permit.application, permit.type, permit.purpose]), wide: true },
      ...more,
    ]),
  };
}

export function representativeField(w: Words, representative: Representative | undefined): Field | undefined {
  if (!representative) return undefined;
  const { name, capacity, details } = representative;
  const say = (role: string) => [name, role, details].filter(Boolean).join(" · ");
  return {
    label: w.both("papers.representative"), wide: true,
    value: w.own.code === "tr" ? w.same(say(capacity.turkish)) : { own: say(capacity.own), turkish: capacity.turkish },
  };
}

/** The fee lines and their total. */
export function amounts(w: Words, lines: FeeLine[], total: Money): Block {
  return {
    kind: "amounts",
    head: [w.both("papers.fee"), w.both("papers.amount")],
    rows: lines.map(({ name, note, amount }) => ({ name: w.named(name), note: note ? w.named(note) : null, amount: w.amount(amount) })),
    total: { name: w.both("papers.total"), amount: w.money(total) },
  };
}

export function named(w: Words, document: NamedDocument): { name: Line; note: Line | null } {
  const { nameOwn, nameTurkish, noteOwn, noteTurkish } = document;
  return {
    name: w.named({ own: nameOwn, turkish: nameTurkish }),
    note: noteTurkish || noteOwn ? w.named({ own: noteOwn ?? noteTurkish ?? "", turkish: noteTurkish ?? noteOwn ?? "" }) : null,
  };
}

export const heading = (text: Line): Block => ({ kind: "heading", text });
