import { type Readable, Transform } from "node:stream";
import { createTransport } from "nodemailer";
import type { Secret } from "../platform/secret.ts";
import { bounceAddress } from "./bounce-address.ts";
import { type Handed, type Mail, type MailRoute, reason } from "./route.ts";

/** What a mail server gets to answer, in milliseconds, before the attempt counts as failed. */
export const patience = { connect: 10_000, greeting: 10_000, silence: 20_000 };

/** The key by which mails are signed for a domain (RFC 6376): it stands in the DNS under selector and domain; `privateKey` is PEM. */
export type Dkim = { domain: string; selector: string; privateKey: string };

/** Where mails that could not be delivered come back to: each has an envelope sender of its own at this domain (bounce-address.ts). */
export type Bounces = { domain: string; secret: Secret };

type Options = { waits?: typeof patience; dkim?: Dkim | null; bounces?: Bounces | null };

/**
 * A route over SMTP ("smtp://user:password@host:587") with connections that are kept open. `from` is the bare sender address.
 * The Message-ID is made of the message's own id, so that a mail that had to be sent twice is the same mail to whoever receives it.
 */
export function mailRoute(url: string, from: string, { waits = patience, dkim = null, bounces = null }: Options = {}): MailRoute {
  const domain = from.split("@")[1] ?? "localhost";
  const transport = createTransport({
    url, pool: true, maxConnections: 4, maxMessages: 200, logger: false, disableFileAccess: true, disableUrlAccess: true,
    ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } } : {}),
    connectionTimeout: waits.connect, greetingTimeout: waits.greeting, socketTimeout: waits.silence,
  });
  transport.use("stream", (mail, next) => {
    mail.message.processFunc(inOnePiece);
    next();
  });
  return {
    name: "smtp",
    async send(mail) {
      try {
        const { messageId } = await transport.sendMail({
          messageId: `<${mail.id}@${domain}>`,
          from: { name: mail.sender, address: from },
          to: { name: "", address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          textEncoding: "base64",
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": mail.language, ...stopping(mail) },
          ...attached(mail),
          ...(bounces ? { envelope: { from: bounceAddress(bounces.secret, mail.id, bounces.domain), to: mail.to } } : {}),
        });
        return { outcome: "sent", references: [messageId] };
      } catch (error) {
        return refusal(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/**
 * The letter as one piece. A mail comes as a dozen of them, headers, boundaries, parts, and each would be a write to the mail server by itself,
 * which wakes it up: 12 writes a mail, 18 with an attachment, and 3 so.
 */
function inOnePiece(pieces: Readable): Readable {
  const gathered: Buffer[] = [];
  const whole = new Transform({
    transform(piece: Buffer, _, done) {
      gathered.push(piece);
      done();
    },
    flush: (done) => done(null, Buffer.concat(gathered)),
  });
  pieces.on("error", (error) => whole.destroy(error));
  return pieces.pipe(whole);
}

// RFC 8058: mail programs offer the stop with one press. They post; nothing acts on GET.
function stopping({ stop }: Mail): Record<string, string> {
  return stop === null ? {} : { "List-Unsubscribe": `<${stop}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

function attached({ calendar }: Mail) {
  return calendar === null ? {} : { attachments: [{ filename: "appointment.ics", content: calendar, contentType: "text/calendar; charset=utf-8" }] };
}

/**
 * Only a 5xx to the recipient or to the mail itself means that this person is not reached by mail. A 4xx is greylisting or a full box;
 * everything else (no connection, wrong password, a sender that is not allowed) lies with us and is mended, not given up.
 */
export function refusal(error: unknown): Handed {
  const { responseCode = 0, command = "", code = "" } = error as { responseCode?: number; command?: string; code?: string };
  const aboutRecipient = command === "RCPT TO" || command === "DATA" || code === "EMESSAGE";
  return { outcome: responseCode >= 500 && aboutRecipient ? "never" : "later", because: reason(error) };
}
