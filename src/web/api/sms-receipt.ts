import { z } from "zod";
import { keyed, same } from "../../identity/secrets.ts";
import { hear } from "../../notifications/receipts.ts";
import { clock } from "../../platform/clock.ts";
import { everyOf, type Secret } from "../../platform/secret.ts";
import { answerJson, publicPage } from "../page.ts";
import { portal } from "../routes.ts";

// A signature's age is measured by the machine's clock, also where the calendar of a demonstration was moved.
const machine = clock();
const freshSeconds = 300;
const shape = z.object({ id: z.string().min(1).max(100), delivered: z.boolean(), reason: z.string().max(200).optional() });

/** The key with which the HTTP gateway for SMS signs its receipts; made from the house's secret, told to the gateway, stored nowhere. */
export function receiptKey(secret: Secret): string {
  return keyed(secret, "sms-receipts", "http");
}

/** What a gateway signs: the second, a full stop and the body. */
export function receiptSignature(secret: Secret, seconds: string, body: string): string {
  return keyed(receiptKey(secret), "receipt", `${seconds}.${body}`);
}

/**
 * Where the HTTP gateway reports what became of an SMS: {id, delivered, reason?} with the header `receipt-signature: <second>.<signature>`.
 * 200 once it is safe; repeating it has no further effect.
 */
export const smsReceipt = publicPage(portal.smsReceipt, {
  machine: true,
  async post({ app, rawBody, header }) {
    const [seconds = "", signature = ""] = (header("receipt-signature") ?? "").split(".");
    const fresh = /^\d{1,12}$/.test(seconds) && Math.abs(machine.now().epochMilliseconds / 1000 - Number(seconds)) <= freshSeconds;
    if (!fresh || !everyOf(app.secret).some((one) => same(signature, receiptSignature(one, seconds, rawBody)))) return problem(401, "not-proven");
    const read = shape.safeParse(parsed(rawBody));
    if (!read.success) return problem(400, "not-understood");
    const { id, delivered, reason } = read.data;
    await hear(app.db, { reference: `http:${id}`, delivered, because: delivered ? null : (reason ?? "the gateway reported that it was not delivered") });
    return answerJson({ heard: true });
  },
});

function problem(status: number, title: string) {
  return answerJson({ type: "about:blank", title, status }, status, "application/problem+json");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
