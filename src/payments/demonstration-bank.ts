import { randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { clock } from "../platform/clock.ts";
import { done, not } from "../platform/outcome.ts";
import { type Gateway, GatewayFault } from "./gateway.ts";
import { signature } from "./signature.ts";
import type { Word } from "./states.ts";

const longestWait = 5_000;
const longestAnswer = 20_000_000;
// How far the two machines' clocks may be apart, and how long a captured request could be sent again.
const freshSeconds = 300;

const startedShape = z.object({ reference: z.string().min(1).max(80), redirectTo: z.url({ protocol: /^https?$/ }) });
const wordShape = z.discriminatedUnion("state", [
  z.object({ order: z.string(), state: z.enum(["open", "processing", "failed", "expired", "cancelled"]), reference: z.string().min(1).max(80) }),
  z.object({
    order: z.string(), state: z.enum(["paid", "refunded"]), reference: z.string().min(1).max(80), amount: z.int().positive(), currency: z.literal("TRY"),
  }),
]);

const refundShape = z.object({ refund: z.string(), reference: z.string().min(1).max(80) });
const recordsShape = z.array(z.object({ order: z.string(), reference: z.string().min(1).max(80), amount: z.int().positive(), currency: z.literal("TRY") }));

// The moment a request is signed is the machine's, not that of a demonstration whose calendar was moved.
const machine = clock();

/** The gateway to the demonstration bank. `notifyTo` is our address that it posts to; `origin` is the bank's. */
export function demonstrationBank({ origin, secret, notifyTo }: { origin: string; secret: string; notifyTo: string }): Gateway {
  const notifyPath = new URL(notifyTo).pathname;

  async function call(method: "GET" | "POST", path: string, content?: object): Promise<{ status: number; answer: unknown }> {
    const body = content === undefined ? "" : JSON.stringify(content);
    const seconds = String(Math.floor(machine.now().epochMilliseconds / 1000));
    const nonce = randomBytes(16).toString("hex");
    let status: number;
    let text: string;
    try {
      const response = await fetch(`${origin}${path}`, {
        method, redirect: "error", signal: AbortSignal.timeout(longestWait), ...(content === undefined ? {} : { body }),
        headers: {
          accept: "application/json", "content-type": "application/json",
          "bank-timestamp": seconds, "bank-nonce": nonce, "bank-signature": signature(secret, method, path, seconds, nonce, body),
        },
      });
      status = response.status;
      text = await response.text();
    } catch (cause) {
      throw new GatewayFault(`the bank did not answer ${method} ${path}`, { cause });
    }
    if (status >= 500 || text.length > longestAnswer) throw new GatewayFault(`the bank answered ${method} ${path} with ${status}`);
    try {
      return { status, answer: JSON.parse(text) };
    } catch (cause) {
      throw new GatewayFault(`the bank answered ${method} ${path} with something unreadable`, { cause });
    }
  }

  function readWord(payment: string, { status, answer }: { status: number; answer: unknown }): Word {
    if (status === 404 && z.object({ error: z.literal("no-such-order") }).safeParse(answer).success) return { state: "not-there" };
    const read = wordShape.safeParse(answer);
    // An answer about another order is garbage too.
    if (status !== 200 || !read.success || read.data.order !== payment) throw new GatewayFault(`the bank's answer about a payment (${status}) cannot be read`);
    return plain(read.data);
  }

  return {
    name: "demonstration",
    async start({ payment, amount, description, language, returnTo }) {
      const { status, answer } = await call("POST", "/api/orders", { order: payment, amount, currency: "TRY", description, language, returnTo, notifyTo });
      const read = startedShape.safeParse(answer);
      if (status !== 200 || !read.success) throw new GatewayFault(`the bank did not open a page (${status})`);
      // The payer is sent there, so it may only be the bank itself.
      if (new URL(read.data.redirectTo).origin !== origin) throw new GatewayFault("the bank's page is not at the bank");
      return read.data;
    },
    async query(payment) {
      return readWord(payment, await call("GET", `/api/orders/${payment}`));
    },
    async close(payment) {
      return readWord(payment, await call("POST", `/api/orders/${payment}/close`, {}));
    },
    async giveBack(payment) {
      return readWord(payment, await call("POST", `/api/orders/${payment}/return`, {}));
    },
    async refund({ payment, refund, amount }) {
      const { status, answer } = await call("POST", `/api/orders/${payment}/refunds`, { refund, amount });
      const read = refundShape.safeParse(answer);
      if (status !== 200 || !read.success || read.data.refund !== refund) throw new GatewayFault(`the bank did not pay a refund (${status})`);
      return { reference: read.data.reference };
    },
    async records(day) {
      const { status, answer } = await call("GET", `/api/days/${day}`);
      const read = recordsShape.safeParse(answer);
      if (status !== 200 || !read.success) throw new GatewayFault(`the bank's books of ${day} cannot be read (${status})`);
      return read.data.map(({ order: payment, reference, amount }) => ({ payment, reference, amount }));
    },
    verifyNotification(header, rawBody) {
      const seconds = header("bank-timestamp") ?? "";
      const nonce = header("bank-nonce") ?? "";
      const given = Buffer.from(header("bank-signature") ?? "");
      const right = Buffer.from(signature(secret, "POST", notifyPath, seconds, nonce, rawBody));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return not("wrong-signature");
      if (!/^\d{1,12}$/.test(seconds) || !/^[\w-]{16,80}$/.test(nonce)) return not("garbage");
      if (Math.abs(machine.now().epochMilliseconds / 1000 - Number(seconds)) > freshSeconds) return not("too-old");
      let content: unknown;
      try {
        content = JSON.parse(rawBody);
      } catch {
        return not("garbage");
      }
      const read = wordShape.safeParse(content);
      if (!read.success || !z.uuid().safeParse(read.data.order).success) return not("garbage");
      return done({ payment: read.data.order, nonce, word: plain(read.data) });
    },
  };
}

// The bank names order and currency in each word; ours has neither.
function plain(said: z.infer<typeof wordShape>): Word {
  if (said.state === "paid" || said.state === "refunded") return { state: said.state, reference: said.reference, amount: said.amount };
  return { state: said.state, reference: said.reference };
}
