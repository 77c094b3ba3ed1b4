import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { clock as machine, type Clock } from "../platform/clock.ts";
import { type BankOrder, books, outcomes, type Choice, refundReference } from "./orders.ts";
import { codePage, endPage, paymentPage, styles, unknownPage } from "./pages.ts";
import { gatekeeper, signedHeaders } from "./signature.ts";

export type BankOptions = {
  /** 0 asks the system for any free port. */
  port: number;
  host?: string;
  /** Shared with the one shop it has. */
  secret: string;
  /** Where its books are kept over a restart; without it they end with the process. */
  file?: string | null;
  /** The clock of its books: how long a page stays open, when a payment is decided. */
  clock?: Clock;
};
export type Bank = { origin: string; stop(): Promise<void> };

const arabic = readFileSync(createRequire(import.meta.url).resolve("@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2"));
const code = "123456";
const troubled = 30_000;
const deciding = 20_000;
const noticePauses = [0, 2_000, 10_000, 60_000];
const longestBody = 16_384;

const opening = z.object({
  order: z.uuid(), amount: z.int().positive(), currency: z.literal("TRY"), description: z.string().max(100), language: z.string().max(10),
  returnTo: z.url({ protocol: /^https?$/ }), notifyTo: z.url({ protocol: /^https?$/ }),
});

const refunding = z.object({ refund: z.uuid(), amount: z.int().positive() });

/** Starts the demonstration bank: its payment pages, its signed interface and its notifications, at an origin of its own. */
export async function startBank({ port, host = "127.0.0.1", secret, file = null, clock = machine() }: BankOptions): Promise<Bank> {
  const book = books(clock, file);
  // Signatures carry the machine’s moment, which both sides share.
  const admits = gatekeeper(machine(), secret);
  const timers = new Set<NodeJS.Timeout>();
  let origin = "";

  function later(milliseconds: number, what: () => void) {
    const timer = setTimeout(() => { timers.delete(timer); what(); }, milliseconds);
    timers.add(timer);
  }

  // Tells the shop until it says that it heard, four times at most: afterwards the shop has to ask.
  function notify(order: BankOrder, { signedWith = secret, attempt = 0 } = {}) {
    later(noticePauses[attempt]!, async () => {
      const body = JSON.stringify(said(book.find(order.order) ?? order));
      const heard = await fetch(order.notifyTo, {
        method: "POST", body, redirect: "error", signal: AbortSignal.timeout(5_000),
        headers: { "content-type": "application/json", ...signedHeaders(machine(), signedWith, "POST", order.notifyTo, body) },
      }).then((response) => response.ok, () => false);
      if (!heard && signedWith === secret && attempt + 1 < noticePauses.length) notify(order, { attempt: attempt + 1 });
    });
  }

  /** Does what was chosen. Null: the browser goes back to the shop; else the page it stays on. */
  function carryOut(order: BankOrder, choice: Choice): string | null {
    const now = book.now();
    const paid = { ...order, choice, state: "paid" as const, paidAt: now };
    switch (choice) {
      case "decline": notify(book.keep({ ...order, choice, state: "failed" })); return null;
      case "walk-away": return endPage(book.keep({ ...order, choice }), "left");
      case "lost-notice": return endPage(book.keep(paid), "paidSilently");
      case "late-notice": {
        const deferred = book.keep({ ...paid, state: "processing", paidAt: now + deciding });
        later(deciding, () => notify(deferred));
        return null;
      }
      case "garbage": book.keep({ ...paid, garbageUntil: now + troubled }); return null;
      case "away": book.keep({ ...paid, awayUntil: now + troubled }); return null;
      case "forged-notice": notify(book.keep(paid), { signedWith: `not ${secret}` }); return null;
      case "double-notice": book.keep(paid); for (let n = 0; n < 3; n++) notify(paid); return null;
      case "pay": notify(book.keep(paid)); return null;
    }
  }

  function answerShop(method: string, path: string, header: (name: string) => string | undefined, body: string): Answer {
    if (!admits(method, path, header, body)) return json(401, { error: "wrong-signature" });
    if (method === "POST" && path === "/api/orders") {
      const read = opening.safeParse(parse(body));
      if (!read.success) return json(400, { error: "not-understood" });
      const order = book.open(read.data);
      if (order === "other-amount") return json(409, { error: "other-amount" });
      return json(200, { reference: order.reference, redirectTo: `${origin}/pay/${order.reference}` });
    }
    const [, day] = /^\/api\/days\/(\d{4}-\d{2}-\d{2})$/.exec(path) ?? [];
    if (method === "GET" && day !== undefined) return json(200, book.takenOn(day).map(said));
    const [, id, act] = /^\/api\/orders\/([\w-]+)(\/return|\/refunds|\/close)?$/.exec(path) ?? [];
    const order = id === undefined ? undefined : book.find(id);
    if (!order) return json(404, { error: "no-such-order" });
    if (book.now() < (order.awayUntil ?? 0)) return json(503, { error: "away" });
    if (book.now() < (order.garbageUntil ?? 0)) return { status: 200, type: "text/html; charset=utf-8", body: "<h1>Everything is fine</h1>" };
    if (method === "GET" && act === undefined) return json(200, said(order));
    if (method === "POST" && act === "/refunds") return refund(order, body);
    if (method === "POST" && act === "/close") return json(200, said(order.state === "open" ? book.keep({ ...order, state: "cancelled" }) : order));
    if (method === "POST" && act !== undefined) {
      if (order.state === "paid") return json(200, said(book.keep({ ...order, state: "refunded" })));
      return order.state === "refunded" ? json(200, said(order)) : json(409, { error: "nothing-to-return" });
    }
    return json(405, { error: "no-such-act" });
  }

  function refund(order: BankOrder, body: string): Answer {
    const read = refunding.safeParse(parse(body));
    if (!read.success) return json(400, { error: "not-understood" });
    const { refund: id, amount } = read.data;
    const refunds = order.refunds ?? {};
    const told = { order: order.order, refund: id, amount, reference: refundReference(order.reference, id) };
    if (refunds[id] !== undefined) return refunds[id] === amount ? json(200, told) : json(409, { error: "other-amount" });
    const back = Object.values(refunds).reduce((sum, part) => sum + part, 0);
    if (order.state !== "paid" || back + amount > order.amount) return json(409, { error: "nothing-to-return" });
    book.keep({ ...order, refunds: { ...refunds, [id]: amount } });
    return json(200, told);
  }

  function answerPayer(method: string, path: string, body: string): Answer {
    if (path === "/arabic.woff2") return { status: 200, type: "font/woff2", body: arabic };
    if (path === "/styles.css") return { status: 200, type: "text/css; charset=utf-8", body: styles };
    const [, reference, step] = /^\/pay\/([0-9a-f]{24})(\/code)?$/.exec(path) ?? [];
    const order = reference === undefined ? undefined : book.findByReference(reference);
    if (!order) return { status: 404, type: pageType, body: unknownPage() };
    if (order.state !== "open") return method === "GET" ? shown(order, endPage(order, "done")) : backToShop(order);
    if (method === "GET") return shown(order, paymentPage(order));
    const form = new URLSearchParams(body);
    if (form.has("stop")) {
      notify(book.keep({ ...order, state: "cancelled" }));
      return backToShop(order);
    }
    const choice = outcomes.find((outcome) => outcome === form.get("choice")) ?? "pay";
    const decidedAtOnce = choice === "walk-away" || choice === "decline";
    if (!decidedAtOnce && step === undefined) return shown(order, codePage(order, choice, false));
    if (!decidedAtOnce && form.get("code")?.trim() !== code) return shown(order, codePage(order, choice, true), 422);
    const stays = carryOut(order, choice);
    return stays === null ? backToShop(order) : shown(order, stays);
  }

  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const path = new URL(request.url ?? "/", "http://bank").pathname;
      const header = (name: string) => ([request.headers[name]].flat()[0]);
      const method = request.method ?? "GET";
      send(response, path.startsWith("/api/") ? answerShop(method, path, header, body) : answerPayer(method, path, body));
    } catch {
      send(response, json(500, { error: "failed" }));
    }
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  origin = `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer = { status: number; type: string; body: string | Buffer; location?: string; formsTo?: string };
const pageType = "text/html; charset=utf-8";

function json(status: number, content: object): Answer {
  return { status, type: "application/json", body: JSON.stringify(content) };
}
function said({ order, state, reference, amount, currency }: BankOrder) {
  return { order, state, reference, amount, currency };
}
function shown(order: BankOrder, body: string, status = 200): Answer {
  return { status, type: pageType, body, formsTo: new URL(order.returnTo).origin };
}
function backToShop(order: BankOrder): Answer {
  return { status: 303, type: "text/plain", body: "", location: order.returnTo };
}
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longestBody) throw new Error("too much");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(response: ServerResponse, { status, type, body, location, formsTo }: Answer) {
  response.writeHead(status, {
    "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "content-security-policy": `default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'${formsTo ? ` ${formsTo}` : ""}; base-uri 'none'; frame-ancestors 'none'`,
    ...(location === undefined ? {} : { location }),
  });
  response.end(body);
}
