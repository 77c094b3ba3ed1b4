import { beforeAll, expect, test } from "vitest";
import { authenticator, type Kind, type Slips } from "../../test/authenticator.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { type Act, transact } from "../platform/act.ts";
import { appoint } from "./appoint.ts";
import { syncOffices } from "./offices.ts";
import { addPasskey, challengeFor, checkPasskey, findInvitation, passkeysOf, revokePasskey, sweepPasskeys, useOf } from "./passkey.ts";
import { partyOf } from "./webauthn.ts";

const secret = "the secret of this test, long enough";
const party = { id: "office.example", origin: "https://office.example" };
const start = Temporal.Instant.from("2031-05-05T09:00:00Z");
let it: TestDatabase;
beforeAll(async () => {
  it = await testDatabase();
  await it.db.transaction().execute((tx) => syncOffices(tx));
  return () => it[Symbol.asyncDispose]();
});

const system = { kind: "system", id: null, name: "operator" } as const;
/** An act of the operator, as the owner of the database. */
const operate = (...words: string[]) => transact(it.db, { now: () => start }, system, (act) => appoint(act, words, (invitation) => `${party.origin}/passkey/${invitation}`));
/** An act of the office, with no more rights than its own login has. */
const inOffice = <T>(fn: (act: Act) => Promise<T>, now = start) => transact(it.parts.office, { now: () => now }, system, fn);

const tokenOf = (said: string) => /\/passkey\/(\S+)/.exec(said)![1]!;
let officers = 0;
async function invited() {
  const email = `officer${++officers}@office.example`;
  return { email, invitation: tokenOf((await operate("add", email, "Deneme Memuru", "supervisor", "35")).said) };
}
const add = (invitation: string, device: ReturnType<typeof authenticator>, slips: Slips = {}, now = start) =>
  inOffice((act) => addPasskey(act, secret, party, invitation, device.make(challengeFor(secret, useOf(invitation), start), slips), "laptop"), now);
const signIn = (device: ReturnType<typeof authenticator>, slips: Slips = {}, challenge = challengeFor(secret, "sign-in", start), now = start) =>
  inOffice((act) => checkPasskey(act, secret, party, device.answer(challenge, slips)), now);
async function holder(kind?: Kind) {
  const device = authenticator(party, kind);
  const known = await invited();
  expect(await add(known.invitation, device)).toEqual({ ok: true });
  const officer = (await it.db.selectFrom("officer").selectAll().where("email", "=", known.email).executeTakeFirstOrThrow());
  return { ...known, device, officer };
}

/** What a page sent, with one part of it changed. */
function changed(credential: string, change: (it: { [name: string]: unknown; response: Record<string, unknown> }) => unknown): string {
  const it = JSON.parse(credential);
  change(it);
  return JSON.stringify(it);
}
const noCredential = ["", "null", "7", "[]", "{}", '{"id":{}}', "no JSON", "[".repeat(15_000), "9".repeat(40_000)];

test.each(["ES256", "EdDSA", "RS256"] as const)("a key of %s is added by its link, once, and signs in", async (kind) => {
  const { device, invitation, officer } = await holder(kind);
  expect(await signIn(device)).toEqual({ ok: true, officer: officer.id });
  expect(await add(invitation, authenticator(party))).toEqual({ ok: false, why: "over" });
  expect(await findInvitation(it.parts.office, invitation, start)).toBeUndefined();
  expect(await passkeysOf(it.parts.office, officer.id)).toMatchObject([{ name: "laptop", used_at: start }]);
});

test("a key is not added for another page, another site, without its owner made sure of, under another link’s challenge, or too late", async () => {
  const { invitation } = await invited();
  const other = await invited();
  const device = authenticator(party);
  const wrong: Slips[] = [
    { origin: "https://portal.example" }, { id: "portal.example" }, { flags: 0x41 }, { flags: 0x44 }, { flags: 0x05 }, { type: "webauthn.get" },
    { crossOrigin: true }, { crossOrigin: true, topOrigin: "https://evil.example" }, { topOrigin: "https://evil.example" },
    { noPoint: true }, { algorithm: -8 }, { algorithm: -257 }, { algorithm: -35 }, { attestedId: Buffer.alloc(0) }, { attestedId: Buffer.alloc(32) }, { more: Buffer.from([0]) },
  ];
  for (const slips of wrong) expect(await add(invitation, device, slips), JSON.stringify(slips)).toEqual({ ok: false, why: "not-understood" });
  for (const kind of ["ES256 on P-384", "RS256 of 1024 bits"] as const) {
    expect(await add(invitation, authenticator(party, kind)), kind).toEqual({ ok: false, why: "not-understood" });
  }
  for (const kind of ["EdDSA", "RS256"] as const) {
    expect(await add(invitation, authenticator(party, kind), { algorithm: -7 }), kind).toEqual({ ok: false, why: "not-understood" });
  }
  const foreign = device.make(challengeFor(secret, useOf(other.invitation), start));
  expect(await inOffice((act) => addPasskey(act, secret, party, invitation, foreign, "x"))).toEqual({ ok: false, why: "not-understood" });
  const good = () => device.make(challengeFor(secret, useOf(invitation), start));
  const broken = [
    ...noCredential, changed(good(), (it) => { it.response.clientDataJSON = "no"; }), changed(good(), (it) => { it.response.clientDataJSON = "bnVsbA"; }),
    changed(good(), (it) => { it.response.attestationObject = "AAAA"; }), changed(good(), (it) => { it.response.attestationObject = "gYGBgYGBgQ"; }),
    changed(good(), (it) => { delete it.response.attestationObject; }), changed(good(), (it) => { it.response.clientDataJSON = ["x"]; }),
    changed(good(), (it) => { it.id = it.rawId = "A".repeat(1365); }), changed(good(), (it) => { it.type = "password"; }), changed(good(), (it) => { it.rawId = "other"; }),
    changed(good(), (it) => { it.more = "x".repeat(16_000); }),
  ];
  for (const sent of broken) {
    expect(await inOffice((act) => addPasskey(act, secret, party, invitation, sent, "x")), sent.slice(0, 300)).toEqual({ ok: false, why: "not-understood" });
  }
  expect(await add(invitation, device, {}, start.add({ minutes: 11 }))).toEqual({ ok: false, why: "not-understood" });
  expect(await add(invitation, device, {}, start.add({ hours: 24 }))).toEqual({ ok: false, why: "over" });
  expect(await add(invitation, device)).toEqual({ ok: true });
});

test("a challenge to add a key is good once, even where nothing was added", async () => {
  const { device } = await holder();
  const { invitation } = await invited();
  const challenge = challengeFor(secret, useOf(invitation), start);
  const send = (made: string) => inOffice((act) => addPasskey(act, secret, party, invitation, made, "x"));
  expect(await send(device.make(challenge))).toEqual({ ok: false, why: "not-understood" });
  expect(await send(authenticator(party).make(challenge))).toEqual({ ok: false, why: "not-understood" });
  expect(await add(invitation, authenticator(party))).toEqual({ ok: true });
});

test("a key that signs for itself is added; a maker’s word on the device is not even read", async () => {
  const { invitation } = await invited();
  const device = authenticator(party);
  for (const format of ["packed", "tpm", "apple", "android-key", "android-safetynet", "fido-u2f", "else"]) {
    expect(await add(invitation, device, { attested: { format, certified: true } }), format).toEqual({ ok: false, why: "not-understood" });
    if (format !== "packed") expect(await add(invitation, device, { attested: { format, certified: false } }), format).toEqual({ ok: false, why: "not-understood" });
  }
  expect(await add(invitation, device, { attested: { format: "packed", certified: false } })).toEqual({ ok: true });
});

test("a sign-in is refused from another site, without its owner made sure of, a second time, too late, or with another key’s signature", async () => {
  const { device } = await holder();
  const refused = { ok: false, why: "refused" };
  const wrong: Slips[] = [
    { origin: "https://office.example.evil" }, { id: "evil" }, { flags: 0x01 }, { flags: 0x04 }, { type: "webauthn.create" },
    { crossOrigin: true }, { crossOrigin: true, topOrigin: "https://evil.example" }, { topOrigin: "https://evil.example" },
  ];
  for (const slips of wrong) expect(await signIn(device, slips), JSON.stringify(slips)).toEqual(refused);
  const good = () => device.answer(challengeFor(secret, "sign-in", start));
  const broken = [
    ...noCredential, changed(good(), (it) => { it.response.signature = "AAAA"; }), changed(good(), (it) => { it.response.authenticatorData = "AAAA"; }),
    changed(good(), (it) => { it.response.clientDataJSON = "bnVsbA"; }), changed(good(), (it) => { delete it.response.signature; }), changed(good(), (it) => { it.id = "\0"; }),
  ];
  for (const sent of broken) expect(await inOffice((act) => checkPasskey(act, secret, party, sent)), sent.slice(0, 300)).toEqual(refused);
  const challenge = challengeFor(secret, "sign-in", start);
  expect(await signIn(device, {}, challengeFor("another secret", "sign-in", start))).toEqual(refused);
  expect(await signIn(device, {}, challengeFor(secret, "else", start))).toEqual(refused);
  expect(await signIn(device, {}, challenge, start.add({ minutes: 11 }))).toEqual(refused);
  const stolen = changed(authenticator(party).answer(challenge), (it) => { it.id = it.rawId = device.credential; });
  expect(await inOffice((act) => checkPasskey(act, secret, party, stolen))).toEqual(refused);
  const both = await Promise.all([1, 2].map(() => signIn(device, {}, challengeFor(secret, "sign-in", start.subtract({ minutes: 1 })))));
  expect(both.every(({ ok }) => ok)).toBe(true);
  const again = challengeFor(secret, "sign-in", start);
  const twice = await Promise.all([signIn(device, {}, again), signIn(device, {}, again)]);
  expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
});

test("a counter that goes back belongs to a copy of the key", async () => {
  const { device } = await holder();
  expect((await signIn(device, { count: 5 })).ok).toBe(true);
  for (const count of [5, 4, 0]) expect((await signIn(device, { count })).ok).toBe(false);
  expect((await signIn(device, { count: 6 })).ok).toBe(true);
});

test("one’s own passkeys are removed but for the last, and a removed one opens nothing", async () => {
  const { device, officer, email } = await holder();
  const [first] = await passkeysOf(it.db, officer.id);
  expect(await inOffice((act) => revokePasskey(act, officer, first!.id))).toEqual({ ok: false, why: "last" });
  const second = authenticator(party);
  await add(tokenOf((await operate("invite", email)).said), second);
  const { officer: other } = await holder();
  expect(await inOffice((act) => revokePasskey(act, other, first!.id))).toEqual({ ok: false, why: "none" });
  expect(await inOffice((act) => revokePasskey(act, officer, first!.id))).toEqual({ ok: true });
  expect((await signIn(device)).ok).toBe(false);
  expect((await signIn(second)).ok).toBe(true);
});

test("who has left opens nothing: neither with a key nor with a link, and nobody takes their address", async () => {
  const { device, email } = await holder();
  const open = tokenOf((await operate("invite", email)).said);
  expect((await operate("list")).said).toContain(email);
  expect(await operate("end", email)).toEqual({ well: true, said: "Deneme Memuru can sign in no more." });
  expect((await signIn(device)).ok).toBe(false);
  expect(await add(open, authenticator(party))).toEqual({ ok: false, why: "over" });
  expect((await operate("list")).said).not.toContain(email);
  for (const words of [["invite", email], ["end", email], ["add", email, "Another", "finance", "35"]]) expect((await operate(...words)).well).toBe(false);
});

test("the operator is told what is wrong with an order", async () => {
  expect((await operate()).said).toContain("npm run officer");
  expect((await operate("add", "no-address", "Name", "finance", "35")).well).toBe(false);
  expect((await operate("add", "a@b.example", "Name", "king", "35")).said).toContain("ROLE");
  expect((await operate("add", "a@b.example", "Name", "finance", "99")).said).toBe("There is no office 99.");
});

test("browsers make passkeys for names with https and for the machine itself", () => {
  expect(partyOf("https://office.example:8443")).toEqual({ id: "office.example", origin: "https://office.example:8443" });
  expect(partyOf("http://localhost:4001")).toEqual({ id: "localhost", origin: "http://localhost:4001" });
  for (const none of ["http://office.example", "http://127.0.0.1:4001", "https://[::1]", "nothing"]) expect(partyOf(none), none).toBeNull();
});

test("what is over is forgotten", async () => {
  await sweepPasskeys(it.parts.worker, start.add({ hours: 24 * 40 }));
  expect(await it.db.selectFrom("passkey_challenge_spent").selectAll().execute()).toEqual([]);
  expect(await it.db.selectFrom("passkey_invitation").selectAll().execute()).toEqual([]);
});
