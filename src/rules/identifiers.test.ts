import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accrualNumber, barcodeOf, isAccrualNumber, isApplicationNumber, isBarcode, isCitizenNumber, isForeignerNumber, isPassportNumber, isRegistrationNumber,
  inCapitals, isTrackingCode, makeApplicationNumber, mrzCheckDigit, nameKey, normaliseApplicationNumber, normalisePassportNumber, registrationNumber,
  registrationOfBarcode, transliterate,
} from "./identifiers.ts";

const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(""));

describe("identity numbers", () => {
  test.each(["99000000110", "99123456740", "99876543292"])("%s is a foreigner's number", (number) => {
    expect(isForeignerNumber(number)).toBe(true);
    expect(isCitizenNumber(number)).toBe(false);
  });
  test("10000000146 is a citizen's number and not a foreigner's", () => {
    expect(isCitizenNumber("10000000146")).toBe(true);
    expect(isForeignerNumber("10000000146")).toBe(false);
  });
  test.each(["", "9900000011", "990000001100", "99000000111", "99000000120", "00000000000", "98000000110", "9900000011a", " 99000000110"])("'%s' is neither", (number) => {
    expect(isForeignerNumber(number)).toBe(false);
    expect(isCitizenNumber(number)).toBe(false);
  });
  test("a wrong digit never passes", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const number = "99123456740";
      const changed = (Number(number[place]) + by) % 10;
      const wrong = number.slice(0, place) + changed + number.slice(place + 1);
      expect(isForeignerNumber(wrong)).toBe(false);
    }));
  });
  test("of all beginnings one in a hundred has its check digits", () => {
    fc.assert(fc.property(digits(7), (seven) => {
      const fitting = Array.from({ length: 100 }, (_, n) => `99${seven}${String(n).padStart(2, "0")}`).filter(isForeignerNumber);
      expect(fitting).toHaveLength(1);
    }), { numRuns: 200 });
  });
});

describe("the machine-readable zone", () => {
  test.each([["L898902C3", 6], ["740812", 2], ["120415", 9], ["ZE184226B<<<<<", 1], ["L898902C3674081221204159ZE184226B<<<<<1", 0], ["", 0]])("the check digit of %s is %i", (field, check) => {
    expect(mrzCheckDigit(field)).toBe(check);
  });
  test("a sign that no zone has is told", () => {
    expect(() => mrzCheckDigit("é")).toThrow();
  });
  test.each([
    ["Şükrü", "SUEKRUE"], ["İbrahim Işık", "IBRAHIM<ISIK"], ["ışık", "ISIK"], ["Gül-İçöz", "GUEL<ICOEZ"], ["O’Connor", "OCONNOR"], ["José María", "JOSE<MARIA"],
    ["Åse Sørensen", "AASE<SOERENSEN"], ["Straße", "STRASSE"], ["Иванова", "IVANOVA"], ["Щукин", "SHCHUKIN"], ["Єва", "IEVA"], ["Dağ Əliyev", "DAG<ELIYEV"],
    ["Nguyễn Thị", "NGUYEN<THI"], ["  Anna   Maria ", "ANNA<MARIA"], ["محمد", "MHMD"], ["Łukasz", "LUKASZ"], ["Þór", "THOR"],
  ])("%s is written %s", (name, zone) => {
    expect(transliterate(name)).toBe(zone);
  });
  test("never holds anything but A to Z and fillers", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(transliterate(name)).toMatch(/^[A-Z]*(<[A-Z]+)*$/);
    }), { numRuns: 2_000 });
  });
});

describe("surnames in capitals", () => {
  test.each([
    ["Demir", "AZE", "DEMİR"], ["Demir", "DEU", "DEMIR"], ["Yıldırım", "DEU", "YILDIRIM"], ["Dağdelen-Çiftçi", "FRA", "DAĞDELEN-ÇİFTÇİ"], ["Eriksson", "SWE", "ERIKSSON"],
    ["Rəhimbəyli", "AZE", "RƏHİMBƏYLİ"], ["Straßer", "AUT", "STRASSER"], ["ISIK", "GBR", "ISIK"], ["IŞIK", "XNC", "IŞIK"], ["Петренко", "UKR", "ПЕТРЕНКО"], ["", "TUR", ""],
    ["I\u0307nan", "GBR", "İNAN"],
  ])("%s of %s is %s", (surname, nationality, capitals) => {
    expect(inCapitals(surname, nationality)).toBe(capitals);
  });
  test("the machine-readable zone knows no dot", () => {
    expect(transliterate("Demir")).toBe("DEMIR");
    expect(transliterate(inCapitals("Demir", "AZE"))).toBe("DEMIR");
  });
});

describe("one person under several spellings", () => {
  test.each([
    ["İsmail", "ismail"], ["ışık", "IŞIK"], ["Işık", "ISIK"], ["Müller", "MUELLER"], ["Müller", "Muller"], ["Ağaoğlu", "AGAOGLU"], ["Çelik", "celik"],
    ["Иванов", "Ivanov"], ["Юрий", "Yuriy"], ["Юлия", "Yuliia"], ["Хасан", "Khasan"], ["Мухаммед", "Muhammed"], ["Щербаков", "Shcherbakov"],
    ["Ван дер Берг", "Van der Berg"], ["Abd-al Rahman", "Abdalrahman"], ["O’Connor", "OCONNOR"], ["José", "Jose"], ["Александр", "Aleksandr"],
  ])("%s and %s share a key", (one, other) => {
    expect(nameKey(one, "")).toBe(nameKey(other, ""));
  });
  test.each([["Ivanov", "Petrov"], ["Ali", "Veli"], ["Yılmaz", "Yıldız"], ["Kaya", "Kara"]])("%s and %s do not", (one, other) => {
    expect(nameKey(one, "")).not.toBe(nameKey(other, ""));
  });
  test("surname and given name are not exchanged", () => {
    expect(nameKey("Ali", "Kaya")).not.toBe(nameKey("Kaya", "Ali"));
  });
  test("casing and marks change nothing", () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-zçğıöşü]{1,12}$/), (name) => {
      expect(nameKey(name.toLocaleUpperCase("tr"), "x")).toBe(nameKey(name, "x"));
    }));
  });
});

describe("numbers of the office", () => {
  test("registration numbers and their barcodes", () => {
    expect(registrationNumber(2026, 4, 612345)).toBe("2026-04-0612345");
    expect(isRegistrationNumber("2026-04-0612345")).toBe(true);
    expect(isRegistrationNumber("2026-4-0612345")).toBe(false);
    expect(barcodeOf("2026-04-0612345")).toBe("GCGM03-92026040612345");
    expect(isBarcode("GCGM03-92026040612345")).toBe(true);
    expect(registrationOfBarcode("GCGM03-92026040612345")).toBe("2026-04-0612345");
    expect(registrationOfBarcode("GCGM03-8")).toBeNull();
    expect(() => registrationNumber(2026, 4, 10_000_000)).toThrow();
  });
  test("accrual numbers", () => {
    expect(accrualNumber(Temporal.PlainDate.from("2026-11-23"), 42)).toBe("202611230000042");
    expect(isAccrualNumber("202611230000042")).toBe(true);
    for (const wrong of ["202613230000042", "202602300000042", "20261123000004", "2026112300000421", "abc"]) expect(isAccrualNumber(wrong)).toBe(false);
    expect(() => accrualNumber(Temporal.PlainDate.from("2026-11-23"), 0)).toThrow();
  });
  test("tracking codes", () => {
    expect(isTrackingCode("RR473124829TR")).toBe(true);
    expect(isTrackingCode("RR473124820TR")).toBe(false);
    expect(isTrackingCode("KP01234567890")).toBe(true);
    for (const wrong of ["KP0123456789", "kp01234567890", "", "KP012345678901"]) expect(isTrackingCode(wrong)).toBe(false);
  });
  test("passport numbers, leniently", () => {
    expect(normalisePassportNumber(" u 12-345 678 ")).toBe("U12345678");
    expect(isPassportNumber("U12345678")).toBe(true);
    for (const wrong of ["1234", "A".repeat(21), "U1234 5678", "Ü1234567"]) expect(isPassportNumber(wrong)).toBe(false);
  });
  test("application numbers find every wrong sign and every exchange of neighbours", () => {
    const signs = "CDFGHJKMNPQRTVWX347";
    fc.assert(fc.property(fc.infiniteStream(fc.nat()), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 18 }), (source, place, by) => {
      const number = makeApplicationNumber((n) => Number(source.next().value) % n);
      expect(isApplicationNumber(number)).toBe(true);
      expect(isApplicationNumber(number.toLowerCase().replaceAll("-", " "))).toBe(true);
      expect(normaliseApplicationNumber(number.replaceAll("-", "").toLowerCase())).toBe(number);
      const bare = number.replaceAll("-", "");
      const wrong = signs[(signs.indexOf(bare.charAt(place)) + by) % signs.length];
      expect(isApplicationNumber(bare.slice(0, place) + wrong + bare.slice(place + 1))).toBe(false);
      if (place < 9 && bare[place] !== bare[place + 1]) {
        expect(isApplicationNumber(bare.slice(0, place) + bare[place + 1] + bare[place] + bare.slice(place + 2))).toBe(false);
      }
    }), { numRuns: 1_000 });
  });
  test.each(["", "HRT", "AAA-AAA-AAAA", "CCC-CCC-CCCCC", "'; drop table"])("'%s' is no application number", (number) => {
    expect(isApplicationNumber(number)).toBe(false);
  });
});
