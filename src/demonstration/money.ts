import { randomBytes } from "node:crypto";
import { refundReference } from "../bank/orders.ts";
import { admitBank, collect } from "../payments/collect.ts";
import type { Scope } from "../payments/day.ts";
import type { Gateway } from "../payments/gateway.ts";
import type { Payment } from "../payments/payment.ts";
import { provider } from "../payments/poll.ts";
import { decideRefund, proposeRefund, refundableOf, refundPayment } from "../payments/refund.ts";
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

/** Finance proposes that all that may go back after a refusal is paid back: to the card, or to the account the person named. */
export function proposesRefund(on: number): Step {
  return { on, hour: "11:40", async play(scene) {
    const [one] = await financeOf(scene);
    const { payment, scope } = await paidOf(scene);
    well(await transact(scene.stage.db, scene.stage.clock, one!, async (act) => {
      const rule = (await refundableOf(act.tx, scope, payment.id))?.possible.find(({ reason }) => reason === "refused");
      const lines = (rule?.lines ?? []).map(({ code, most }) => ({ code, amount: most }));
      return proposeRefund(act, scope, payment.id, { reason: "refused", lines, comment: "The application was refused after it had been accepted.", iban: payment.channel === "bank" ? account : null });
    }), "refund");
  } };
}

/** Another officer of finance approves the refund, and the card’s bank pays it. */
export function paysBack(on: number): Step {
  return { on, hour: "15:10", async play(scene) {
    const { db, clock } = scene.stage;
    const [, other] = await financeOf(scene);
    const { payment, scope } = await paidOf(scene);
    const { id } = await db.selectFrom("refund").select("id").where("payment_id", "=", payment.id).executeTakeFirstOrThrow();
    well(await transact(db, clock, other!, (act) => decideRefund(act, scope, id, "approve")), "approval of a refund");
    await refundPayment({ db, clock, gateway: pageOf(payment.provider_reference!) }, id);
  } };
}

// A made-up account with true check digits.
const account = "TR330006100519786457841326";

async function financeOf({ stage, office }: Scene): Promise<Actor[]> {
  const rows = await stage.db.selectFrom("officer").select(["id", "name"]).where("role", "=", "finance").where("office_code", "=", office).orderBy("email").execute();
  return rows.map(({ id, name }) => ({ kind: "officer", id, name }));
}

async function paidOf(scene: Scene): Promise<{ payment: Payment; scope: Scope }> {
  const accrual = await accrualOf(scene);
  const payment = await scene.stage.db.selectFrom("payment").selectAll().where("accrual_id", "=", accrual.id).where("state", "=", "paid").executeTakeFirstOrThrow();
  return { payment, scope: { office: scene.office, province: caseOf(scene).province ?? "" } };
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
    name: "demonstration", start: () => Promise.resolve({ reference, redirectTo: `http://localhost/pay/${reference}` }), query: gone, close: gone, giveBack: gone, records: gone,
    refund: ({ refund }) => Promise.resolve({ reference: refundReference(reference, refund) }),
    verifyNotification: () => ({ ok: false, why: "garbage" }),
  };
}

async function accrualOf(scene: Scene): Promise<{ id: string; number: string; total: number }> {
  return scene.stage.db.selectFrom("accrual").select(["id", "number", "total"]).where("application_id", "=", caseOf(scene).id).executeTakeFirstOrThrow();
}
