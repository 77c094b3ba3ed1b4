import fc from "fast-check";
import smpp from "smpp";
import { expect, test } from "vitest";
import { faultyHttpGateway, faultySmsCentre } from "../../test/providers.ts";
import { httpRoute, partsOf, sendSms } from "./sms.ts";
import { readReceipt, smppRoute } from "./smpp.ts";

const heard = async () => {};

function joined(parts: ReturnType<typeof partsOf>): string {
  return parts.map(({ bytes, coding, joined: header }) => {
    const coder = coding === 0 ? smpp.encodings.ASCII : smpp.encodings.UCS2;
    return coder.decode(header ? bytes.subarray(6) : bytes);
  }).join("");
}

test("a text is cut where an SMS ends: 160 and 153 letters of the plain alphabet, 70 and 67 of any other", () => {
  expect(partsOf("a".repeat(160), 1)).toHaveLength(1);
  expect(partsOf("a".repeat(161), 1).map(({ bytes }) => bytes.length)).toEqual([159, 14]);
  expect(partsOf("ش".repeat(70), 1)).toHaveLength(1);
  expect(partsOf("ş".repeat(71), 7).map(({ bytes }) => [...bytes.subarray(0, 6)])).toEqual([[5, 0, 3, 7, 2, 1], [5, 0, 3, 7, 2, 2]]);
  expect(partsOf("€".repeat(81), 1)).toHaveLength(2);
});

test("no letter is torn in two, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", "ş", "ع", "€", "{", "😀", "И", " "), minLength: 1, maxLength: 500 }), (text) => {
    const parts = partsOf(text, 300);
    expect(joined(parts)).toBe(text);
    for (const { bytes, coding } of parts) expect(bytes.length).toBeLessThanOrEqual(coding === 0 ? 160 : 140);
  }), { numRuns: 200 });
});

test("a centre that refuses to bind is tried again by the next message, not given up", async () => {
  const centre = await faultySmsCentre();
  const route = smppRoute(centre.url, { sender: "Sojourn", heard });
  centre.refuseToBind = true;
  expect(await route.send({ id: "1", to: "+905551112233", text: "short" })).toMatchObject({ outcome: "later", because: expect.stringContaining("bind") });
  centre.refuseToBind = false;
  expect(await route.send({ id: "1", to: "+905551112233", text: "short" })).toEqual({ outcome: "sent", references: ["smpp:m1"] });
  expect(centre.parts[0]).toMatchObject({ destination_addr: "905551112233", source_addr: "Sojourn", source_addr_ton: 5, registered_delivery: 1 });
  await route.close();
  await centre.close();
  expect(await route.send({ id: "1", to: "+905551112233", text: "short" })).toMatchObject({ outcome: "later" });
});

test("a gateway over HTTP: taken, refused, broken, silent", async () => {
  const gateway = await faultyHttpGateway();
  const route = httpRoute(gateway.url, "Sojourn", 300);
  const sms = { id: "019a", to: "+905551112233", text: "Kodunuz: ğüşıöç" };
  gateway.answers.push({ status: 202, body: "{\"ids\":[\"a\",\"b\"]}" }, { status: 422, body: "" }, { status: 503, body: "" }, { status: 200, body: "<html>" });
  expect(await route.send(sms)).toEqual({ outcome: "sent", references: ["http:a", "http:b"] });
  expect(gateway.asked[0]).toEqual({ body: { ...sms, from: "Sojourn" }, authorization: `Basic ${btoa("system:pass word")}` });
  expect(await route.send(sms)).toMatchObject({ outcome: "never" });
  expect(await route.send(sms)).toMatchObject({ outcome: "later" });
  expect(await route.send(sms)).toMatchObject({ outcome: "later" });
  expect(await route.send(sms)).toMatchObject({ outcome: "later" });
  await gateway.close();
  expect(await sendSms([route], sms)).toMatchObject({ outcome: "later" });
  expect(await sendSms([], sms)).toMatchObject({ outcome: "later", because: "there is no route for SMS" });
});

test("receipts are read from their fields, else from their customary text, and one under way is none", () => {
  const pdu = (more: object) => ({ command: "deliver_sm", command_status: 0, sequence_number: 1, response: () => { throw new Error(); }, ...more });
  expect(readReceipt(pdu({ receipted_message_id: "7", message_state: 2 }))).toEqual({ reference: "7", delivered: true, because: null });
  expect(readReceipt(pdu({ short_message: { message: "id:abc sub:001 dlvrd:000 submit date:2611240900 stat:UNDELIV err:011 text:" } })))
    .toMatchObject({ reference: "abc", delivered: false });
  expect(readReceipt(pdu({ short_message: { message: "id:abc stat:ENROUTE" } }))).toBeNull();
  expect(readReceipt(pdu({ short_message: { message: "hello" } }))).toBeNull();
});
