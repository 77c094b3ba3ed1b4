import { expect, test } from "vitest";
import { authenticator } from "../../test/authenticator.ts";
import { as, fixedClock, makeCase, makeOffices, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { desk } from "../../test/applicant-server.ts";
import { officer } from "../../test/office-cases.ts";
import { solve } from "../../test/solve.ts";
import { verifyAddress, checkPaper } from "../documents/verify.ts";
import { checkSolution, checkWait, makeChallenge, waitToken } from "../identity/captcha.ts";
import { checkCode, fillCode, openCode } from "../identity/code.ts";
import { addPasskey, challengeFor, checkPasskey, inviteToPasskey, useOf } from "../identity/passkey.ts";
import { bounceAddress, messageOfBounce } from "../notifications/bounce-address.ts";
import { signOf } from "../notifications/sign.ts";
import { applicationOf, stopToken } from "../notifications/stop.ts";
import type { Secret } from "../platform/secret.ts";
import { admitBank, bankKey, proveBank } from "../payments/collect.ts";
import { signature } from "../payments/signature.ts";
import { receiptSignature } from "./api/sms-receipt.ts";
import { comesFromUs, formToken } from "./guard.ts";
import { createServer } from "./server.ts";
import { portalPages } from "./portal.ts";

const former = "the secret that was, long enough to be one";
const fresh = "the secret that is, long enough to be one too";
const party = { id: "office.example", origin: "https://office.example" };

/** All that the house made under a secret, each with the question whether it still holds under another. */
async function madeUnder(it: Awaited<ReturnType<typeof testDatabase>>, secret: string): Promise<Record<string, (its: Secret) => Promise<unknown>>> {
  const clock = fixedClock();
  const now = clock.now();
  const doing = <T>(fn: Parameters<typeof as<T>>[3]) => as(it.db, clock, system, fn);
  await makeOffices(it.db);
  const made = await makeCase(it.db);
  await it.db.updateTable("application").set({ registration_number: "2026-35-000001" }).where("id", "=", made.id).execute();
  const { id, paper, bank } = { id: made.id, paper: verifyAddress(secret, "https://portal.example", "en", { paper: "receipt", number: "2026-35-000001", made: "2026-11-23" }), bank: await doing((act) => admitBank(act, "deneme", "Deneme")) };
  const code = await doing(async (act) => {
    const opened = await openCode(act, secret, "return");
    await fillCode(act, secret, opened, id, { channel: "email", contact: made.email!, language: "en" });
    return opened;
  });
  const typed = ((await it.db.selectFrom("message").select("values").where("notice", "=", "code").executeTakeFirstOrThrow()).values as { code: string }).code;
  const { id: who } = await officer(it.db, clock, "auditor");
  const device = authenticator(party);
  const [invitation, further] = [await doing((act) => inviteToPasskey(act, who)), await doing((act) => inviteToPasskey(act, who))];
  await doing((act) => addPasskey(act, secret, party, invitation!, device.make(challengeFor(secret, useOf(invitation!), now)), "laptop"));
  const [challenge, adding, captcha] = [challengeFor(secret, "sign-in", now), challengeFor(secret, useOf(further!), now), await solve(JSON.stringify(await makeChallenge(secret, now)))];
  const wait = waitToken(secret, now, "start", "typed", "kept");
  const token = formToken(secret, "visitor");
  const seconds = String(Math.floor(now.epochMilliseconds / 1000));
  const request = { bank: "deneme", seconds, nonce: "n", path: "/p", body: "{}", signature: signature(bankKey(secret, bank), "POST", "/p", seconds, "n", "{}") };
  const [link, bounce] = [stopToken(secret, id), bounceAddress(secret, id, "bounces.example")];
  return {
    "a code under way": (its) => doing(async (act) => (await checkCode(act, its, code, "return", typed)).ok),
    "a form that stands open": async (its) => comesFromUs({ headers: {} } as Parameters<typeof comesFromUs>[0], its, "visitor", token),
    "a proof of work": async (its) => (await checkSolution(it.db, its, captcha, now)).ok,
    "a wait": async (its) => (await checkWait(it.db, its, wait, now.add({ seconds: 60 }), "start", "typed")).ok,
    "a challenge to an officer": (its) => doing(async (act) => (await checkPasskey(act, its, party, device.answer(challenge))).ok),
    "a link to a new passkey": (its) => doing(async (act) => (await addPasskey(act, its, party, further!, authenticator(party).make(adding), "phone")).ok),
    "a link that stops reminders": async (its) => applicationOf(its, link) === id,
    "a mail that comes back": async (its) => messageOfBounce(its, bounce, "bounces.example") === id,
    "a paper": async (its) => (await checkPaper(it.db, its, paper.split("/").at(-1)!)) !== null,
    "a bank": async (its) => (await proveBank(it.db, its, now, request)) !== undefined,
  };
}

test("while the secret is changed, all that was made with the one before holds; once that one is gone, none of it does", async () => {
  await using it = await testDatabase();
  const made = await madeUnder(it, former);
  for (const [name, holds] of Object.entries(made)) expect([name, await holds(fresh)]).toEqual([name, false]);
  for (const [name, holds] of Object.entries(made)) expect([name, await holds([fresh, former])]).toEqual([name, true]);
});

test("what is made while the secret is changed holds without the one before", async () => {
  await using it = await testDatabase();
  const made = await madeUnder(it, fresh);
  expect(stopToken([fresh, former], "00000000-0000-7000-8000-000000000000")).toBe(stopToken(fresh, "00000000-0000-7000-8000-000000000000"));
  for (const [name, holds] of Object.entries(made)) expect([name, await holds([fresh, former])]).toEqual([name, true]);
});

test("people see both signs of messages, programs both keys of papers, and a gateway reports with either key", async () => {
  await using it = await desk({ workingDays: 1 });
  const made = await makeCase(it.db);
  const me = await it.visitor(made);
  const app = { ...it.app, secret: [fresh, former] as const };
  await using server = Object.assign(await createServer(app, "portal", portalPages, async () => true), { async [Symbol.asyncDispose]() { await server.close(); } });
  const page = (await server.inject({ url: "/en/application/status", headers: { cookie: me.session } })).body;
  for (const secret of [fresh, former]) expect(page).toContain(signOf(secret, made.id));
  const keys = (await server.inject("/api/v1/paper-key")).json();
  expect(keys).toMatchObject({ key: expect.stringMatching(/^[\w-]{43}$/), former: [expect.stringMatching(/^[\w-]{43}$/)] });
  expect(keys.former).not.toContain(keys.key);
  const seconds = String(Math.floor(Date.now() / 1000));
  for (const [secret, status] of [[fresh, 200], [former, 200], ["another", 401]] as const) {
    const payload = JSON.stringify({ id: secret, delivered: true });
    const answer = await server.inject({ method: "POST", url: "/messages/receipt", payload, headers: { "content-type": "application/json", "receipt-signature": `${seconds}.${receiptSignature(secret, seconds, payload)}` } });
    expect([secret, answer.statusCode]).toEqual([secret, status]);
  }
});
