import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { fixedClock } from "../../test/cases.ts";
import { rateOfFollowingDay } from "./public-value.ts";

const at = (iso: string) => Temporal.Instant.from(iso);
const list = (day: string) => `<?xml version="1.0"?><Tarih_Date Tarih="${day}" Date="x"><Currency Kod="USD" CurrencyCode="USD"><Unit>1</Unit>
  <BanknoteSelling>42.5612</BanknoteSelling></Currency></Tarih_Date>`;

test("a batch waits for the first list dated after its closing, and after five days for none", async () => {
  let body = list("23.11.2026");
  const server = createServer((_, answer) => answer.writeHead(body === "" ? 503 : 200).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const clock = fixedClock(at("2026-11-23T15:00:00Z"));
    const value = rateOfFollowingDay(`http://127.0.0.1:${(server.address() as AddressInfo).port}/today.xml`, clock);
    const closed = at("2026-11-23T14:00:00Z");
    // The list of the same day was known, or could have been, before the closing.
    expect(await value(closed)).toBeNull();
    clock.set(at("2026-11-24T06:00:00Z"));
    expect(await value(closed)).toBeNull();
    body = "";
    expect(await value(closed)).toBeNull();
    body = "<html>";
    expect(await value(closed)).toBeNull();
    body = list("24.11.2026");
    expect(await value(closed)).toEqual({ source: "Central Bank of the Republic of Türkiye, list of 2026-11-24, USD banknote selling", value: "42.5612" });
    body = "";
    clock.set(at("2026-11-28T06:00:00Z"));
    expect(await value(closed)).toEqual({ source: "none: no list of rates within 5 days", value: "" });
  } finally {
    server.close();
  }
  expect(await rateOfFollowingDay("http://127.0.0.1:9/", fixedClock(at("2026-11-24T06:00:00Z")))(at("2026-11-23T14:00:00Z"))).toBeNull();
});
