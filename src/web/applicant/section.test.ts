import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as } from "../../../test/cases.ts";
import { openDraft } from "../../applications/draft.ts";

test("the address waits for the province: nothing could be chosen before", async () => {
  await using it = await desk({ workingDays: 1 });
  const draft = await as(it.db, it.clock, { kind: "applicant", id: null, name: "applicant" }, (act) =>
    openDraft(act, { kind: "first", givenNames: "Lena", channel: "email", email: "lena@person.example" }, { number: "ABC-DEF-GH23", language: "en", contactHash: "x" }));
  const me = await it.visitor(draft);
  expect(await me.get("topic/address")).toMatchObject({ status: 303, to: "/en/application/topic/province" });
  expect((await me.get("/en/application")).text).not.toContain('href="/en/application/topic/address"');
  const saved = await me.post("topic/province", { province: "35", version: String(draft.version) });
  expect(saved).toMatchObject({ status: 303, to: "/en/application/topic/address" });
  expect((await me.get("topic/address")).text).toContain("Konak/");
});
