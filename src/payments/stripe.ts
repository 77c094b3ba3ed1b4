import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Clock, clock, instantOf } from "../platform/clock.ts";
import { done, not } from "../platform/outcome.ts";
import { type Gateway, GatewayFault, type ProviderRecord } from "./gateway.ts";
import type { Word } from "./states.ts";

/** The version of Stripe's public API reference that this file was written from; sent with each request, so that answers keep its shape. */
export const documented = "2024-06-20";
/** Where payers are led: Checkout's own pages. */
export const checkoutPages = "https://checkout.stripe.com";

const longestWait = 10_000;
const freshSeconds = 300;
// Checkout keeps a page open for half an hour at the least. Counted from the payment's own moment, so that the same order asked for again
// within half an hour is the same request to the letter: its idempotency key asks for that.
const openMinutes = 61;
const largestPage = 100;
const mostPages = 50;
const languages: Record<string, string> = { tr: "tr", en: "en", ru: "ru" };

const session = z.object({
  id: z.string().startsWith("cs_"), object: z.literal("checkout.session"), client_reference_id: z.string().nullable(), currency: z.string().nullable(), amount_total: z.int().nullable(),
  status: z.enum(["open", "complete", "expired"]), payment_status: z.enum(["paid", "unpaid", "no_payment_required"]), payment_intent: z.string().nullable(), url: z.string().nullable().optional(),
});
type Session = z.infer<typeof session>;
const refund = z.object({ id: z.string().startsWith("re_"), amount: z.int(), status: z.string().nullable(), metadata: z.record(z.string(), z.string()).nullable() });
const charge = z.object({ id: z.string(), created: z.int(), paid: z.boolean(), captured: z.boolean(), currency: z.string(), amount_captured: z.int(), metadata: z.record(z.string(), z.string()) });
const listOf = <T extends z.ZodType>(one: T) => z.object({ object: z.literal("list"), data: z.array(one), has_more: z.boolean() });
const missing = z.object({ error: z.object({ code: z.literal("resource_missing") }) });
const event = z.object({ id: z.string().startsWith("evt_"), type: z.string(), data: z.object({ object: z.unknown() }) });
const heard = new Set(["checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "checkout.session.expired"]);

type Options = { origin: string; secret: string; webhookSecret: string; machine?: Clock; pages?: string };

/**
 * The gateway to Stripe Checkout: hosted pages, 3-D Secure at the provider, signed webhooks. `secret` is the API key, `webhookSecret` that of
 * the endpoint. A payment's own id is the session's `client_reference_id` and stands in the metadata of everything that follows from it.
 */
export function stripe({ origin, secret, webhookSecret, machine = clock(), pages = checkoutPages }: Options): Gateway {
  async function call(method: "GET" | "POST", path: string, content?: Record<string, string>, key?: string): Promise<{ status: number; answer: unknown }> {
    try {
      const response = await fetch(`${origin}${path}`, {
        method, redirect: "error", signal: AbortSignal.timeout(longestWait), ...(content === undefined ? {} : { body: new URLSearchParams(content) }),
        headers: { authorization: `Bearer ${secret}`, "stripe-version": documented, ...(key === undefined ? {} : { "idempotency-key": key }) },
      });
      return { status: response.status, answer: await response.json() };
    } catch (cause) {
      throw new GatewayFault(`the provider did not answer ${method} ${path.split("?")[0]}`, { cause });
    }
  }

  async function ask<T extends z.ZodType>(shape: T, method: "GET" | "POST", path: string, content?: Record<string, string>, key?: string): Promise<z.infer<T>> {
    const { status, answer } = await call(method, path, content, key);
    const read = shape.safeParse(answer);
    if (status !== 200 || !read.success) throw new GatewayFault(`the provider’s answer to ${method} ${path.split("?")[0]} cannot be used (${status})`);
    return read.data;
  }

  /** Every row of a list, newest first, page after page. */
  async function all<T extends z.ZodType<{ id: string }>>(shape: T, path: string): Promise<z.infer<T>[]> {
    const rows: z.infer<T>[] = [];
    for (let page = 0; page < mostPages; page++) {
      const after = rows.length === 0 ? "" : `&starting_after=${(rows.at(-1) as { id: string }).id}`;
      const { data, has_more } = await ask(listOf(shape), "GET", `${path}&limit=${largestPage}${after}`);
      rows.push(...(data as z.infer<T>[]));
      if (!has_more) return rows;
    }
    throw new GatewayFault("the provider’s list does not end");
  }

  // Without the reference the answer to the start was lost: then the session is looked for among those of that time.
  async function find(payment: string, reference: string | null): Promise<Session | null> {
    if (reference !== null) {
      const { status, answer } = await call("GET", `/v1/checkout/sessions/${encodeURIComponent(reference)}`);
      if (status === 404 && missing.safeParse(answer).success) return null;
      const read = session.safeParse(answer);
      if (status !== 200 || !read.success || read.data.client_reference_id !== payment) throw new GatewayFault(`the provider’s answer about a payment (${status}) cannot be read`);
      return read.data;
    }
    const made = momentOf(payment);
    const seconds = (at: Temporal.Instant) => Math.floor(at.epochMilliseconds / 1000);
    const near = await all(session, `/v1/checkout/sessions?created%5Bgte%5D=${seconds(made.subtract({ minutes: 5 }))}&created%5Blte%5D=${seconds(made.add({ minutes: openMinutes }))}`);
    return near.find(({ client_reference_id }) => client_reference_id === payment) ?? null;
  }

  /** Pays an amount back once: what was asked for before is found by its mark, whatever became of the answer. */
  async function payBack(payment: string, reference: string | null, mark: string, amount: number): Promise<{ reference: string; session: string }> {
    const paid = await find(payment, reference);
    if (!paid?.payment_intent) throw new GatewayFault("there is no payment at the provider to pay back");
    const intent = encodeURIComponent(paid.payment_intent);
    const known = (await all(refund, `/v1/refunds?payment_intent=${intent}`)).find(({ metadata }) => metadata?.mark === mark);
    const made = known ?? await ask(refund, "POST", "/v1/refunds", { payment_intent: paid.payment_intent, amount: String(amount), "metadata[mark]": mark }, mark);
    if (made.status !== "succeeded" || made.amount !== amount) throw new GatewayFault(`the provider says ${made.status} of a refund`);
    return { reference: made.id, session: paid.id };
  }

  return {
    name: "stripe",
    async start({ payment, amount, description, language, returnTo }) {
      const expires = Math.floor(momentOf(payment).add({ minutes: openMinutes }).epochMilliseconds / 1000);
      const made = await ask(session, "POST", "/v1/checkout/sessions", {
        mode: "payment", "payment_method_types[0]": "card", client_reference_id: payment, success_url: returnTo, cancel_url: returnTo, locale: languages[language] ?? "auto", expires_at: String(expires),
        "line_items[0][quantity]": "1", "line_items[0][price_data][currency]": "try", "line_items[0][price_data][unit_amount]": String(amount),
        "line_items[0][price_data][product_data][name]": description, "metadata[payment]": payment, "payment_intent_data[metadata][payment]": payment,
      }, `start-${payment}`);
      // The payer is sent there, so it may only be the provider's own page.
      if (!made.url || !URL.canParse(made.url) || new URL(made.url).origin !== pages) throw new GatewayFault("the provider’s page is not at the provider");
      return { reference: made.id, redirectTo: made.url };
    },
    async query(payment, reference = null) {
      const found = await find(payment, reference);
      return found ? wordOf(found) : { state: "not-there" };
    },
    async close(payment, reference = null) {
      const found = await find(payment, reference);
      if (found?.status !== "open") return found ? wordOf(found) : { state: "not-there" };
      const { status, answer } = await call("POST", `/v1/checkout/sessions/${encodeURIComponent(found.id)}/expire`, {});
      const read = session.safeParse(answer);
      if (status === 200 && read.success && read.data.id === found.id && read.data.status === "expired") return { state: "cancelled", reference: found.id };
      // Refused: the payer was quicker, or it ended by itself meanwhile.
      const after = await find(payment, found.id);
      if (after === null || after.status === "open") throw new GatewayFault(`the provider did not close a page (${status})`);
      return wordOf(after);
    },
    async giveBack(payment, reference = null) {
      const found = await find(payment, reference);
      if (!found || typeof found.amount_total !== "number") throw new GatewayFault("there is no payment at the provider to give back");
      await payBack(payment, found.id, `return-${payment}`, found.amount_total);
      return { state: "refunded", reference: found.id, amount: found.amount_total };
    },
    async refund(asked) {
      return { reference: (await payBack(asked.payment, asked.reference, `refund-${asked.refund}`, asked.amount)).reference };
    },
    async records(day) {
      const midnight = (on: Temporal.PlainDate) => instantOf(on, new Temporal.PlainTime()).epochMilliseconds / 1000;
      const charges = await all(charge, `/v1/charges?created%5Bgte%5D=${midnight(day)}&created%5Blt%5D=${midnight(day.add({ days: 1 }))}`);
      return charges.filter(({ paid, captured, currency }) => paid && captured && currency === "try")
        .map((one): ProviderRecord => ({ payment: one.metadata.payment ?? "", reference: one.id, amount: one.amount_captured }));
    },
    verifyNotification(header, rawBody) {
      const parts = (header("stripe-signature") ?? "").split(",").map((part) => part.trim().split("="));
      const seconds = parts.find(([name]) => name === "t")?.[1] ?? "";
      const right = Buffer.from(webhookSignature(webhookSecret, seconds, rawBody));
      // While the endpoint's secret is being exchanged there are two signatures; one that is right is enough.
      const sound = parts.filter(([name]) => name === "v1").map(([, value]) => Buffer.from(value ?? "")).some((given) => given.length === right.length && timingSafeEqual(given, right));
      if (!sound) return not("wrong-signature");
      if (!/^\d{1,12}$/.test(seconds) || Math.abs(machine.now().epochMilliseconds / 1000 - Number(seconds)) > freshSeconds) return not("too-old");
      const told = event.safeParse(parsed(rawBody));
      if (!told.success) return not("garbage");
      if (!heard.has(told.data.type)) return not("not-about-payments");
      const about = session.safeParse(told.data.data.object);
      if (!about.success || !z.uuid().safeParse(about.data.client_reference_id).success || about.data.currency !== "try" || !(about.data.amount_total! > 0)) return not("garbage");
      // An event that is sent again is signed anew and is heard anew, without effect; the same bytes again are a replay.
      const failed = told.data.type === "checkout.session.async_payment_failed";
      return done({ payment: about.data.client_reference_id!, nonce: `${told.data.id}.${seconds}`, word: failed ? { state: "failed", reference: about.data.id } : wordOf(about.data) });
    },
  };
}

/** What Stripe signs of a webhook: the second, a full stop and the body, under the endpoint's secret, in hexadecimal. */
export function webhookSignature(secret: string, seconds: string, body: string): string {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
}

function wordOf({ id, status, payment_status, amount_total, currency }: Session): Word {
  if (status === "open") return { state: "open", reference: id };
  if (status === "expired") return { state: "expired", reference: id };
  if (payment_status !== "paid") return { state: "processing", reference: id };
  if (currency !== "try" || amount_total === null || amount_total <= 0) throw new GatewayFault("the provider took another currency");
  return { state: "paid", reference: id, amount: amount_total };
}

/** The moment at which a payment's id was made (UUIDv7). */
function momentOf(payment: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Number.parseInt(payment.replaceAll("-", "").slice(0, 12), 16));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
