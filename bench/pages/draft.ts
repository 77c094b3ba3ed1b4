import { randomInt } from "node:crypto";
import { openSession } from "../../src/identity/session.ts";
import { transact } from "../../src/platform/act.ts";
import { clock as makeClock } from "../../src/platform/clock.ts";
import { json, type Database } from "../../src/platform/database.ts";
import { v7 } from "../../src/platform/id.ts";
import { makeApplicationNumber } from "../../src/rules/identifiers.ts";
import { applicant, homes } from "../setting/people.ts";

/** A draft with every topic answered, and the cookie value of a session of its person. */
export async function openDraft(db: Database): Promise<{ application: string; session: string }> {
  const clock = makeClock();
  return transact(db, clock, { kind: "system", id: null, name: "bench" }, async (act) => {
    const { answers } = applicant(1, act.today, homes(act.today)[0]!);
    const id = v7(act.now);
    await act.tx.insertInto("application").values({
      id, number: makeApplicationNumber((below) => randomInt(below)), kind: "first", state: "draft", language: "en", email: answers.email!, phone: null, channel: "email",
      answers: json(answers), started_at: act.now, changed_at: act.now,
    }).execute();
    return { application: id, session: await openSession(act, { application: id }, "en") };
  });
}
