import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import type { Secret } from "../platform/secret.ts";
import { messageOfBounce } from "./bounce-address.ts";
import { readDeliveryStatus } from "./delivery-status.ts";
import { hear, mailReference } from "./receipts.ts";

/** Where mails that come back are taken: the domain of the envelope senders, and the port listened on; 0 asks for any free one. */
export type BounceEnd = { secret: Secret; domain: string; host: string; port: number };

// A report may carry the whole mail, calendar file and all; what it says stands before that.
const largest = 1024 * 1024;
const atOnce = 50;
const silence = 30_000;

const refused = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/**
 * Takes the reports of mail servers that a mail of ours did not arrive after all, over SMTP, and nothing else: only from nobody ("MAIL FROM:<>",
 * as RFC 5321 asks of them), only to the sealed address of one message, and never more than is read. What is understood is kept before it is
 * acknowledged and then worked through like a receipt; what is no report is taken and forgotten, so that nobody sends it again.
 */
export async function startBounces(db: Database, { secret, domain, host, port }: BounceEnd): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    name: domain, banner: "", authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], disableReverseLookup: true, logger: false,
    size: largest, maxClients: atOnce, socketTimeout: silence, closeTimeout: 1000,
    onMailFrom: ({ address }, _session, callback) => callback(address === "" ? null : refused(550, "only reports about mails are taken here")),
    onRcptTo({ address }, session, callback) {
      if (messageOfBounce(secret, address, domain) === undefined) return callback(refused(550, "no such address"));
      callback(session.envelope.rcptTo.length > 0 ? refused(452, "one recipient at a time") : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => { if (!stream.sizeExceeded) chunks.push(chunk); });
      stream.on("end", () => {
        if (stream.sizeExceeded) return callback(refused(552, "too large"));
        keep(messageOfBounce(secret, session.envelope.rcptTo[0]?.address ?? "", domain), Buffer.concat(chunks)).then(() => callback(), (error: { code?: string }) => {
          log.error({ code: error.code }, "a report about a mail could not be kept; it is sent again");
          callback(refused(451, "try again later"));
        });
      });
    },
  });
  async function keep(message: string | undefined, raw: Buffer): Promise<void> {
    const reported = message === undefined ? null : readDeliveryStatus(raw);
    if (!reported) return log.info({ message }, "what came back about a mail is no report of its fate");
    await hear(db, { reference: mailReference(message!), ...reported });
  }
  // One connection that breaks is nobody's fault here.
  server.on("error", (error) => log.debug({ err: error.message }, "a connection to the bounces ended"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  return { port: (server.server.address() as AddressInfo).port, close: () => new Promise((resolve) => { server.close(resolve); }) };
}
