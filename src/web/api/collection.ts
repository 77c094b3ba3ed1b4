import { z } from "zod";
import { record } from "../../audit/record.ts";
import { allows } from "../../identity/limits.ts";
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
    if (!records) await record(act, "bank-day-asked", { facts: { bank: bank.code, day: day.toString() } });
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
  if (!bank) return refuse(visit, claimed(header("bank-code")), 401, "not-proven");
  // Counted outside the act's transaction: a bank's calls shall not wait for one another on the row of its quota.
  const over = await overQuota(app.db, bank, visit.now);
  if (over) return refuse(visit, bank.code, over.status, String(over.body["title"]));
  const key = header("idempotency-key") ?? "";
  if (keyed && !idempotencyKey.test(key)) return refuse(visit, bank.code, 400, "idempotency-key-missing");
  const asked = shape.safeParse(read(rawBody));
  if (!asked.success) return refuse(visit, bank.code, 400, "not-understood");
  return told(await transact(app.db, app.clock, { kind: "bank", id: null, name: bank.name }, (act) => answer(act, bank, asked.data, key)));
}

// Every call stands in the trail, also one that nobody is proven to have made; but who floods the address shall not fill the database.
async function refuse({ app, now, path }: Visit, bank: string, status: number, title: string): Promise<Answer> {
  if (await allows(app.db, "collection-refused", status === 401 ? "not proven" : bank, now)) {
    await transact(app.db, app.clock, { kind: "bank", id: null, name: bank }, (act) => record(act, "collection-refused", { facts: { bank, call: path.split("?")[0]!.slice(0, 40), status, title } }));
  }
  return problem(status, title);
}

// Whatever a stranger says who they are, in at most so many plain letters.
function claimed(code: string | undefined): string {
  return /^[a-z][a-z0-9-]{1,30}$/.test(code ?? "") ? `${code} (not proven)` : "(not proven)";
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
