import { type Bounces, type Dkim, mailRoute } from "./email.ts";
import type { Handed, MailRoute, Receipt, SmsRoute } from "./route.ts";
import { httpRoute, sendSms } from "./sms.ts";
import { smppRoute } from "./smpp.ts";
import { appointmentOf } from "./calendar.ts";
import { type House, type Outgoing, usualSender, write } from "./write.ts";

/** The ways out of the house. `email` is null and `sms` empty where nothing is set up: then messages wait. */
export type Routes = { email: MailRoute | null; sms: SmsRoute[]; close(): Promise<void> };

/** `dkim` signs mails in the name of a domain, where the mail server does not do so itself; `bounces` is where undelivered ones come back to. */
export type Setup = { smtpUrl: string | null; mailFrom: string | null; smppUrl: string | null; smsHttpUrl: string | null; smsSender?: string | null; dkim?: Dkim | null; bounces?: Bounces | null };

/** Opens the routes that are set up; SMPP goes first and the HTTP gateway stands in for it. `heard` keeps a delivery receipt. */
export function openRoutes(setup: Setup, heard: (receipt: Receipt) => Promise<void>): Routes {
  const email = setup.smtpUrl ? mailRoute(setup.smtpUrl, setup.mailFrom ?? `no-reply@${new URL(setup.smtpUrl).hostname}`, { dkim: setup.dkim ?? null, bounces: setup.bounces ?? null }) : null;
  const sender = setup.smsSender ?? usualSender;
  const sms = [
    ...(setup.smppUrl ? [smppRoute(setup.smppUrl, { sender, heard })] : []),
    ...(setup.smsHttpUrl ? [httpRoute(setup.smsHttpUrl, sender)] : []),
  ];
  return {
    email, sms,
    async close() {
      await Promise.all([email, ...sms].map((route) => route?.close()));
    },
  };
}

type Ready = Outgoing & { id: string; channel: string; recipient: string; queued_at: Temporal.Instant };

/** Writes a message and hands it to a route of its channel. Throws when it cannot be written. */
export async function send(routes: Routes, message: Ready, house: House): Promise<Handed> {
  const { language, subject, text, html, sms, stop } = write(message, house);
  if (message.channel === "sms") return sendSms(routes.sms, { id: message.id, to: message.recipient, text: sms });
  if (!routes.email) return { outcome: "later", because: "there is no route for e-mail" };
  const calendar = appointmentOf(message, language, house.portal);
  return routes.email.send({ id: message.id, to: message.recipient, subject, text, html, language: language.code, sender: house.authority.name, calendar, stop });
}
