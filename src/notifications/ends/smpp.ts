import { randomBytes } from "node:crypto";
import smpp, { type Pdu, type Session } from "smpp";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { v7 } from "../../platform/id.ts";
import { log } from "../../platform/log.ts";
import type { End } from "./smtp.ts";

type Waiting = { parts: (string | undefined)[]; lines: string[]; references: string[] };

/** An SMS centre on loopback that takes every message, joins its parts, lays it into the mailbox and reports each part as delivered. */
export async function startSmppEnd(db: Database, clock: Clock, port = 0): Promise<End> {
  const waiting = new Map<string, Waiting>();

  async function take(session: Session, pdu: Pdu) {
    const { header, text } = read(pdu);
    const [mark, total, place] = header ?? [0, 1, 1];
    const reference = randomBytes(6).toString("hex");
    const key = `${pdu.source_addr}|${pdu.destination_addr}|${mark}|${total}`;
    const message = waiting.get(key) ?? { parts: [], lines: [], references: [] };
    message.parts[place - 1] = text;
    message.lines.push(`part ${place} of ${total}; from ${pdu.source_addr}; data_coding ${pdu.data_coding}; esm_class ${pdu.esm_class}; ${text.length} letters`);
    message.references.push(reference);
    const whole = Array.from({ length: total }, (_, n) => message.parts[n]);
    if (whole.includes(undefined)) waiting.set(key, message);
    else {
      await keep(pdu, whole.join(""), message.lines);
      waiting.delete(key);
    }
    session.send(pdu.response({ message_id: reference }));
    if (!whole.includes(undefined) && pdu.registered_delivery) for (const each of message.references) report(session, pdu, each);
  }

  async function keep(pdu: Pdu, text: string, lines: string[]) {
    const now = clock.now();
    await db
      .insertInto("mailbox")
      .values({ id: v7(now), channel: "sms", recipient: `+${pdu.destination_addr}`, received_at: now, text, raw: `${lines.join("\n")}\n\n${text}` })
      .execute();
  }

  function report(session: Session, pdu: Pdu, reference: string) {
    session.deliver_sm({
      source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4, receipted_message_id: reference, message_state: 2,
      short_message: `id:${reference} sub:001 dlvrd:001 stat:DELIVRD err:000`,
    });
  }

  const server = smpp.createServer((session) => {
    session.on("error", () => session.destroy());
    session.on("bind_transceiver", (pdu: Pdu) => session.send(pdu.response({ system_id: "demonstration" })));
    session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()));
    session.on("unbind", (pdu: Pdu) => { session.send(pdu.response()); session.close(); });
    session.on("submit_sm", (pdu: Pdu) => {
      take(session, pdu).catch((err: unknown) => {
        log.error({ err }, "the SMS end could not keep a message");
        session.send(pdu.response({ command_status: 0x08 }));
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  const address = server.address() as { port: number };
  return {
    url: `smpp://demonstration:demo@127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const session of [...server.sessions]) session.destroy();
    }),
  };
}

/** The text of a part and, of a joined one, its header: mark, how many, which. */
function read(pdu: Pdu): { header: [number, number, number] | null; text: string } {
  const body = pdu.short_message;
  if (!body || Buffer.isBuffer(body)) return { header: null, text: "" };
  const joined = body.udh?.find((element) => element[0] === 0 && element.length >= 5);
  return { header: joined ? [joined[2]!, joined[3]!, joined[4]!] : null, text: String(body.message) };
}
