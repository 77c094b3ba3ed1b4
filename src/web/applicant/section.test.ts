import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as } from "../../../test/cases.ts";
import { openDraft } from "../../applications/draft.ts";
import { complete } from "../../platform/i18n.ts";
import { giveMandate } from "../../representation/mandate.ts";

test("the address waits for the province: nothing could be chosen before", async () => {
  await using it = await desk({ workingDays: 1 });
  const draft = await as(it.db, it.clock, { kind: "applicant", id: null, name: "applicant" }, (act) =>
    openDraft(act, { kind: "first", givenNames: "Lena", channel: "email", email: "lena@person.example" }, { number: "ABC-DEF-GH23", language: "en" }));
  const me = await it.visitor(draft);
  expect(await me.get("topic/address")).toMatchObject({ status: 303, to: "/en/application/topic/province" });
  expect((await me.get("/en/application")).text).not.toContain('href="/en/application/topic/address"');
  const saved = await me.post("topic/province", { province: "35", version: String(draft.version) });
  expect(saved).toMatchObject({ status: 303, to: "/en/application/topic/address" });
  expect((await me.get("topic/address")).text).toContain("Konak/");
});

test.each(complete)("where a parent answers, every topic says whom “you” means, and nothing speaks to the parent as if they were the child; in %s", async (code) => {
  await using it = await desk({ workingDays: 1 });
  const [draft, mandate] = await as(it.db, it.clock, { kind: "applicant", id: null, name: "applicant" }, async (act) => {
    const made = await openDraft(act, { kind: "first", surname: "Kovalenko", givenNames: "Sofia", channel: "email", email: "olena@person.example" }, { number: "ABC-DEF-GH23", language: code });
    return [made, await giveMandate(act, made.id, { capacity: "parent", name: "Olena Kovalenko", email: "olena@person.example" })] as const;
  });
  const me = await it.visitor(draft, code, mandate);
  for (const page of ["topic/identity", "topic/stay", "photo"]) expect((await me.get(page)).text).toContain("<strong><bdi>KOVALENKO, Sofia</bdi></strong>");
  const tasks = (await me.get(`/${code}/application`)).text;
  for (const name of ["KOVALENKO, Sofia", "Olena Kovalenko"]) expect(tasks).toContain(`<bdi>${name}</bdi>`);
  const own = await as(it.db, it.clock, { kind: "applicant", id: null, name: "applicant" }, (act) =>
    openDraft(act, { kind: "first", givenNames: "Lena", channel: "email", email: "lena@person.example" }, { number: "ABC-DEF-GH24", language: code }));
  expect((await (await it.visitor(own, code)).get("topic/identity")).text).not.toContain("<bdi>Lena</bdi>");
});
