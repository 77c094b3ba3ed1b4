import { expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { recordClash } from "../../applications/person.ts";

const dates = { "grant-from-day": "8", "grant-from-month": "12", "grant-from-year": "2026", "grant-until-day": "7", "grant-until-month": "12", "grant-until-year": "2027" };

test("“same person” says before what follows, marks both cases for good, holds the grant back, and can be put right", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { state: "in-review" });
  const other = await makeCase(it.db, it.clock, { state: "attended" });
  await it.act(one.who, (act) => recordClash(act, made.id, other.id));
  const { id: clash } = await it.db.selectFrom("clash").select("id").executeTakeFirstOrThrow();
  const url = `/cases/${made.id}`;
  expect((await one.get(url)).text).toContain("neither is granted while the other is open");
  expect((await one.post(`${url}/clash`, { clash, verdict: "same-person" })).to).toBe(`${url}?done=clash`);
  expect((await one.get(url)).text).toContain(`Same person as <a href="/cases/${other.id}"><bdi class="numbers">${other.registration_number}`);
  expect((await one.get(`/cases/${other.id}`)).text).toContain(`Same person as <a href="${url}">`);
  const held = await one.post(`${url}/grant`, { seen: await it.seen(made.id), ...dates });
  expect(held.status).toBe(409);
  expect(held.text).toContain("This person has another open application");
  expect((await it.enter("supervisor").then((head) => head.get("/trail"))).text).toContain(`Other case: <bdi>${other.registration_number}`);
  await one.post(`/cases/${other.id}/clash`, { clash, verdict: "different-people" });
  expect((await one.get(url)).text).not.toContain("Same person as");
  expect((await one.post(`${url}/grant`, { seen: await it.seen(made.id), ...dates })).to).toBe(`${url}?done=grant`);
});

test("the mark of a case at another office names it without a link", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { state: "in-review" });
  const there = await makeCase(it.db, it.clock, { state: "attended", office: "06" });
  await it.act(one.who, (act) => recordClash(act, made.id, there.id));
  await it.db.updateTable("clash").set({ verdict: "same-person", settled_at: it.clock.now(), settled_by: one.who.id }).execute();
  const page = (await one.get(`/cases/${made.id}`)).text;
  expect(page).toContain("at another office");
  expect(page).not.toContain(there.id);
});
