import { createHash } from "node:crypto";
import { allowance, secondsUntilNext } from "../../identity/allowance.ts";
import { latinDigits, readDate } from "../../platform/form.ts";
import type { Language } from "../../platform/i18n.ts";
import type { Key } from "../../platform/keys.ts";
import { isAfter } from "../../rules/calendar.ts";
import { countriesByName } from "../../rules/countries.ts";
import { day, type Dated, inForce } from "../../rules/dated.ts";
import { edition } from "../../rules/edition.ts";
import { rateOn } from "../../rules/exchange-rates.ts";
import { terms } from "../../rules/deadlines.ts";
import { insuranceAges } from "../../rules/insurance.ts";
import { countersGround, offices } from "../../rules/offices.ts";
import { levelRules, permitTypes, purposes, relations, sponsorRules } from "../../rules/permit-types.ts";
import { districts, findProvince, provinces } from "../../rules/provinces.ts";
import { documentCodes, documentText } from "../../rules/required-documents.ts";
import { sourceText } from "../../rules/sources.ts";
import { law } from "../../rules/tables.ts";
import { transfers } from "../../rules/transfers.ts";
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
const inProvince = (province: string | undefined) => (one: { province: string }) => province === undefined || one.province === province;

/** A dated value as it holds on a day; past its last confirmed day it continues, and says so. */
function dated<Value>(l: Language, series: readonly Dated<Value>[], on: Temporal.PlainDate) {
  const { value, from, until, confirmed, ...ground } = inForce(series, on);
  return { value, from, until, confirmed, ...grounds(l, ground) };
}

export const lists: Record<string, List> = {
  types: {
    parameters: [],
    items: ({ l }) => permitTypes.map(({ code, kinds, months, firstDays, monthsInAll, personMayFile, ...ground }) => ({
      code, name: name(l, `permit-type-${code}`), kinds, longestMonths: months, firstDays: firstDays ?? null, longestMonthsInAll: monthsInAll ?? null, personMayFile, ...grounds(l, ground),
    })),
  },
  transfers: {
    parameters: [],
    items: ({ l }) => transfers.map(({ from, to, rule, note, source, confidence }) => ({ from, to, rule, note: note && name(l, `transfer-${note}`), ...grounds(l, { source, confidence }) })),
  },
  terms: {
    parameters: [],
    items: ({ l }) => Object.entries(terms).map(([code, { value, unit, ...ground }]) => ({
      code: code.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`), value: code === "lateGrace" ? law().lateGraceDays : value, unit, ...grounds(l, ground),
    })),
  },
  insurance: {
    parameters: ["on"],
    items: ({ l, on }) => ({ on: on.toString(), minimum: { currency: "TRY", ...dated(l, law().insuranceMinimum, on) }, exempt: { underAge: insuranceAges.under, overAge: insuranceAges.over, ...grounds(l, insuranceAges) } }),
  },
  universities: {
    parameters: ["province"],
    items: ({ l, province }) => law().universities.filter(inProvince(province)).map(({ source, confidence, ...university }) => ({ ...university, ...grounds(l, { source, confidence }) })),
  },
  purposes: {
    parameters: [],
    items: ({ l }) => purposes.map(({ code, letter, kinds, months, times, personMayFile, ...ground }) => ({
      code, letter, name: name(l, `purpose-${code}`), kinds, longestMonths: months, times, personMayFile, ...grounds(l, ground),
    })),
  },
  levels: {
    parameters: [],
    items: ({ l }) => levelRules.map(({ code, months, higher, permitFee, ...ground }) => ({ code, name: name(l, `level-${code}`), longestMonths: months, higherEducation: higher, permitFee, ...grounds(l, ground) })),
  },
  relations: { parameters: [], items: ({ l }) => relations.map((code) => ({ code, name: name(l, `relation-${code}`) })) },
  sponsors: {
    parameters: [],
    items: ({ l }) => sponsorRules.map(({ code, holdsPermit, oneYearOnPermit, ...ground }) => ({ code, name: name(l, `sponsor-${code}`), holdsPermit, oneYearOnPermit, ...grounds(l, ground) })),
  },
  documents: {
    parameters: [],
    items: ({ l }) => documentCodes.map((code) => ({ code, ...documentText(l, code) })),
  },
  provinces: { parameters: [], items: () => provinces.map(({ plate, name: called, automatic }) => ({ code: plate, name: called, appointmentByDraw: automatic })) },
  districts: {
    parameters: ["province"],
    items: ({ province }) => provinces.filter(({ plate }) => province === undefined || plate === province).flatMap(({ plate }) => districts(plate).map((called) => ({ province: plate, name: called }))),
  },
  countries: { parameters: [], items: ({ l }) => countriesByName(l) },
  offices: {
    parameters: ["province"],
    items: ({ l, province }) => offices.filter(inProvince(province)).map(({ code, province: plate, district, name: called, districts: served, ...rest }) => ({
      code, name: called, province: plate, district, districts: served ?? null, ...grounds(l, rest),
      counters: { value: law().counters[code] ?? rest.counters, ...(law().counters[code] === undefined ? grounds(l, countersGround) : {}) },
    })),
  },
  holidays: {
    parameters: ["year"],
    items: ({ l, year }) => law().holidays.filter(({ date }) => year === undefined || date.startsWith(`${year}-`)).map(({ date, code, half, ...ground }) => ({ date, code, name: name(l, `holiday-${code}`), half, ...grounds(l, ground) })),
  },
  "closed-areas": {
    parameters: ["on", "province"],
    items: ({ l, on, province }) => law().closedAreas.filter(inProvince(province)).filter(({ from, until }) => !isAfter(day(from), on) && (until === null || !isAfter(on, day(until))))
      .map(({ exceptions, source, confidence, ...area }) => ({ ...area, exceptions: exceptions.map((code) => ({ code, name: name(l, `exception-${code}`) })), ...grounds(l, { source, confidence }) })),
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
