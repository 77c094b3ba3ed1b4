import type { NotBooked, RegistrationForm } from "./paper.ts";
import { amounts, barcode, fullName, heading, named, photo, present, representativeField, sheet } from "./parts.ts";
import type { Block, Sheet } from "./sheet.ts";
import type { Words } from "./words.ts";

/** The form a person prints, signs and brings to the appointment. */
export function registrationForm(w: Words, form: RegistrationForm): Sheet {
  return sheet(w, form, w.both("papers.registration-title"), {
    barcode: barcode(w, form.barcode),
    photo: photo(w, fullName(form.person)),
    head: [
      { label: w.both("papers.registration-number"), value: w.same(form.number), strong: true },
      { label: w.both("papers.registered"), value: w.short(form.registered) },
      { label: w.both("papers.accrual-number"), value: w.same(form.accrual.number), strong: true },
    ],
    blocks: [
      ...(form.appointment ? [heading(w.both("papers.appointment")), ...appointment(w, form.appointment)] : []),
      heading(w.both("papers.person")),
      person(w, form),
      heading(w.both("papers.travel-document")),
      travelDocument(w, form),
      heading(w.both("papers.stay")),
      stay(w, form),
      ...educationAndSponsor(w, form),
      heading(w.both("papers.fees")),
      amounts(w, form.accrual.lines, form.accrual.total),
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.fees-only")] },
      heading(w.both("papers.documents")),
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.documents-intro", () => ({ n: form.documents.length }))], leads: true },
      { kind: "checklist", ticks: true, items: form.documents.map((document) => named(w, document)) },
      heading(w.both("papers.declaration")),
      { kind: "prose", numbered: false, paragraphs: [w.both("papers.declaration-text")] },
      {
        kind: "signatures",
        boxes: [
          { label: w.both("papers.signature-applicant"), name: fullName(form.person) },
          ...(form.representative ? [{ label: w.both("papers.signature-representative"), name: form.representative.name }] : []),
          { label: w.both("papers.signature-officer"), name: "" },
        ],
      },
    ],
  });
}

function appointment(w: Words, appointment: NonNullable<RegistrationForm["appointment"]>): Block[] {
  if (appointment.kind === "none") {
    return [{ kind: "notice", title: w.both("papers.no-appointment"), paragraphs: [notBooked(w, appointment)] }];
  }
  if (appointment.kind === "draw") {
    const { by } = appointment;
    return [{
      kind: "notice",
      title: w.both("papers.draw-title", (_, name) => ({ province: name(appointment.province) })),
      paragraphs: [w.both("papers.draw-text"), ...(by ? [w.both("papers.draw-by", (l) => ({ date: l.date(by) }))] : [])],
    }];
  }
  return [{
    kind: "fields", columns: 2,
    items: present([
      { label: w.both("papers.appointment-when"), value: w.appointment(appointment.date, appointment.time), strong: true },
      { label: w.both("papers.appointment-office"), value: w.named(appointment.office), strong: true },
      !!appointment.address && { label: w.both("papers.appointment-address"), value: w.same(appointment.address), wide: true },
      !!appointment.note && { label: w.both("papers.appointment-note"), value: w.named(appointment.note), wide: true },
    ]),
  }];
}

function notBooked(w: Words, { way, by }: NotBooked) {
  if (way === "office") return w.both("papers.no-appointment-office");
  if (!by) return w.both(way === "draw" ? "papers.no-appointment-draw" : "papers.no-appointment-text");
  return w.both(way === "draw" ? "papers.no-appointment-draw-by" : "papers.no-appointment-by", (l) => ({ date: l.date(by) }));
}

function person(w: Words, { person, representative }: RegistrationForm): Block {
  return {
    kind: "fields", columns: 3,
    items: present([
      { label: w.both("papers.surname"), value: w.same(person.surname), strong: true },
      { label: w.both("papers.given-names"), value: w.same(person.givenNames), strong: true },
      !!person.nativeName && { label: w.both("papers.native-name"), value: w.same(person.nativeName) },
      !!person.foreignerNumber && { label: w.both("papers.foreigner-number"), value: w.same(person.foreignerNumber) },
      { label: w.both("papers.nationality"), value: w.named(person.nationality) },
      { label: w.both("papers.sex"), value: w.named(person.sex) },
      { label: w.both("papers.birth-date"), value: w.short(person.birthDate) },
      { label: w.both("papers.birth-place"), value: w.same(person.birthPlace) },
      { label: w.both("papers.father"), value: w.same(person.fatherName) },
      { label: w.both("papers.mother"), value: w.same(person.motherName) },
      !!person.maritalStatus && { label: w.both("papers.marital-status"), value: w.named(person.maritalStatus) },
      !!person.phone && { label: w.both("papers.phone"), value: w.same(person.phone) },
      !!person.email && { label: w.both("papers.email"), value: w.same(person.email) },
      representativeField(w, representative),
    ]),
  };
}

function travelDocument(w: Words, { travelDocument, presentPermit }: RegistrationForm): Block {
  const { entered, enteredAt, issued, expires } = travelDocument;
  return {
    kind: "fields", columns: 3,
    items: present([
      { label: w.both("papers.travel-type"), value: w.named(travelDocument.type) },
      { label: w.both("papers.travel-number"), value: w.same(travelDocument.number), strong: true },
      { label: w.both("papers.travel-country"), value: w.named(travelDocument.country) },
      !!issued && { label: w.both("papers.travel-issued"), value: w.short(issued) },
      !!expires && { label: w.both("papers.travel-expires"), value: w.short(expires) },
      !!entered && { label: w.both("papers.entered"), value: w.short(entered) },
      !!enteredAt && { label: w.both("papers.entered-at"), value: w.same(enteredAt) },
      !!presentPermit && { label: w.both("papers.present-permit"), value: w.named(presentPermit.type) },
      !!presentPermit && { label: w.both("papers.present-permit-number"), value: w.same(presentPermit.number) },
      !!presentPermit?.expires && { label: w.both("papers.present-permit-ends"), value: w.short(presentPermit.expires) },
    ]),
  };
}

function stay(w: Words, { permit, from, until, address }: RegistrationForm): Block {
  return {
    kind: "fields", columns: 3,
    items: present([
      { label: w.both("papers.permit"), value: w.names([permit.application, permit.type, permit.purpose]), wide: true, strong: true },
      { label: w.both("papers.stay-from"), value: w.short(from) },
      !!until && { label: w.both("papers.stay-until"), value: w.short(until) },
      { label: w.both("papers.address"), value: w.same(address), wide: true },
    ]),
  };
}

function educationAndSponsor(w: Words, { education, sponsor }: RegistrationForm): Block[] {
  const blocks: Block[] = [];
  if (education) {
    const { from, until } = education;
    blocks.push(heading(w.both("papers.education")), {
      kind: "fields", columns: 3,
      items: present([
        { label: w.both("papers.institution"), value: w.same(education.institution), wide: true },
        { label: w.both("papers.programme"), value: w.same(education.programme) },
        { label: w.both("papers.level"), value: w.named(education.level) },
        !!from && { label: w.both("papers.study-from"), value: w.short(from) },
        !!until && { label: w.both("papers.study-until"), value: w.short(until) },
      ]),
    });
  }
  if (sponsor) {
    blocks.push(heading(w.both("papers.sponsor")), {
      kind: "fields", columns: 2,
      items: [
        { label: w.both("papers.sponsor-name"), value: w.same(sponsor.name), strong: true },
        { label: w.both("papers.relation"), value: w.named(sponsor.relation) },
        { label: w.both("papers.nationality"), value: w.named(sponsor.nationality) },
        { label: w.both("papers.identity-number"), value: w.same(sponsor.identityNumber) },
      ],
    });
  }
  return blocks;
}
