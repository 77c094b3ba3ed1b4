import { expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { record } from "../../audit/record.ts";

test("the details of the trail are words of the reader’s language; numbers and free words stay", async () => {
  await using it = await office();
  const head = await it.enter("supervisor");
  const made = await makeCase(it.db, it.clock);
  const on = { application: made.id, office: "35" };
  await it.act(head.who, async (act) => {
    await record(act, "sign-in", { office: "35", facts: { by: "password" } });
    await record(act, "opened-paper", { ...on, facts: { paper: "registration-form" } });
    await record(act, "mark-document", { ...on, facts: { document: "passport", from: "expected", to: "original-seen" } });
    await record(act, "grant", { ...on, facts: { from: "in-review", to: "granted", grantedFrom: "2026-12-08", grantedUntil: "2027-12-07" } });
    await record(act, "ask-documents", { ...on, facts: { from: "attended", to: "incomplete", documents: "passport,photos-four", due: "2026-12-10" } });
    await record(act, "accept", { ...on, facts: { from: "incomplete", to: "accepted", completeOn: "2026-11-20", decideBy: "2027-02-18", pausedDays: 3 } });
    await record(act, "refund-proposed", { ...on, facts: { amount: 81000, reason: "refused", reference: "A-17" } });
    await record(act, "day-closed", { office: "35", facts: { day: "2026-11-24", reason: "a burst pipe", moved: 2, redrawn: 0, freed: 1 } });
    await record(act, "appointment-moved", { ...on, facts: { from: "2026-11-24", to: { day: "2026-11-25", time: "09:10", office: "İzmir" }, reason: "a burst pipe" } });
  });
  const words = (text: string) => text.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
  const page = words((await head.get("/trail")).text);
  for (const said of [
    "with a password", "Registration form", "expected – original seen · Passport", "In review – Granted · First day: 8 December 2026 · Last day: 7 December 2027", "Attended – Documents missing", "Bring them by: 10 December 2026 · Passport or travel document and Four photographs",
    "Documents missing – Accepted", "Decide by: 18 February 2027", "Days the clock stood still: 3", "Complete since: 20 November 2026",
    "Amount: ₺810.00 · Reason: Refused after it was accepted · Reference: A-17", "24 November 2026 · Choose again, no place was left: 1 · Given another place: 2 · Reason: a burst pipe", "24 November 2026 – 25 November 2026 · 09:10 · İzmir",
  ]) expect(page, said).toContain(said);
  expect(words((await head.get("/trail", "tr")).text)).toContain("parolayla");
  expect(words((await head.get("/trail", "ar")).text)).toContain("منتظَر – شوهد الأصل");
});
