import { z } from "zod";
import { compareBankDay, dayFile } from "../../payments/bank-day.ts";
import { type Bank, cancelCollection, collect, overQuota, proveBank, queryAccrual, type Reply } from "../../payments/collect.ts";
import { type Act, transact } from "../../platform/act.ts";
import { clock } from "../../platform/clock.ts";
import { readDate } from "../../platform/form.ts";
import { type Answer, answerJson, type Page, publicPage, type Visit } from "../page.ts";
import { portal, type Route } from "../routes.ts";

// A signature's age is measured by the machine's clock, also where the calendar of a demonstration was moved.
const machine = clock();
const number = z.string().regex(/^\d{15}$/);
const reference = z.string().regex(/^[\w.:/-]{1,60}$/);
const amount = z.int().positive();
const idempotencyKey = /^[\w-]{8,80}$/;
const mostRecords = 2000;

type Call<Asked> = { shape: z.ZodType<Asked>; keyed?: true; answer(act: Act, bank: Bank, asked: Asked, key: string): Promise<Reply> };

function call<Asked>(route: Route, { shape, keyed, answer }: Call<Asked>): Page {
  return publicPage(route, { machine: true, post: (visit) => treat(visit, shape, keyed === true, answer) });
}

/** What banks call, all signed posts of JSON: what is owed for a number. */
export const collectionQuery = call(portal.collectionQuery, {
  shape: z.strictObject({ accrual: number }),
  answer: (act, bank, asked) => queryAccrual(act, bank, asked.accrual),
});

/** Booking what a bank took at its desk. */
export const collectionPay = call(portal.collectionPay, {
  shape: z.strictObject({ accrual: number, amount, reference }), keyed: true,
  answer: (act, bank, asked, key) => collect(act, bank, key, asked),
});

/** Taking back what a bank booked today. */
export const collectionCancel = call(portal.collectionCancel, {
  shape: z.strictObject({ reference }), keyed: true,
  answer: (act, bank, asked, key) => cancelCollection(act, bank, key, asked),
});

/** The end of a bank's day: our books of it, and, where the bank sends its own, what the two do not agree on. */
export const collectionDay = call(portal.collectionDay, {
  shape: z.strictObject({
    day: z.string().transform((text, check) => readDate(text) ?? (check.addIssue("no such day"), z.NEVER)),
    records: z.array(z.strictObject({ reference, amount })).max(mostRecords).optional(),
  }),
  async answer(act, bank, { day, records }) {
    const differences = records && (await compareBankDay(act, bank, day, records));
    return {
      status: 200,
      body: {
        day: day.toString(), currency: "TRY", collections: await dayFile(act.tx, bank.code, day),
        ...(differences ? { differences: differences.map(({ kind, reference: of, ours, theirs }) => ({ kind, reference: of, ours, theirs })) } : {}),
      },
    };
  },
});

async function treat<Asked>(visit: Visit, shape: z.ZodType<Asked>, keyed: boolean, answer: Call<Asked>["answer"]): Promise<Answer> {
  const { app, rawBody, header } = visit;
  const bank = await proveBank(app.db, app.secret, machine.now(), {
    bank: header("bank-code") ?? "", seconds: header("bank-timestamp") ?? "", nonce: header("bank-nonce") ?? "", signature: header("bank-signature") ?? "",
    path: visit.path, body: rawBody,
  });
  if (!bank) return problem(401, "not-proven");
  // Counted outside the act's transaction: a bank's calls shall not wait for one another on the row of its quota.
  const over = await overQuota(app.db, bank, visit.now);
  if (over) return told(over);
  const key = header("idempotency-key") ?? "";
  if (keyed && !idempotencyKey.test(key)) return problem(400, "idempotency-key-missing");
  const asked = shape.safeParse(read(rawBody));
  if (!asked.success) return problem(400, "not-understood");
  return told(await transact(app.db, app.clock, { kind: "bank", id: null, name: bank.name }, (act) => answer(act, bank, asked.data, key)));
}

function told(reply: Reply): Answer {
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
