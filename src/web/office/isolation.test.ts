import { expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { roles } from "../../identity/officer.ts";
import { office as addresses } from "../routes.ts";

test("a case of another office is not there: on no page, for no act and no role, and nothing is written of it", async () => {
  await using it = await office();
  const there = await it.enter("supervisor", "34", "there");
  const made = await makeCase(it.db, it.clock, { state: "lodged", office: "34" });
  const acts = ["check-in", "note", "accept", "grant", "refuse", "withdraw", "mark", "ask-documents", "no-show", "print"];
  for (const role of roles) {
    const here = await it.enter(role, "35", `here ${role}`);
    for (const id of [made.id, "00000000-0000-7000-8000-000000000000", "not-a-uuid", `${made.id}'--`]) {
      const at = encodeURIComponent(id);
      const looked = [addresses.case.href({ id: at }), addresses.photo.href({ id: at }), ...["registration-form", "decision", "application-certificate"].map((paper) => addresses.paper.href({ id: at, paper }))];
      for (const url of looked) expect((await here.get(url)).status, `${role} ${url}`).toBe(404);
      for (const act of acts) expect((await here.post(addresses.act.href({ id: at, act }), { "note-text": "x", seen: "x" })).status, `${role} ${act}`).toBeOneOf([403, 404]);
      expect((await here.post(addresses.checklist.href({ id: at }), { passport: "present" })).status).toBeOneOf([403, 404]);
    }
  }
  const lost = (await (await it.enter("case-officer", "35", "here reading")).get(addresses.case.href({ id: made.id }))).text;
  expect(lost).toContain("belongs to another office");
  expect(lost, "the head leads on").toContain(`href="${addresses.queue.href()}"`);
  expect((await there.get(addresses.case.href({ id: made.id }))).status).toBe(200);
  const trail = await it.db.selectFrom("audit").select(["act", "actor_name"]).where("application_id", "=", made.id).where("actor_name", "like", "here%").execute();
  expect(trail).toEqual([]);
}, 60_000);
