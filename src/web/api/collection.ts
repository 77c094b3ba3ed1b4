import { z } from "zod";
import { type Bank, cancelCollection, collect, proveBank, queryAccrual, type Reply } from "../../payments/collect.ts";
import { type Act, transact } from "../../platform/act.ts";
import { clock } from "../../platform/clock.ts";
import { type Answer, answerJson, type Page, publicPage, type Visit } from "../page.ts";
import type { Route } from "../routes.ts";

// A signature's age is measured by the machine's clock, also where the calendar of a demonstration was moved.
const machine = clock();
const number = z.string().regex(/^\d{15}$/);
const reference = z.string().regex(/^[\w.:/-]{1,60}$/);
const idempotencyKey = /^[\w-]{8,80}$/;
const queryShape = z.strictObject({ accrual: number });
const payShape = z.strictObject({ accrual: number, amount: z.int().positive(), reference });
const cancelShape = z.strictObject({ reference });

/** What banks call: asking what is owed for a number, booking what they took, taking back what they booked today. All signed posts of JSON. */
export function collection(routes: { query: Route; pay: Route; cancel: Route }): Page[] {
  const machinePage = <Asked>(route: Route, shape: z.ZodType<Asked>, keyed: boolean, answer: (act: Act, bank: Bank, asked: Asked, key: string) => Promise<Reply>) =>
    publicPage(route, { machine: true, post: (visit) => treat(visit, shape, keyed, answer) });
  return [
    machinePage(routes.query, queryShape, false, (act, bank, asked) => queryAccrual(act, bank, asked.accrual)),
    machinePage(routes.pay, payShape, true, (act, bank, asked, key) => collect(act, bank, key, asked)),
    machinePage(routes.cancel, cancelShape, true, (act, bank, asked, key) => cancelCollection(act, bank, key, asked)),
  ];
}

async function treat<Asked>(
  visit: Visit, shape: z.ZodType<Asked>, keyed: boolean, answer: (act: Act, bank: Bank, asked: Asked, key: string) => Promise<Reply>,
): Promise<Answer> {
  const { app, rawBody, header } = visit;
  const bank = await proveBank(app.db, app.secret, machine.now(), {
    bank: header("bank-code") ?? "", seconds: header("bank-timestamp") ?? "", nonce: header("bank-nonce") ?? "", signature: header("bank-signature") ?? "",
    path: visit.path, body: rawBody,
  });
  if (!bank) return problem(401, "not-proven");
  const key = header("idempotency-key") ?? "";
  if (keyed && !idempotencyKey.test(key)) return problem(400, "idempotency-key-missing");
  const asked = shape.safeParse(read(rawBody));
  if (!asked.success) return problem(400, "not-understood");
  const reply = await transact(app.db, app.clock, { kind: "bank", id: null, name: bank.name }, (act) => answer(act, bank, asked.data, key));
  return answerJson(reply.body, reply.status, reply.status >= 400 ? "application/problem+json" : undefined);
}

function problem(status: number, title: string): Answer {
  return answerJson({ type: "about:blank", title, status }, status, "application/problem+json");
}

function read(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
