import smpp, { type Pdu, type Session } from "smpp";
import { type Handed, type Receipt, reason, type Sms, type SmsRoute } from "./route.ts";
import { partsOf } from "./sms.ts";

/** What an SMS centre gets to answer, how often an idle connection is tried, and the pauses when it says "too fast"; in milliseconds. */
export const patience = { answer: 10_000, idle: 30_000, throttled: [500, 1000, 2000] };

// Statuses of SMPP 3.4 that speak of this recipient or this message, and those that say "too fast".
const refused = new Set([0x01, 0x0b, 0x50, 0x51, 0x65, 0x66]);
const tooFast = new Set([0x14, 0x58]);
const registeredDelivery = 1;
const receiptClass = 0x04;
const joinedClass = 0x40;
const tryAgain = 0x64;

type Options = {
  /** The name or number the message comes from. */
  sender: string;
  /** Called for each receipt; it is acknowledged to the centre once this has resolved, else the centre repeats it. */
  heard(receipt: Receipt): Promise<void>;
  waits?: typeof patience;
};

/** A route to an SMS centre over SMPP 3.4 ("smpp://system:password@host:2775", "ssmpp://" with TLS): one bound connection, opened when needed. */
export function smppRoute(address: string, { sender, heard, waits = patience }: Options): SmsRoute {
  const url = new URL(address);
  const system = { system_id: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  const tls = url.protocol === "ssmpp:";
  let opened: Promise<Session> | null = null;
  let latest: Session | null = null;
  let mark = Math.floor(Math.random() * 256);

  function session(): Promise<Session> {
    if (opened && !latest?.socket.destroyed) return opened;
    const opening = open();
    opened = opening;
    opening.catch(() => { if (opened === opening) opened = null; });
    return opening;
  }

  async function open(): Promise<Session> {
    const made = smpp.connect({ host: url.hostname, port: Number(url.port) || (tls ? 3550 : 2775), tls });
    latest = made;
    // Each message under way listens for the end of the connection.
    made.setMaxListeners(0);
    // Whatever breaks, the connection is dropped and the next message opens a new one; those under way hear of it by "close".
    made.on("error", () => made.destroy());
    const idle = setInterval(() => { request(made, "enquire_link", {}, waits.answer).catch(() => made.destroy()); }, waits.idle);
    idle.unref();
    made.on("close", () => {
      clearInterval(idle);
      if (latest === made) opened = null;
    });
    made.on("enquire_link", (pdu: Pdu) => made.send(pdu.response()));
    made.on("unbind", (pdu: Pdu) => { made.send(pdu.response()); made.close(); });
    made.on("deliver_sm", (pdu: Pdu) => {
      const receipt = (pdu.esm_class ?? 0) & receiptClass ? readReceipt(pdu) : null;
      Promise.resolve(receipt && heard({ ...receipt, reference: `smpp:${receipt.reference}` })).then(
        () => made.send(pdu.response()),
        () => made.send(pdu.response({ command_status: tryAgain })),
      );
    });
    try {
      await connected(made, tls ? "secureConnect" : "connect", waits.answer);
      const { command_status } = await request(made, "bind_transceiver", system, waits.answer);
      if (command_status !== 0) throw new Error(`the SMS centre refused to bind: status ${command_status}`);
      return made;
    } catch (error) {
      made.destroy();
      throw error;
    }
  }

  async function submit(to: string, part: ReturnType<typeof partsOf>[number]): Promise<Handed> {
    for (let tried = 0; ; tried++) {
      const { command_status: status, message_id = "" } = await request(await session(), "submit_sm", {
        source_addr_ton: /^\d+$/.test(sender) ? 1 : 5, source_addr_npi: 0, source_addr: sender,
        dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to.replace(/\D/g, ""),
        esm_class: part.joined ? joinedClass : 0, data_coding: part.coding, registered_delivery: registeredDelivery, short_message: part.bytes,
      }, waits.answer);
      if (status === 0) return { outcome: "sent", references: [`smpp:${message_id}`] };
      const because = `the SMS centre answered with status 0x${status.toString(16)}`;
      if (refused.has(status)) return { outcome: "never", because };
      const pause = tooFast.has(status) ? waits.throttled[tried] : undefined;
      if (pause === undefined) return { outcome: "later", because };
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  return {
    name: "smpp",
    async send({ to, text }: Sms) {
      const references: string[] = [];
      try {
        for (const part of partsOf(text, mark++)) {
          const handed = await submit(to, part);
          if (handed.outcome !== "sent") return handed;
          references.push(...handed.references);
        }
        return { outcome: "sent", references };
      } catch (error) {
        return { outcome: "later", because: reason(error) };
      }
    },
    async close() {
      const current = await opened?.catch(() => null);
      if (!current) return;
      await request(current, "unbind", {}, 1000).catch(() => null);
      current.destroy();
    },
  };
}

function connected(session: Session, event: string, wait: number): Promise<void> {
  return unlessGone(session, wait, (resolve) => session.once(event, () => resolve()));
}

function request(session: Session, command: "bind_transceiver" | "submit_sm" | "enquire_link" | "unbind", options: object, wait: number): Promise<Pdu> {
  return unlessGone(session, wait, (resolve, reject) => {
    if (!session[command](options as Record<string, unknown>, resolve)) reject(new Error("the connection to the SMS centre is gone"));
  });
}

/** What is waited for, or an error when the connection closes or the time is over. A connection that does not answer is dropped. */
function unlessGone<T>(session: Session, wait: number, begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ended = <V>(settle: (value: V) => void) => (value: V) => {
      clearTimeout(timer);
      session.off("close", gone);
      settle(value);
    };
    const fail = ended(reject);
    const gone = () => fail(new Error("the SMS centre is not there or closed the connection"));
    const timer = setTimeout(() => {
      fail(new Error("the SMS centre did not answer in time"));
      session.destroy();
    }, wait);
    session.once("close", gone);
    begin(ended(resolve), fail);
  });
}

const delivered = 2;
const underWay = new Set([0, 1, 6, 7]);
const stats: Record<string, number> = { SCHEDULED: 0, ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8 };

/** A receipt by its optional fields, else by its customary text ("id:… stat:DELIVRD err:000"). Null while the message is still under way. */
export function readReceipt(pdu: Pdu): Receipt | null {
  const body = pdu.short_message;
  const text = body && !Buffer.isBuffer(body) ? String(body.message) : "";
  const reference = pdu.receipted_message_id || /\bid:(\S+)/i.exec(text)?.[1];
  const state = pdu.message_state ?? stats[/\bstat:([A-Z]+)/i.exec(text)?.[1]?.toUpperCase() ?? ""];
  if (!reference || state === undefined || underWay.has(state)) return null;
  return { reference, delivered: state === delivered, because: state === delivered ? null : `the SMS centre reported state ${state}` };
}
