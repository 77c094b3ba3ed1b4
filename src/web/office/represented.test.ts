import { expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { withdraw } from "../../acts/withdraw.ts";
import { transact } from "../../platform/act.ts";
import { giveMandate } from "../../representation/mandate.ts";

const words = (text: string) => text.replace(/<[^>]*>/g, " ").replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ");

test("what was done for a person by who acts for them stands as “X for Y” in the case’s history and in the trail, in every language", async () => {
  await using it = await office();
  const head = await it.enter("supervisor");
  const made = await makeCase(it.db, it.clock, { state: "created" });
  const mandate = await it.act(head.who, (act) => giveMandate(act, made.id, { capacity: "lawyer", name: "Deniz Avukat", bar: "İzmir", barNumber: "12345", email: "lawyer@bar.example" }));
  await transact(it.db, it.clock, { kind: "applicant", id: made.id, name: "applicant", mandate }, (act) => withdraw(act, made));
  for (const path of [`/cases/${made.id}`, "/trail"]) {
    expect(words((await head.get(path)).text), path).toMatch(/Deniz Avukat for ÖZTÜRK-MÜLLER, Lena/);
    for (const language of ["tr", "ar", "ru"]) {
      const said = words((await head.get(path, language)).text);
      expect(said, `${path} in ${language}`).toContain("ÖZTÜRK-MÜLLER, Lena");
      expect(said, `${path} in ${language}`).toContain("Deniz Avukat");
    }
  }
});

test("an officer of the counter ends a guardian’s mandate with words, once the contact is the person’s own; others may not", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock);
  expect((await desk.get(`/cases/${made.id}`)).text).not.toContain("act-end-mandate");
  await it.act(desk.who, (act) => giveMandate(act, made.id, { capacity: "guardian", name: "Kaya Vasi", email: "lena@person.example" }));
  const end = (form: Record<string, string>) => desk.post(`/cases/${made.id}/end-mandate`, form);
  expect((await desk.get(`/cases/${made.id}`)).text).toContain("act-end-mandate");
  const without = await end({ "end-mandate-words": "" });
  expect([without.status, without.text.includes('href="#end-mandate-words"')]).toEqual([422, true]);
  const shared = await end({ "end-mandate-words": "released by the court" });
  expect([shared.status, shared.text.includes("Put the contact right first"), shared.text.includes("released by the court")]).toEqual([409, true, true]);
  await it.db.updateTable("application").set({ email: "lena.herself@person.example" }).where("id", "=", made.id).execute();
  expect((await (await it.enter("auditor")).post(`/cases/${made.id}/end-mandate`, { "end-mandate-words": "x" })).status).toBe(403);
  const done = await end({ "end-mandate-words": "released by the court" });
  expect(done.to).toBe(`/cases/${made.id}?done=end-mandate`);
  for (const language of ["en", "tr", "ar", "ru"]) {
    const { text } = await desk.get(done.to, language);
    expect(text).toContain("released by the court");
    expect(text).not.toContain("act-end-mandate");
  }
  expect((await end({ "end-mandate-words": "again" })).text).toContain("ended already");
  const messages = await it.db.selectFrom("message").select(["notice", "recipient"]).orderBy("notice").execute();
  expect(messages).toEqual([{ notice: "mandate-ended", recipient: "lena.herself@person.example" }, { notice: "mandate-over", recipient: "lena@person.example" }]);
});
