import { randomBytes } from "node:crypto";
import { admitBank, collect } from "../payments/collect.ts";
import type { Gateway } from "../payments/gateway.ts";
import { provider } from "../payments/poll.ts";
import { settle } from "../payments/settle.ts";
import { startPayment } from "../payments/start.ts";
import type { Word } from "../payments/states.ts";
import { type Actor, transact } from "../platform/act.ts";
import { caseOf, type Scene, type Stage, system, well } from "./stage.ts";
import type { Step } from "./steps.ts";

const counter: Actor = { kind: "bank", id: null, name: "Örnek Bankası" };

/** Lets the made-up bank collect whose counters the people of the demonstration go to. */
export async function admitCounter({ db, clock }: Stage): Promise<void> {
  await transact(db, clock, system, (act) => admitBank(act, "ornek-bankasi", "Örnek Bankası"));
}

/** The fees are paid over the counter of a bank, with the accrual number. */
export function paidAtBank(on: number): Step {
  return { on, hour: "15:45", async play(scene) {
    const { stage, n } = scene;
    const bank = await stage.db.selectFrom("collecting_bank").selectAll().where("code", "=", "ornek-bankasi").executeTakeFirstOrThrow();
    const { number, total } = await accrualOf(scene);
    const reference = `OB-${String(n).padStart(8, "0")}`;
    const reply = await transact(stage.db, stage.clock, counter, (act) => collect(act, bank, reference, { accrual: number, amount: total, reference }));
    well({ ok: reply.status === 201, reply }, "payment at a bank");
  } };
}

/** How a payment by card ends. `short`: the bank took less than was asked. `deciding`: it has not said yet what became of it. */
export type CardEnd = "paid" | "failed" | "short" | "deciding";

/** The fees are paid by card on the bank's page, or it is tried. */
export function paysByCard(on: number, end: CardEnd): Step {
  return { on, hour: "20:15", async play(scene) {
    const { stage, language } = scene;
    const accrual = await accrualOf(scene);
    const reference = randomBytes(12).toString("hex");
    const actor: Actor = { kind: "applicant", id: caseOf(scene).id, name: "applicant" };
    const started = await startPayment({ db: stage.db, clock: stage.clock, gateway: pageOf(reference) }, accrual.id, { actor, language, returnTo: "http://localhost/" });
    const { payment } = well(started, "payment by card");
    await transact(stage.db, stage.clock, provider, (act) => settle(act, payment, wordOf(end, reference, accrual.total), end === "paid" ? "notification" : "poll"));
  } };
}

function wordOf(end: CardEnd, reference: string, amount: number): Word {
  if (end === "paid") return { state: "paid", reference, amount };
  if (end === "short") return { state: "paid", reference, amount: amount - 50_00 };
  return { state: end === "failed" ? "failed" : "processing", reference };
}

// The page these payers saw is gone by the time the demonstration opens; `bank-books.ts` lets the bank know of their orders.
function pageOf(reference: string): Gateway {
  const gone = () => Promise.reject(new Error("the past is not asked"));
  return {
    name: "demonstration", start: () => Promise.resolve({ reference, redirectTo: `http://localhost/pay/${reference}` }), query: gone, close: gone, giveBack: gone, refund: gone, records: gone,
    verifyNotification: () => ({ ok: false, why: "garbage" }),
  };
}

async function accrualOf(scene: Scene): Promise<{ id: string; number: string; total: number }> {
  return scene.stage.db.selectFrom("accrual").select(["id", "number", "total"]).where("application_id", "=", caseOf(scene).id).executeTakeFirstOrThrow();
}
