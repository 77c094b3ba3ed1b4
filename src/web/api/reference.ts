import { createHash } from "node:crypto";
import { allowance } from "../../identity/allowance.ts";
import { secondsUntilNext } from "../../identity/limits.ts";
import { latinDigits, readDate } from "../../platform/form.ts";
import type { Language } from "../../platform/i18n.ts";
import type { Key } from "../../platform/keys.ts";
import { isAfter, ordinal } from "../../rules/calendar.ts";
import { countriesByName, nationalityGround } from "../../rules/countries.ts";
import { day, type Dated, type Ground, holdsOn, inForce } from "../../rules/dated.ts";
import { edition } from "../../rules/edition.ts";
import { rateOn } from "../../rules/exchange-rates.ts";
import { rulesOn } from "../../rules/in-force.ts";
import { countersGround, offices } from "../../rules/offices.ts";
import { districts, findProvince, placesGround, provinces } from "../../rules/provinces.ts";
import { documentText } from "../../rules/required-documents.ts";
import { sourceText } from "../../rules/sources.ts";
import { law } from "../../rules/tables.ts";
import { answerJson, openPage, type Visit } from "../page.ts";
import { portal } from "../routes.ts";
import { problem } from "./problem.ts";

const allowed = allowance("reference", 20);

/** What a list is asked with: a day, a province, a year; each only where it applies. */
type Asked = { l: Language; on: Temporal.PlainDate; province: string | undefined; year: number | undefined };
type Parameter = "on" | "province" | "year";
type List = { parameters: readonly Parameter[]; items: (asked: Asked) => unknown };

const name = (l: Language, key: string) => l.t(`reference.${key}` as Key);
const grounds = (l: Language, { source, confidence }: { source: string; confidence: string }) => ({ source: sourceText(l, source), confidence });

/** Where a row is written and on which days it holds; past its last confirmed day it continues, and says so. */
function standing(l: Language, { validFrom, validFromConfidence, validUntil, confirmedUntil, source, confidence }: Ground, on: Temporal.PlainDate) {
  const confirmed = confirmedUntil === undefined || !isAfter(on, day(confirmedUntil));
  return { validFrom, validFromConfidence, validUntil: validUntil ?? null, confirmedUntil: confirmedUntil ?? null, confirmed, ...grounds(l, { source, confidence }) };
}
const inProvince = (province: string | undefined) => (one: { province: string }) => province === undefined || one.province === province;

/** A dated value as it holds on a day; past its last confirmed day it continues, and says so. */
function dated<Value>(l: Language, series: readonly Dated<Value>[], on: Temporal.PlainDate) {
  const { value, from, until, confirmed, ...ground } = inForce(series, on);
  return { value, from, until, validFrom: from, confirmedUntil: until, confirmed, ...grounds(l, ground) };
}

export const lists: Record<string, List> = {
  types: {
    parameters: ["on"],
    items: ({ l, on }) => [...rulesOn(on).permitTypes.values()].map(({ code, kinds, months, firstDays, monthsInAll, personMayFile, ...ground }) => ({
      code, name: name(l, `permit-type-${code}`), kinds, longestMonths: months, firstDays: firstDays ?? null, longestMonthsInAll: monthsInAll ?? null, personMayFile,
      ...standing(l, ground, on),
    })),
  },
  transfers: {
    parameters: ["on"],
    items: ({ l, on }) => [...rulesOn(on).transfers.values()].map(({ from, to, rule, note, ...ground }) => ({
      from, to, rule, note: note && name(l, `transfer-${note}`), ...standing(l, ground, on),
    })),
  },
  terms: {
    parameters: ["on"],
    items: ({ l, on }) => [
      ...law().terms.filter((term) => holdsOn(term, ordinal(on))).map(({ code, value, unit, provinces: only, ...ground }) => ({
        code: code.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`), value, unit, provinces: only ?? null, ...standing(l, ground, on),
      })),
      { code: "late-grace", unit: "days", provinces: null, ...dated(l, law().lateGraceDays, on) },
    ],
  },
  insurance: {
    parameters: ["on"],
    items: ({ l, on }) => {
      const ages = rulesOn(on).insuranceAges;
      return {
        on: on.toString(), minimum: { currency: "TRY", ...dated(l, law().insuranceMinimum, on) },
        exempt: ages && { underAge: ages.under, overAge: ages.over, ...standing(l, ages, on) },
      };
    },
  },
  universities: {
    parameters: ["on", "province"],
    items: ({ l, on, province }) => law().universities.filter(inProvince(province)).filter((one) => holdsOn(one, ordinal(on)))
      .map(({ code, name: called, province: plate, district, handInDays, ...ground }) => ({ code, name: called, province: plate, district, handInDays, ...standing(l, ground, on) })),
  },
  purposes: {
    parameters: ["on"],
    items: ({ l, on }) => [...rulesOn(on).purposes.values()].map(({ code, letter, kinds, months, times, personMayFile, singleEntry, ...ground }) => ({
      code, letter, name: name(l, `purpose-${code}`), kinds, longestMonths: months, times, personMayFile, singleEntryFee: singleEntry, ...standing(l, ground, on),
    })),
  },
  levels: {
    parameters: ["on"],
    items: ({ l, on }) => [...rulesOn(on).levels.values()].map(({ code, months, higher, permitFee, ...ground }) => ({
      code, name: name(l, `level-${code}`), longestMonths: months, higherEducation: higher, permitFee, ...standing(l, ground, on),
    })),
  },
  relations: {
    parameters: ["on"], items: ({ l, on }) => [...rulesOn(on).relations.values()].map(({ code, ...ground }) => ({ code, name: name(l, `relation-${code}`), ...standing(l, ground, on) })),
  },
  sponsors: {
    parameters: ["on"],
    items: ({ l, on }) => [...rulesOn(on).sponsors.values()].map(({ code, holdsPermit, oneYearOnPermit, ...ground }) => ({
      code, name: name(l, `sponsor-${code}`), holdsPermit, oneYearOnPermit, ...standing(l, ground, on),
    })),
  },
  documents: {
    parameters: ["on"],
    items: ({ l, on }) => rulesOn(on).documents.map(({ code, ...ground }) => ({ code, ...documentText(l, code), ...standing(l, ground, on) })),
  },
  "address-proofs": {
    parameters: ["on"],
    items: ({ l, on }) => rulesOn(on).addressProofs.map(({ code, kinds, ...ground }) => ({ code, name: l.t(`documents.address-proof-${code}` as Key), kinds, ...standing(l, ground, on) })),
  },
  provinces: {
    parameters: ["on"],
    items: ({ l, on }) => provinces.map(({ plate, name: called, automatic, ...ground }) => ({ code: plate, name: called, appointmentByDraw: automatic, ...standing(l, ground, on) })),
  },
  districts: {
    parameters: ["province"],
    items: ({ l, on, province }) => {
      const ground = standing(l, placesGround, on);
      return provinces.filter(({ plate }) => province === undefined || plate === province).flatMap(({ plate }) => districts(plate).map((called) => ({ province: plate, name: called, ...ground })));
    },
  },
  countries: { parameters: [], items: ({ l, on }) => countriesByName(l).map(({ code, name: called }) => ({ code, name: called, ...standing(l, nationalityGround, on) })) },
  offices: {
    parameters: ["on", "province"],
    items: ({ l, on, province }) => offices.filter(inProvince(province)).filter((one) => holdsOn(one, ordinal(on))).map(({ code, province: plate, district, name: called, districts: served, counters, ...ground }) => {
      const set = law().counters.find((one) => one.office === code && holdsOn(one, ordinal(on)));
      return {
        code, name: called, province: plate, district, districts: served ?? null, ...standing(l, ground, on),
        counters: { value: set?.count ?? counters, ...standing(l, set ?? countersGround, on) },
      };
    }),
  },
  holidays: {
    parameters: ["year"],
    items: ({ l, year }) => law().holidays.filter(({ date }) => year === undefined || date.startsWith(`${year}-`)).map(({ date, code, half, ...ground }) => ({
      date, code, name: name(l, `holiday-${code}`), half, validFrom: date, validUntil: date, ...grounds(l, ground),
    })),
  },
  "closed-areas": {
    parameters: ["on", "province"],
    items: ({ l, on, province }) => law().closedAreas.filter(inProvince(province)).filter(({ from, until }) => !isAfter(day(from), on) && (until === null || !isAfter(on, day(until))))
      .map(({ exceptions, source, confidence, ...area }) => ({ ...area, validFrom: area.from, validUntil: area.until, exceptions: exceptions.map((code) => ({ code, name: name(l, `exception-${code}`) })), ...grounds(l, { source, confidence }) })),
  },
  fees: { parameters: ["on"], items: ({ l, on }) => fees(l, on) },
};

function fees(l: Language, on: Temporal.PlainDate) {
  const tables = law();
  const lira = dated(l, tables.liraTariff, on);
  const dollars = dated(l, tables.dollarTariffs, on);
  const groups = dated(l, tables.feeGroups, on);
  const rate = rateOn(on, tables.exchangeRates);
  return {
    on: on.toString(),
    edition: edition(on, tables).id,
    card: { currency: "TRY", ...dated(l, tables.cardPrice, on) },
    permit: {
      lira: { currency: "TRY", ...lira },
      dollars: { currency: "USD", ...dollars },
      groups: { ...groups, value: groups.value.map(({ group, ...members }) => ({ group, name: name(l, `fee-group-${group}`), ...members })), others: "main" },
    },
    singleEntry: { currency: "TRY", ...dated(l, tables.singleEntryFee, on), exempt: dated(l, tables.singleEntryExempt, on) },
    minimumWage: { currency: "TRY", ...dated(l, tables.minimumWage, on) },
    propertyMinimum: { currency: "USD", ...dated(l, tables.propertyMinimum, on) },
    exchangeRate: rate && { currency: "USD", value: rate.rate, date: rate.date.toString(), confirmed: rate.confirmed, source: sourceText(l, rate.source) },
  };
}

/** The lists of the law for other programs: stable codes, names in the language asked for, each datum with its source. */
export const reference = openPage(portal.reference, {
  async get(visit) {
    if (!(await allowed(visit.app.db, visit.address, visit.now))) {
      return problem(429, "too-many", { headers: { "retry-after": String(secondsUntilNext("reference", visit.now)) } });
    }
    const list = Object.hasOwn(lists, visit.parameters.list ?? "") ? lists[visit.parameters.list!] : undefined;
    if (list === undefined) return problem(404, "lost", { detail: Object.keys(lists).join(", ") });
    const asked = read(visit, list);
    return "pointer" in asked ? problem(422, "senseless", { errors: [asked] }) : kept(visit, list.items(asked));
  },
});

function read({ l, query, today }: Visit, { parameters }: List): Asked | { pointer: string; detail: string } {
  for (const given of Object.keys(query)) if (!(parameters as readonly string[]).includes(given)) return { pointer: `?${given.slice(0, 100)}`, detail: l.t("eligibility.wrong-unknown-field") };
  const { on, province, year } = query as Partial<Record<Parameter, unknown>>;
  const date = on === undefined ? today : typeof on === "string" && on === latinDigits(on) && /^\d{4}-\d\d-\d\d$/.test(on) ? readDate(on) : null;
  if (date === null) return { pointer: "?on", detail: l.t("eligibility.wrong-date") };
  if (date.year < 1900 || date.year > 2200) return { pointer: "?on", detail: l.t("eligibility.wrong-year-out-of-range") };
  if (province !== undefined && (typeof province !== "string" || !findProvince(province))) return { pointer: "?province", detail: l.t("eligibility.wrong-unknown-province") };
  if (year !== undefined && (typeof year !== "string" || !/^(19|20|21)\d\d$/.test(year))) return { pointer: "?year", detail: l.t("eligibility.wrong-year-out-of-range") };
  return { l, on: date, province: province as string | undefined, year: year === undefined ? undefined : Number(year) };
}

/** An answer that caches may keep for an hour and then ask again whether it still holds. */
export function kept({ l, header }: Visit, body: unknown) {
  const tag = `"${createHash("sha256").update(JSON.stringify(body)).digest("base64url").slice(0, 22)}"`;
  const headers = { etag: tag, "cache-control": "public, max-age=3600", vary: "accept-language", "content-language": l.code };
  const known = (header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(tag) || known.includes("*")) return { kind: "bytes" as const, status: 304, type: "application/json; charset=utf-8", body: "", headers };
  return answerJson(body, 200, undefined, headers);
}
