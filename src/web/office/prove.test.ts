import { expect, test } from "vitest";
import { authenticator } from "../../../test/authenticator.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { addPasskey, challengeFor, inviteToPasskey, useOf } from "../../identity/passkey.ts";

const typed = { reason: ["passport", "purpose-not-shown"], "refuse-words": "The passport ends in <spring>." };

async function longSignedIn(demonstration = true) {
  const it = await office({ demonstration });
  it.app.origins.office = "http://localhost";
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { state: "in-review" });
  it.clock.forward({ minutes: 16 });
  const form = { seen: await it.seen(made.id), ...typed };
  const proposed = () => it.db.selectFrom("proposed_refusal").select("reasons").execute();
  return { it, one, form, proposed, url: `/cases/${made.id}/refuse?state=in-review` };
}

test("who decides a while after signing in proves again who they are, nothing typed is lost, and nothing is decided before", async () => {
  const { it, one, form, proposed, url } = await longSignedIn();
  await using _ = it;
  const asked = await one.post(url, form);
  expect(asked.status).toBe(403);
  expect(asked.text).toContain("Is it still you?");
  for (const kept of ['name="reason" value="passport"', 'name="reason" value="purpose-not-shown"', "The passport ends in &lt;spring>."]) expect(asked.text).toContain(kept);
  const wrong = await one.post(url, { ...form, "proof-password": "guessed" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("nothing is decided yet");
  expect(wrong.text).not.toContain("guessed");
  expect(await proposed()).toEqual([]);
  expect((await one.post(url, { ...form, "proof-password": "demonstration" })).to).toContain("done=refuse");
  expect(await proposed()).toHaveLength(1);
  // Proved just now, it is not asked again; what does not decide never asks.
  const other = await makeCase(it.db, it.clock, { state: "in-review" });
  expect((await one.post(`/cases/${other.id}/refuse`, { ...form, seen: await it.seen(other.id) })).to).toContain("done=refuse");
  it.clock.forward({ minutes: 16 });
  expect((await one.post(`/cases/${other.id}/note`, { "note-text": "seen" })).to).toContain("done=note");
  expect((await one.post(`/cases/${other.id}/refuse`, { ...form, seen: await it.seen(other.id) })).status).toBe(403);
  expect(await it.db.selectFrom("audit").select("act").where("act", "=", "proved").execute()).toHaveLength(1);
});

test("a screen that stands open gives nobody a key: neither a passkey nor that of a bank, and takes none away", async () => {
  await using it = await office();
  it.app.origins.office = "http://localhost";
  const chief = await it.enter("administrator");
  it.clock.forward({ minutes: 16 });
  const bank = { code: "deneme", name: "Deneme Bank" };
  for (const [url, form] of [["/passkeys", { another: "yes" }], ["/passkeys", { remove: "any" }], ["/banks", bank], ["/banks", { end: "deneme" }]] as const) {
    const asked = await chief.post(url, form);
    expect([asked.status, asked.text.includes("Is it still you?")], url).toEqual([403, true]);
  }
  expect(await it.db.selectFrom("collecting_bank").select("code").where("code", "=", "deneme").execute()).toEqual([]);
  expect((await chief.post("/banks", { ...bank, "proof-password": "demonstration" })).status).toBe(200);
  expect((await chief.post("/passkeys", { another: "yes" })).to).toContain("/passkey/");
});

test("ten wrong proofs end it for a while, which is said, and what is typed waits", async () => {
  const { it, one, form, proposed, url } = await longSignedIn();
  await using _ = it;
  for (let n = 0; n < 10; n++) expect((await one.post(url, { ...form, "proof-password": "guessed" })).status).toBe(422);
  const refused = await one.post(url, { ...form, "proof-password": "demonstration" });
  expect(refused.status).toBe(429);
  expect(refused.text).toContain("Try again in 14 minutes");
  expect(refused.text).toContain("The passport ends in &lt;spring>.");
  expect(await proposed()).toEqual([]);
  it.clock.forward({ minutes: 14 });
  expect((await one.post(url, { ...form, "proof-password": "demonstration" })).to).toContain("done=refuse");
});

test("in an installation only one’s own passkey proves it, for this session’s challenge", async () => {
  const { it, one, form, proposed, url } = await longSignedIn(false);
  await using _ = it;
  const { secret } = it.app;
  const party = { id: "localhost", origin: "http://localhost" };
  const holder = async (who: typeof one.who) => {
    const device = authenticator(party);
    await it.act(who, async (act) => {
      const invitation = await inviteToPasskey(act, who.id);
      expect(await addPasskey(act, secret, party, invitation, device.make(challengeFor(secret, useOf(invitation), act.now)), "laptop")).toEqual({ ok: true });
    });
    return device;
  };
  const own = await holder(one.who);
  const other = await holder((await it.enter("case-officer", "35", "somebody else")).who);
  const challenge = async () => {
    const page = (await one.post(url, form)).text;
    expect(page).not.toContain("proof-password");
    const options = JSON.parse(/data-options="([^"]+)"/.exec(page)![1]!.replaceAll("&quot;", '"')) as { challenge: string };
    return Buffer.from(options.challenge, "base64url").toString();
  };
  expect((await one.post(url, { ...form, "proof-password": "demonstration" })).status).toBe(422);
  expect((await one.post(url, { ...form, credential: other.answer(await challenge()) })).status).toBe(422);
  expect((await one.post(url, { ...form, credential: own.answer(challengeFor(secret, "sign-in", it.clock.now())) })).status).toBe(422);
  expect(await proposed()).toEqual([]);
  expect((await one.post(url, { ...form, credential: own.answer(await challenge()) })).to).toContain("done=refuse");
});
