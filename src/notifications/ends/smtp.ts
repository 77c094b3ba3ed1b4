import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { v7 } from "../../platform/id.ts";
import { log } from "../../platform/log.ts";

/** An end of the demonstration: where it listens, as the address a route is opened with. */
export type End = { url: string; close(): Promise<void> };

const largest = 5 * 1024 * 1024;

/** A mail server on loopback that takes every mail and lays it, as it came, into the mailbox. `port` 0 asks for any free one. */
export async function startSmtpEnd(db: Database, clock: Clock, port = 0): Promise<End> {
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], size: largest, banner: "Sojourn demonstration", logger: false, disableReverseLookup: true,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        keep(Buffer.concat(chunks), session.envelope.rcptTo.map(({ address }) => address)).then(() => callback(), (err: unknown) => {
          log.error({ err }, "the mail end could not keep a mail");
          callback(Object.assign(new Error("try again later"), { responseCode: 451 }));
        });
      });
    },
  });
  async function keep(raw: Buffer, recipients: string[]) {
    const { subject, text, html } = await simpleParser(raw);
    const now = clock.now();
    const mail = { channel: "email", received_at: now, subject: subject ?? null, text: text ?? "", html: html || null, raw: raw.toString("utf8") };
    await db.insertInto("mailbox").values(recipients.map((recipient) => ({ id: v7(now), recipient, ...mail }))).execute();
  }
  server.on("error", (err) => log.error({ err }, "the mail end failed"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  const address = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => { server.close(resolve); }),
  };
}
