import { describe, expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCase, MONDAY } from "../../../test/cases.ts";
import { fees, total } from "../../../test/debts.ts";
import type { Application } from "../../applications/application.ts";
import { putFile } from "../../documents/storage.ts";
import { notify } from "../../notifications/notify.ts";
import { verifyAddress } from "../../documents/verify.ts";
import { openAccrual } from "../../payments/accrual.ts";
import { json } from "../../platform/database.ts";
import { v7 } from "../../platform/id.ts";

type Desk = Awaited<ReturnType<typeof desk>>;

async function standing(it: Desk, state: string, { paid = "card", answers = {} }: { paid?: "card" | "bank" | null; answers?: Record<string, string> } = {}): Promise<Application> {
  const who = await makeCase(it.db);
  if (paid !== null) {
    const accrual = await as(it.db, it.clock, who, (act) => openAccrual(act, who, fees));
    await it.db.updateTable("accrual").set({ closed_at: MONDAY, closed_because: "paid" }).where("id", "=", accrual.id).execute();
    await it.db.insertInto("payment").values({
      id: v7(MONDAY), accrual_id: accrual.id, state: "paid", amount: total, taken: total, channel: paid, provider: "demonstration", started_at: MONDAY, changed_at: MONDAY, settled_at: MONDAY,
    }).execute();
  }
  return it.db.updateTable("application").set({ state, frozen: json({ answers: { kind: "first", ...answers } }) }).where("id", "=", who.id).returningAll().executeTakeFirstOrThrow();
}

async function refuse(it: Desk, who: Application, { courtBy, leaveBy }: { courtBy?: string; leaveBy?: string } = {}): Promise<void> {
  const [one, other] = [v7(MONDAY), v7(MONDAY)];
  for (const id of [one, other]) await it.db.insertInto("officer").values({ id, email: `${id}@office.example`, name: "o", role: "case-officer", office_code: "35", created_at: MONDAY }).execute();
  const on = (iso: string | undefined) => (iso ? Temporal.PlainDate.from(iso) : null);
  await it.db.insertInto("decision").values({
    application_id: who.id, outcome: "refused", reasons: ["passport"], comment: "Too short.", decided_at: MONDAY, decided_by: one, proposed_by: other, court_by: on(courtBy), leave_by: on(leaveBy),
  }).execute();
}

describe("a withdrawn application", () => {
  test("says what becomes of the money, and by which door and until when one may apply again", async () => {
    await using it = await desk({ workingDays: 5 });
    const who = await standing(it, "withdrawn", { answers: { entryBasis: "exemption", entryDate: "2026-10-20", stayEnds: "2027-01-10" } });
    const me = await it.visitor(who);
    const { text } = await me.get("status");
    for (const said of ["If you want to apply again", "Through the door “First application” you may apply until", "Sunday 10 January 2027", "/en/check/first", "What becomes of the money you paid", "are not paid back"]) expect(text).toContain(said);
    for (const gone of ["Nothing for you to do now", "while your time to apply lasts", "Something is wrong in my data"]) expect(text).not.toContain(gone);
    const paid = await me.get("pay");
    expect(paid.text).toContain("What becomes of the money you paid");
    expect(paid.text).not.toContain("to your appointment");
  });

  test("offers no reminders any more, and whoever checks its form is told at once that it is over", async () => {
    await using it = await desk({ workingDays: 5 });
    const look = async (state: "lodged" | "withdrawn") => {
      const who = await standing(it, state);
      await as(it.db, it.clock, who, async (act) => {
        await putFile(act, who.id, "registration-form", "application/pdf", Buffer.from("%PDF-"));
        await notify(act, who, "paid", { amount: total });
      });
      const me = await it.visitor(who);
      const address = verifyAddress("x".repeat(32), "", "en", { paper: "registration-form", number: who.registration_number!, made: "2026-11-23" });
      const checked = await it.stranger(address);
      return { title: /<h1>([^<]*)/.exec(checked.text)?.[1], reminders: [(await me.get("status")).text, (await me.get("contact")).text].map((text) => /#reminders|"reminders"/.test(text)) };
    };
    expect(await look("lodged")).toEqual({ title: "We issued this paper", reminders: [true, true] });
    expect(await look("withdrawn")).toEqual({ title: "We issued this paper, but its application is over", reminders: [false, false] });
  });

  test("gives the form with its hour to nobody any more, and still the receipt", async () => {
    await using it = await desk({ workingDays: 5 });
    const papers = async (state: "lodged" | "withdrawn") => {
      const who = await standing(it, state);
      await as(it.db, it.clock, who, async (act) => {
        for (const kind of ["registration-form", "receipt"] as const) await putFile(act, who.id, kind, "application/pdf", Buffer.from("%PDF-"));
      });
      const me = await it.visitor(who);
      return { form: (await me.get("paper/registration-form")).status, links: [...(await me.get("status")).text.matchAll(/paper\/([a-z-]+)"/g)].map(([, kind]) => kind) };
    };
    expect(await papers("withdrawn")).toEqual({ form: 303, links: ["receipt"] });
    const kept = await papers("lodged");
    expect(kept.form).toBe(200);
    expect(kept.links).toEqual(expect.arrayContaining(["registration-form", "receipt"]));
  });

  test("whose door has closed says so, and where to look; one whose days nobody knows gives none", async () => {
    await using it = await desk({ workingDays: 5 });
    const late = await (await it.visitor(await standing(it, "withdrawn", { paid: null, answers: { entryBasis: "exemption", entryDate: "2026-08-20", stayEnds: "2026-11-10" } }))).get("status");
    expect(late.text).toContain("that day has passed");
    expect(late.text).toContain("/en/may-i-apply");
    expect(late.text).not.toContain("What becomes of the money");
    const unknown = await (await it.visitor(await standing(it, "removed"))).get("status");
    expect(unknown.text).toContain("depends on your stay");
    expect(unknown.text).toContain("did not come in time");
  });
});

describe("a refused application", () => {
  test("is told why, its rights and leaving under their own headings, and that its fees go back", async () => {
    await using it = await desk({ workingDays: 5 });
    const who = await standing(it, "served", { paid: "bank" });
    await refuse(it, who, { courtBy: "2027-01-22", leaveBy: "2026-12-03" });
    const { text } = await (await it.visitor(who)).get("status");
    const headings = [...text.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, heading]) => heading!.replace(/<[^>]+>/g, ""));
    expect(headings).toEqual(["Why", "Your rights, until Friday 22 January 2027", "Leaving Türkiye"]);
    for (const said of ["You need to leave Türkiye by", "the permit fee goes back", "needs a Turkish bank account"]) expect(text).toContain(said);
    expect(text).not.toContain("Something is wrong in my data");
  });

  test("days that are over are told as over, with whom to ask", async () => {
    await using it = await desk({ workingDays: 5 });
    const who = await standing(it, "served", { paid: null });
    await refuse(it, who, { courtBy: "2026-11-20", leaveBy: "2026-10-16" });
    const { text } = await (await it.visitor(who)).get("status");
    for (const said of ["The last day for leaving was", "call 157 or ask a lawyer before you travel", "The last day for going to the administrative court was", "<h3>Your rights</h3>"]) expect(text).toContain(said);
    for (const gone of ["You need to leave", "You can go to the administrative court"]) expect(text).not.toContain(gone);
  });

  test("that is not served yet says from when the days count", async () => {
    await using it = await desk({ workingDays: 5 });
    const who = await standing(it, "refused");
    await refuse(it, who);
    const { text } = await (await it.visitor(who)).get("status");
    expect(text).not.toContain("Something is wrong in my data");
    for (const said of ["you have 60 days", "The days for leaving begin only once", "goes back to the card"]) expect(text).toContain(said);
  });
});

test("who is to bring documents is told to which office", async () => {
  await using it = await desk({ workingDays: 5 });
  const { text } = await (await it.visitor(await standing(it, "incomplete"))).get("status");
  expect(text).toContain("Bring them in person to: <strong><bdi>İzmir İl Göç İdaresi Müdürlüğü</bdi></strong>");
});

test.each(["tr", "ar", "ru"])("all of it in %s", async (code) => {
  await using it = await desk({ workingDays: 5 });
  for (const state of ["withdrawn", "not-accepted", "served", "incomplete"]) {
    const who = await standing(it, state);
    if (state === "served") await refuse(it, who, { courtBy: "2026-11-20", leaveBy: "2026-12-16" });
    expect((await (await it.visitor(who, code)).get("status")).text, state).toContain(`<html lang="${code}"`);
  }
});
