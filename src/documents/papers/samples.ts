// Papers of people who do not exist, one of each kind in each language: for the tests and for looking at the papers.
import sharp from "sharp";
import type { Code } from "../../platform/i18n.ts";
import type { Common, Holder, Named, NamedDocument, Paper, Permit, RegistrationForm } from "./paper.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const pick = (code: Code, texts: Record<Code, string>): Named => ({ own: texts[code], turkish: texts.tr });

export const VERIFY = `https://portal.example/verify/${"eyJraW5kIjoicmVnaXN0cmF0aW9uLWZvcm0iLCJudW1iZXIiOiIyMDI2LTM1LTAxMDAwNDIifQ".repeat(2)}.${"A1b2C3d4".repeat(10)}ABCDEF`;

/** A grey gradient in the size of a biometric photograph. */
export function samplePhoto(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="771"><rect width="600" height="771" fill="#fff"/>
    <ellipse cx="300" cy="330" rx="150" ry="200" fill="#b98"/><rect x="90" y="560" width="420" height="220" rx="120" fill="#345"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}

export function common(code: Code): Common {
  return {
    language: code,
    letterhead: {
      authority: pick(code, {
        tr: "İl Göç İdaresi Müdürlüğü", en: "Provincial Directorate of Migration Management", ar: "مديرية إدارة الهجرة في الولاية", ru: "Управление по делам миграции провинции",
      }),
      office: pick(code, { tr: "İzmir, Konak", en: "İzmir, Konak", ar: "إزمير، كوناك", ru: "Измир, Конак" }),
      address: "Örnek Mahallesi, Deneme Caddesi 12, 35250 Konak / İzmir",
      contact: "0232 000 00 00 · konak@office.example",
    },
    number: "2026-35-0100042",
    issued: day("2026-11-23"),
    verify: VERIFY,
  };
}

const people: Record<Code, { surname: string; givenNames: string; father: string; mother: string; native?: string; nationality: Record<Code, string> }> = {
  tr: { surname: "IŞIKOĞLU", givenNames: "Şirin Gülçiçek", father: "İlhan", mother: "Çiğdem", nationality: { tr: "Azerbaycan", en: "", ar: "", ru: "" } },
  en: { surname: "EXAMPLE-WHITTINGTON", givenNames: "Philippa Jane", father: "Arthur", mother: "Mary", nationality: { tr: "Birleşik Krallık", en: "United Kingdom", ar: "", ru: "" } },
  ar: { surname: "AL-MITHAL", givenNames: "Layla Noor", father: "Karim", mother: "Huda", native: "ليلى نور المثال", nationality: { tr: "Irak", en: "", ar: "العراق", ru: "" } },
  ru: { surname: "PRIMEROVA", givenNames: "Anna", father: "Ivan", mother: "Olga", native: "Примерова Анна Ивановна", nationality: { tr: "Rusya Federasyonu", en: "", ar: "", ru: "Российская Федерация" } },
};

export function holder(code: Code): Holder {
  const { surname, givenNames, nationality } = people[code];
  return { surname, givenNames, nationality: pick(code, nationality), birthDate: day("1994-04-03"), passport: "P1234567", foreignerNumber: "99123456740" };
}

export function permit(code: Code): Permit {
  return {
    application: pick(code, { tr: "İlk başvuru", en: "First application", ar: "طلب أول", ru: "Первичное заявление" }),
    type: pick(code, { tr: "Kısa dönem ikamet izni", en: "Short-term residence permit", ar: "إقامة قصيرة الأمد", ru: "Краткосрочное разрешение" }),
    purpose: pick(code, { tr: "Turizm", en: "Tourism", ar: "السياحة", ru: "Туризм" }),
  };
}

const names: Record<Code, string>[] = [
  { tr: "Pasaport (aslı ve fotokopisi)", en: "Passport (original and copy)", ar: "جواز السفر (الأصل ونسخة)", ru: "Паспорт (оригинал и копия)" },
  { tr: "Dört biyometrik fotoğraf", en: "Four biometric photographs", ar: "أربع صور بيومترية", ru: "Четыре биометрические фотографии" },
  { tr: "Geçerli sağlık sigortası", en: "Valid health insurance", ar: "تأمين صحي ساري المفعول", ru: "Действующая медицинская страховка" },
  { tr: "Adres belgesi", en: "Proof of address", ar: "وثيقة إثبات العنوان", ru: "Подтверждение адреса" },
  { tr: "Yeterli gelir beyanı", en: "Declaration of sufficient means", ar: "إقرار بتوفر الدخل الكافي", ru: "Заявление о достаточных средствах" },
];

export function documents(code: Code, count: number): NamedDocument[] {
  return Array.from({ length: count }, (_, at) => {
    const { own, turkish } = pick(code, names[at % names.length]!);
    const note = pick(code, { tr: "talep edilen sürenin tamamı için", en: "for the whole time asked for", ar: "لكامل المدة المطلوبة", ru: "на весь запрашиваемый срок" });
    return { code: `D${at}`, nameOwn: own, nameTurkish: turkish, ...(at % 3 === 2 && { noteOwn: note.own, noteTurkish: note.turkish }) };
  });
}

export const fees = (code: Code) => ({
  lines: [
    { name: pick(code, { tr: "Değerli kâğıt (kart) bedeli", en: "Card fee", ar: "ثمن البطاقة", ru: "Стоимость карты" }), amount: { amount: 96_400, currency: "TRY" as const } },
    {
      name: pick(code, { tr: "İkamet izni harcı", en: "Residence permit fee", ar: "رسم إذن الإقامة", ru: "Сбор за вид на жительство" }),
      note: pick(code, { tr: "12 ay: 80 USD × 42,1500", en: "12 months: 80 USD × 42.1500", ar: "12 شهرًا: \u206680 USD × 42.1500\u2069", ru: "12 месяцев: 80 USD × 42,1500" }),
      amount: { amount: 337_200, currency: "TRY" as const },
    },
  ],
  total: { amount: 433_600, currency: "TRY" as const },
});

/** A registration form with everything in it but what `change` takes away. */
export function registrationForm(code: Code, change: Partial<RegistrationForm> = {}): RegistrationForm {
  const person = people[code];
  return {
    ...common(code), kind: "registration-form", barcode: "GCGM03-92026350100042", photo: null, registered: day("2026-11-23"),
    accrual: { number: "202611230000421", ...fees(code) },
    appointment: {
      kind: "booked", office: common(code).letterhead.office, address: "Örnek Mahallesi, Deneme Caddesi 12, Konak / İzmir",
      date: day("2026-12-08"), time: Temporal.PlainTime.from("10:20"),
    },
    person: {
      ...holder(code), nativeName: person.native, fatherName: person.father, motherName: person.mother, birthPlace: "Example City",
      sex: pick(code, { tr: "Kadın", en: "Female", ar: "أنثى", ru: "Женский" }),
      maritalStatus: pick(code, { tr: "Bekâr", en: "Single", ar: "عزباء", ru: "Не замужем" }),
      email: "someone@example.org", phone: "+90 555 000 00 00",
    },
    travelDocument: {
      type: pick(code, { tr: "Umuma mahsus pasaport", en: "Ordinary passport", ar: "جواز سفر عادي", ru: "Обычный паспорт" }),
      number: "P1234567", country: pick(code, person.nationality), issued: day("2022-05-10"), expires: day("2032-05-09"),
      entered: day("2026-10-01"), enteredAt: "İzmir Adnan Menderes",
    },
    permit: permit(code), from: day("2026-12-08"), until: day("2027-12-07"),
    address: "Deneme Mah. Örnek Sok. No: 7 Daire: 3, 35220 Konak / İzmir",
    documents: documents(code, 7),
    ...change,
  };
}

/** One of each kind of paper. */
export function papers(code: Code): Paper[] {
  const about = { ...common(code), holder: holder(code), permit: permit(code) };
  const reason = pick(code, {
    tr: "Poliçe, talep edilen sürenin son üç ayını kapsamıyor.", en: "The policy does not cover the last three months of the time asked for.",
    ar: "لا تغطي الوثيقة الأشهر الثلاثة الأخيرة من المدة المطلوبة.", ru: "Полис не покрывает последние три месяца запрашиваемого срока.",
  });
  const article = pick(code, { tr: "6458 sayılı Kanun, madde 32 ve 33", en: "Law 6458, articles 32 and 33", ar: "القانون رقم 6458، المادتان 32 و33", ru: "Закон № 6458, статьи 32 и 33" });
  return [
    registrationForm(code),
    {
      ...about, kind: "application-certificate", barcode: "GCGM03-92026350100042", photo: null, accepted: day("2026-12-08"), decideBy: day("2027-03-08"),
      extension: true, presentPermitEnds: day("2026-12-20"),
    },
    {
      ...about, kind: "missing-documents", due: day("2027-01-07"),
      missing: documents(code, 2).map((document) => ({ ...document, reasonOwn: reason.own, reasonTurkish: reason.turkish })),
    },
    {
      ...about, kind: "decision-grant", from: day("2026-12-08"), until: day("2027-09-08"), extendFrom: day("2027-07-10"), askedFrom: day("2026-12-08"), askedUntil: day("2027-12-07"),
      why: [reason], cardTo: "Deneme Mah. Örnek Sok. No: 7 Daire: 3, 35220 Konak / İzmir",
    },
    {
      ...about, kind: "decision-refusal", reasons: [{ text: reason, article }],
      served: { on: day("2026-12-10"), courtUntil: day("2027-02-08"), leaveBy: day("2026-12-20") },
      court: pick(code, { tr: "İzmir İdare Mahkemesi", en: "İzmir Administrative Court", ar: "المحكمة الإدارية في إزمير", ru: "Административный суд Измира" }),
    },
    {
      ...common(code), kind: "receipt", receiptNumber: "R-2026-000123", accrualNumber: "202611230000421", payer: "Zeynep Deneme", applicant: "Anna PRIMEROVA",
      ...fees(code), paid: Temporal.Instant.from("2026-11-23T11:09:00Z"),
      channel: pick(code, { tr: "İnternetten kartla", en: "Card, online", ar: "بطاقة عبر الإنترنت", ru: "Картой онлайн" }), reference: "BNK-77-0001-ABC",
    },
    {
      ...common(code), kind: "refund", accrualNumber: "202611230000421", payer: "Zeynep Deneme", applicant: "Anna PRIMEROVA", ...fees(code), paid: Temporal.Instant.from("2026-11-23T11:09:00Z"),
      channel: pick(code, { tr: "İnternetten kartla", en: "Card, online", ar: "بطاقة عبر الإنترنت", ru: "Картой онлайн" }),
    },
    {
      ...about, kind: "timely-attempt", from: day("2026-11-01"), attendBy: day("2026-12-30"), attempted: Temporal.Instant.from("2026-11-23T07:41:00Z"),
      searched: [{ office: common(code).letterhead.office, from: day("2026-11-23"), until: day("2026-12-30") }],
    },
  ];
}
