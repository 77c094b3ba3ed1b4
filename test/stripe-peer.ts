import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Session = Record<string, unknown> & { id: string; client_reference_id: string; created: number; payment_intent: string | null; status: string; payment_status: string; amount_total: number };
type Refund = { id: string; object: "refund"; amount: number; status: string; payment_intent: string; metadata: Record<string, string> };

/**
 * A peer that answers as Stripe's API reference of 2024-06-20 describes: Checkout Sessions, refunds and charges, idempotency keys and lists.
 * `answers` replaces the next answers; `lost` lets the next request be carried out and hangs up instead of answering.
 */
export async function stripePeer(pages: string) {
  const peer = {
    origin: "", asked: [] as { method: string; path: string; form: Record<string, string>; headers: Record<string, string> }[],
    sessions: [] as Session[], refunds: [] as Refund[], charges: [] as Record<string, unknown>[],
    answers: [] as { status: number; body: string }[], lost: 0, refundStatus: "succeeded",
    /** What the payer does on the page. */
    pay(id: string, at: Temporal.Instant, changes: Record<string, unknown> = {}) {
      const session = peer.sessions.find((one) => one.id === id)!;
      Object.assign(session, { status: "complete", payment_status: "paid", payment_intent: `pi_${id}`, ...changes });
      peer.charges.unshift({
        id: `ch_${id}`, object: "charge", created: Math.floor(at.epochMilliseconds / 1000), paid: true, captured: true, currency: session["currency"], amount: session.amount_total,
        amount_captured: session.amount_total, payment_intent: session.payment_intent, metadata: { payment: session.client_reference_id },
      });
      return session;
    },
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
  const kept = new Map<string, { request: string; answer: unknown }>();

  function create(path: string, form: Record<string, string>): unknown {
    if (path === "/v1/refunds") {
      const refund: Refund = { id: `re_${peer.refunds.length + 1}`, object: "refund", amount: Number(form["amount"]), status: peer.refundStatus, payment_intent: form["payment_intent"]!, metadata: { mark: form["metadata[mark]"]! } };
      peer.refunds.unshift(refund);
      return refund;
    }
    const ending = /^\/v1\/checkout\/sessions\/(\w+)\/expire$/.exec(path);
    if (ending) {
      const session = peer.sessions.find(({ id }) => id === ending[1]);
      return session?.status === "open" ? Object.assign(session, { status: "expired", url: null }) : { error: { type: "invalid_request_error" } };
    }
    const id = `cs_test_${peer.sessions.length + 1}`;
    const session: Session = {
      id, object: "checkout.session", client_reference_id: form["client_reference_id"]!, currency: form["line_items[0][price_data][currency]"]!,
      amount_total: Number(form["line_items[0][price_data][unit_amount]"]), status: "open", payment_status: "unpaid", payment_intent: null, url: `${pages}/c/pay/${id}`,
      created: Number(form["expires_at"]) - 61 * 60, expires_at: Number(form["expires_at"]), metadata: { payment: form["metadata[payment]"]! },
    };
    peer.sessions.unshift(session);
    return session;
  }

  function list(rows: { id?: unknown }[], query: URLSearchParams): unknown {
    const from = query.get("starting_after") === null ? 0 : rows.findIndex(({ id }) => id === query.get("starting_after")) + 1;
    const limit = Math.min(Number(query.get("limit") ?? 10), 2);
    return { object: "list", data: rows.slice(from, from + limit), has_more: from + limit < rows.length };
  }

  function read(path: string, query: URLSearchParams): unknown {
    const within = (row: { created?: unknown }) => Number(row.created) >= Number(query.get("created[gte]") ?? 0)
      && Number(row.created) <= Number(query.get("created[lte]") ?? Infinity) && Number(row.created) < Number(query.get("created[lt]") ?? Infinity);
    if (path === "/v1/checkout/sessions") return list(peer.sessions.filter(within), query);
    if (path === "/v1/charges") return list(peer.charges.filter(within), query);
    if (path === "/v1/refunds") return list(peer.refunds.filter((one) => one.payment_intent === query.get("payment_intent")), query);
    return peer.sessions.find(({ id }) => path === `/v1/checkout/sessions/${id}`);
  }

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://peer");
    const form = Object.fromEntries(new URLSearchParams(body));
    peer.asked.push({ method: request.method ?? "", path: request.url ?? "", form, headers: request.headers as Record<string, string> });
    const planned = peer.answers.shift();
    if (planned) return void response.writeHead(planned.status, { "content-type": "application/json" }).end(planned.body);
    let status = 200;
    let answer: unknown;
    if (request.method === "POST") {
      const key = request.headers["idempotency-key"]?.toString();
      const before = key === undefined ? undefined : kept.get(key);
      if (before && before.request !== body) [status, answer] = [400, { error: { type: "idempotency_error" } }];
      else answer = before ? before.answer : create(pathname, form);
      if ((answer as { error?: unknown }).error !== undefined) status = 400;
      if (!before && key !== undefined) kept.set(key, { request: body, answer: JSON.parse(JSON.stringify(answer)) });
    } else {
      answer = read(pathname, searchParams);
      if (answer === undefined) [status, answer] = [404, { error: { type: "invalid_request_error", code: "resource_missing" } }];
    }
    if (peer.lost > 0) {
      peer.lost--;
      return void response.destroy();
    }
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", () => resolve()); });
  peer.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return peer;
}
