import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCases } from "../../../test/cases.ts";
import type { Application } from "../../applications/application.ts";
import { endMandate } from "../../acts/end-mandate.ts";
import { json } from "../../platform/database.ts";
import { complete } from "../../platform/i18n.ts";
import { giveMandate } from "../../representation/mandate.ts";

const lawyer = { capacity: "lawyer", name: "Selin Deneme", bar: "İzmir", barNumber: "12345", email: "selin@bar.example" } as const;
const parent = { capacity: "parent", name: "Olena Kovalenko", email: "olena@person.example" } as const;

/** A created case of Anna’s in which somebody acts for her, as both see it. */
async function represented(it: Awaited<ReturnType<typeof desk>>, given: Parameters<typeof giveMandate>[2], code = "en") {
  const [made] = await makeCases(it.db, 1);
  const one: Application = await it.db.updateTable("application").set({ frozen: json({ answers: { givenNames: "Anna", surname: "Eriksson", nationality: "SWE" } }) }).where("id", "=", made!.id).returningAll().executeTakeFirstOrThrow();
  const mandate = await as(it.db, it.clock, one, (act) => giveMandate(act, one.id, given));
  return { one, mandate, person: await it.visitor(one, code), acting: await it.visitor(one, code, mandate) };
}

const words = (text: string) => text.replace(/<[^>]*>/g, " ").replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ");

test("what a lawyer does is told as theirs: in the timeline, on the person’s page and in the message; what the person does is not", async () => {
  await using it = await desk({ workingDays: 1 });
  const { one, mandate, person, acting } = await represented(it, lawyer);
  expect((await acting.post("withdraw", {})).to).toBe("/en/application/status");
  const status = words((await person.get("status")).text);
  expect(status).toContain("Application withdrawn");
  expect(status).toContain("Selin Deneme for you");
  expect(words((await acting.get("status")).text)).toContain("Selin Deneme for ERIKSSON, Anna");
  expect(words((await person.get("representative")).text)).toContain("Application withdrawn Selin Deneme for ERIKSSON, Anna");
  expect(await it.db.selectFrom("application_history").select("mandate_id").where("event", "=", "withdraw").execute()).toEqual([{ mandate_id: mandate }]);
  const told = await it.db.selectFrom("message").select(["role", "values"]).where("notice", "=", "withdrawn").orderBy("role").execute();
  expect(told).toEqual([
    { role: "applicant", values: { number: one.number, person: "Anna E.", by: "Selin Deneme" } },
    { role: "representative", values: { number: one.number, person: "Anna E.", by: "Selin Deneme" } },
  ]);

  const own = await represented(it, lawyer);
  await own.person.post("withdraw", {});
  expect(words((await own.person.get("status")).text)).not.toContain("Selin Deneme for you");
  expect((await it.db.selectFrom("message").select("values").where("application_id", "=", own.one.id).execute()).some(({ values }) => "by" in (values as object))).toBe(false);
});

test.each(complete)("a person sees who acts for them, ends it after being told what follows, and sees afterwards who it was; the lawyer is out; in %s", async (code) => {
  await using it = await desk({ workingDays: 1 });
  const { person, acting } = await represented(it, { ...lawyer, until: Temporal.PlainDate.from("2027-01-31") }, code);
  const page = await person.get("representative");
  for (const said of ["Selin Deneme", "12345", "2027", "s•••@bar.example", `/${code}/application/representative/end`]) expect(page.text).toContain(said);
  expect((await person.get("status")).text).toContain(`/${code}/application/representative`);
  const sure = await person.get("representative/end");
  for (const said of ["512", "46", "p•••@example.org"]) expect(sure.text).toContain(said);
  const done = await person.post("representative/end", {});
  expect(done.to).toBe(`/${code}/application/representative?done=ended`);
  const after = (await person.get(done.to!)).text;
  expect(after).toContain("Selin Deneme");
  expect(after).not.toContain("representative/end");
  expect((await person.get("status")).text).toContain("<bdi>Selin Deneme</bdi>");
  expect((await acting.get("status")).to).toContain(`/${code}/continue`);
  expect((await acting.post("withdraw", {})).status).toBe(403);
});

test("a lawyer does not change how the person is reached, and sees no devices but their own; a parent does and the person sees all", async () => {
  await using it = await desk({ workingDays: 1 });
  const { person, acting } = await represented(it, lawyer);
  const contact = await acting.get("contact");
  expect(contact.text).toContain("Only they change it");
  expect(contact.text).not.toContain("@example.org");
  expect((await acting.post("contact", { channel: "email", email: "else@bar.example" })).text).toContain("Only they change it");
  expect(await it.db.selectFrom("code").select("id").execute()).toEqual([]);
  const devices = (text: string) => text.match(/name="end" value="(?!others)[^"]+"/g)?.length ?? 0;
  expect([devices((await person.get("sessions")).text), devices((await acting.get("sessions")).text)]).toEqual([1, 0]);
  expect((await person.get("sessions")).text).toContain("Your representative");
  const child = await represented(it, parent);
  expect((await child.acting.post("contact", { channel: "email", email: "new@person.example" })).to).toContain("code=sent");
});

test("a parent is not ended here, from either side, and the page says by which law; a lawyer lays the mandate down with what follows", async () => {
  await using it = await desk({ workingDays: 1 });
  const child = await represented(it, parent);
  for (const who of [child.person, child.acting]) {
    expect((await who.get("representative")).text).toContain("Civil Code arts 335 and 342");
    expect((await who.get("representative/end")).to).toBe("/en/application/representative");
    expect((await who.post("representative/end", {})).to).toBe("/en/application/representative");
  }
  expect(await it.db.selectFrom("mandate").select("id").where("ended_at", "is not", null).execute()).toEqual([]);
  const { acting } = await represented(it, lawyer);
  const sure = (await acting.get("representative/end")).text;
  expect(sure).toContain("Attorneyship Law art. 41");
  expect(words(sure)).toContain("8 December 2026");
  expect((await acting.post("representative/end", {})).to).toContain("done=laid-down");
  const after = (await acting.get("representative")).text;
  expect(after).toContain("Laid down by the representative");
  expect(after).not.toContain("representative/end");
  const nobody = await it.visitor((await makeCases(it.db, 1))[0]!);
  expect((await nobody.get("representative")).text).toContain("Nobody acts for you");
});

test("where a mandate ends while its form is sent, nothing is done and what was typed is not lost", async () => {
  await using it = await desk({ workingDays: 1 });
  const { one, acting } = await represented(it, lawyer);
  const held = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const ending = as(it.db, it.clock, one, async (act) => {
    await endMandate(act, one.id, "person");
    held.resolve();
    await goOn.promise;
  });
  await held.promise;
  const posted = acting.post("withdraw", {});
  const waiting = async () => (await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(it.db)).rows.length;
  while ((await waiting()) === 0) await wait(10);
  goOn.resolve();
  await ending;
  const answer = await posted;
  expect([answer.status, answer.text.includes("/en/continue?then=%2Fen%2Fapplication%2Fwithdraw")]).toEqual([403, true]);
  expect((await it.db.selectFrom("application").select("state").where("id", "=", one.id).executeTakeFirstOrThrow()).state).toBe("created");
});

test("who ends or lays down a mandate after a while is asked for a code first, which goes to their own contact", async () => {
  await using it = await desk({ workingDays: 1 });
  const { one, person, acting } = await represented(it, lawyer);
  it.clock.set(it.clock.now().add({ minutes: 20 }));
  for (const who of [acting, person]) expect((await who.post("representative/end", {})).text).toContain('name="proof"');
  const codes = await it.db.selectFrom("message").select(["recipient", "role"]).where("notice", "=", "code").orderBy("role").execute();
  expect(codes).toEqual([{ recipient: one.email, role: "applicant" }, { recipient: "selin@bar.example", role: "representative" }]);
  expect(await it.db.selectFrom("mandate").select("id").where((where) => where.or([where("ended_at", "is not", null), where("laid_down_at", "is not", null)])).execute()).toEqual([]);
});
