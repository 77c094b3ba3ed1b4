import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert } from "../platform/money.ts";
import { nationalities } from "./countries.ts";
import { parseCentralBankRates, rateOn } from "./exchange-rates.ts";
import type { FeeGroup } from "./fee-tariffs.ts";
import { feeCodes, feesFor, permitTariff } from "./fees.ts";
import { lastDayOfMonths } from "./calendar.ts";
import { shipped } from "./tables.ts";

const date = (iso: string) => Temporal.PlainDate.from(iso);
const on = date("2026-11-23");
const from = date("2026-05-11");

describe("the permit fee, worked by hand", () => {
  // first + further x (months - 1): main 25 + 5 x 5 = 50; a 14 + 3.50 x 5 = 31.50; b 9 + 2.50 x 5 = 21.50; c 7 + 1.50 x 5 = 14.50;
  // d 5 + 0.50 x 5 = 7.50 dollars; lira 3,359.90 + 2,232.30 x 5 = 14,521.40.
  const byHand: [FeeGroup, number, number, number][] = [
    ["main", 5_000, 8_000, 14_000], ["a", 3_150, 5_250, 9_450], ["b", 2_150, 3_650, 6_650], ["c", 1_450, 2_350, 4_150], ["d", 750, 1_050, 1_650],
    ["lira", 1_452_140, 2_791_520, 5_470_280],
  ];
  test.each(byHand)("group %s: six, twelve and twenty-four months", (group, six, twelve, twentyFour) => {
    for (const [months, amount] of [[6, six], [12, twelve], [24, twentyFour]] as const) {
      expect(permitTariff(group, from, lastDayOfMonths(from, months), on)).toMatchObject({ amount, months, currency: group === "lira" ? "TRY" : "USD" });
    }
  });

  // 2025 lira: 2,824.70 + 1,876.70 x 5 = 12,208.20.
  test("six months by the lira tariff of 2025", () => {
    expect(permitTariff("lira", from, lastDayOfMonths(from, 6), date("2025-11-23"))?.amount).toBe(1_220_820);
  });

  test.each([
    ["one day costs the minimum", "2026-05-11", 65_370],
    ["two days cost two days", "2026-05-12", 69_620],
    ["nine days cost nine days", "2026-05-19", 313_290],
    ["ten days reach the maximum", "2026-05-20", 335_990],
    ["a month costs the maximum", "2026-06-10", 335_990],
    ["a day more is a second month", "2026-06-11", 559_220],
  ])("lira within a month: %s", (_says, until, amount) => {
    expect(permitTariff("lira", from, date(until), on)?.amount).toBe(amount);
  });

  test("the exempt group has none", () => {
    expect(permitTariff("exempt", from, lastDayOfMonths(from, 6), on)).toBeNull();
  });

  test("late is twice the permit fee, and nothing else is doubled", () => {
    const question = { on, kind: "first", permitType: "short-term", purpose: "tourism", nationality: "GBR", from, until: lastDayOfMonths(from, 6), entryBasis: "exemption", exchangeRate: "42" } as const;
    expect(feesFor({ ...question, late: true }).map((line) => [line.code, line.amount])).toEqual([["card", 96_400], ["permit", 10_000], ["single-entry", 937_640]]);
  });

  test("without a rate the amount in lira is not known, and with one it is rounded to the kuruş", () => {
    const question = { on, kind: "extension", permitType: "short-term", purpose: "tourism", nationality: "JPN", from, until: lastDayOfMonths(from, 6) } as const;
    expect(feesFor({ ...question, exchangeRate: null })[1]).toMatchObject({ amount: 3_150, amountTry: null });
    expect(feesFor({ ...question, exchangeRate: "42.4567" })[1]).toMatchObject({ amount: 3_150, amountTry: 133_739, rate: "42.4567" });
  });
});

describe("properties of the fees", () => {
  const nationality = fc.constantFrom(...nationalities.map(({ code }) => code));
  const day = fc.integer({ min: 0, max: 1_000 }).map((days) => date("2025-01-01").add({ days }));
  const question = { kind: "first", permitType: "short-term", purpose: "tourism", entryBasis: "exemption", exchangeRate: "42.1" } as const;

  test("a longer stay never costs less", () => {
    fc.assert(fc.property(nationality, day, fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 100 }), (who, start, days, more) => {
      const cost = (length: number) => feesFor({ ...question, on: start, nationality: who, from: start, until: start.add({ days: length }) }).reduce((sum, line) => sum + (line.amountTry ?? 0), 0);
      expect(cost(days + more)).toBeGreaterThanOrEqual(cost(days));
    }));
  });

  test("only the three legal fees exist, each once, in whole positive minor units, and the card always", () => {
    fc.assert(fc.property(nationality, day, fc.boolean(), fc.integer({ min: -10, max: 900 }), (who, start, late, days) => {
      const lines = feesFor({ ...question, on: start, nationality: who, from: start, until: start.add({ days }), late });
      expect(lines[0]?.code).toBe("card");
      expect(new Set(lines.map((line) => line.code)).size).toBe(lines.length);
      for (const line of lines) {
        expect(feeCodes).toContain(line.code);
        expect(Number.isInteger(line.amount) && line.amount > 0).toBe(true);
        expect(line.ground).not.toBe("");
      }
    }));
  });
});

describe("the exchange rate", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Tarih_Date Tarih="20.11.2026" Date="11/20/2026" Bulten_No="2026/221">
  <Currency CrossOrder="0" Kod="USD" CurrencyCode="USD"><Unit>1</Unit><Isim>ABD DOLARI</Isim><CurrencyName>US DOLLAR</CurrencyName>
    <ForexBuying>42.3011</ForexBuying><ForexSelling>42.3773</ForexSelling><BanknoteBuying>42.2715</BanknoteBuying><BanknoteSelling>42.4409</BanknoteSelling></Currency>
  <Currency CrossOrder="1" Kod="AUD" CurrencyCode="AUD"><Unit>1</Unit><BanknoteSelling>27.5</BanknoteSelling></Currency>
</Tarih_Date>`;

  test("is the effective selling rate of the central bank's list", () => {
    const read = parseCentralBankRates(xml);
    expect(read?.date.toString()).toBe("2026-11-20");
    expect(read?.rate).toBe("42.4409");
  });

  test.each([
    ["another root", "<rates/>"], ["no dollar", xml.replaceAll("USD", "EUR")], ["an empty rate", xml.replace("42.4409", "")], ["a hundred for a unit", xml.replace("<Unit>1<", "<Unit>100<")],
    ["an impossible day", xml.replace("20.11.2026", "31.11.2026")], ["a rate that is no number", xml.replace("42.4409", "4.2.4")], ["nothing", ""], ["zero", xml.replace("42.4409", "0.0")],
  ])("is not read from a file with %s", (_what, file) => {
    expect(parseCentralBankRates(file)).toBeNull();
  });

  test("continues past the last day known, unconfirmed, and is unknown before the first", () => {
    expect(rateOn(date("2026-11-23"))).toMatchObject({ rate: "42.4500", confirmed: true, source: "demonstration" });
    expect(rateOn(date("2027-06-01"))).toMatchObject({ rate: "42.5800", confirmed: false });
    expect(rateOn(date("2024-12-31"))).toBeNull();
    expect(rateOn(on, [])).toBeNull();
  });

  test("an imported series takes the place of the demonstration's", () => {
    const tables = { ...shipped, exchangeRates: [{ from: "2026-11-20", until: null, value: "42.4409", source: "central bank", confidence: "high" as const }] };
    const question = { on, kind: "extension", permitType: "short-term", purpose: "property", nationality: "GBR", from, until: lastDayOfMonths(from, 12) } as const;
    expect(feesFor(question, tables)[1]).toMatchObject({ amountTry: 339_527, certain: true });
    expect(feesFor(question)[1]).toMatchObject({ certain: false });
  });
});

test("an amount at a rate is rounded half up, exactly, however large", () => {
  const whole = (minor: bigint, rate: bigint, parts: bigint) => (minor * rate * 2n + parts) / (parts * 2n);
  fc.assert(fc.property(fc.nat(2_000_000_000), fc.integer({ min: 1, max: 999_999 }), fc.nat(6), fc.nat(999_999), (minor, units, places, fraction) => {
    const tail = places === 0 ? "" : String(fraction).padStart(6, "0").slice(0, places);
    const rate = tail === "" ? String(units) : `${units}.${tail}`;
    expect(BigInt(convert(minor, rate))).toBe(whole(BigInt(minor), BigInt(`${units}${tail}`), 10n ** BigInt(places)));
  }), { numRuns: 3_000 });
  expect(convert(1, "0.5")).toBe(1);
  expect(convert(8_000, "41.2345")).toBe(329_876);
});
