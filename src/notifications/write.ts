import { isCode, type Language, language } from "../platform/i18n.ts";
import type { Secret } from "../platform/secret.ts";
import { findProvince } from "../rules/provinces.ts";
import { letterHtml } from "./letter.tsx";
import { faultIn, isNotice, type Kind, type Notice, notices } from "./notices.ts";
import { signOf } from "./sign.ts";
import { isOptional, isReminder, stopToken } from "./stop.ts";

/** A message of the outbox, as far as its words need it. */
export type Outgoing = { application_id: string | null; notice: string; language: string; role: string; values: unknown };

/** Who writes: the origin of the portal ("https://…"), the secret of the recognition sign, the authority with its telephone, and its short name in an SMS. */
export type House = { portal: string; secret: Secret; authority: { name: string; phone: string }; smsSender?: string | undefined };

/** What an SMS shows as its sender where nothing else is set: at most eleven letters of the plain alphabet. */
export const usualSender = "Sojourn";

/** `stop` is the address by which its reader stops reminders; null where a notice is obligatory. */
export type Written = { language: Language; subject: string; text: string; html: string; sms: string; stop: string | null };

/**
 * Puts a message into words in its language: subject, plain text and HTML of the mail, and the text of the SMS.
 * The link only opens the portal: mail scanners follow links, and nothing acts on GET. An SMS carries none, so that whoever gets one with a
 * link knows that it is not ours; but where it may be stopped it ends with the short address for that.
 */
export function write(message: Outgoing, house: House): Written {
  if (!isNotice(message.notice)) throw new Error(`there is no notice ${message.notice}`);
  const notice = message.notice;
  const l = language(isCode(message.language) ? message.language : "en");
  const values = message.values as Record<string, unknown>;
  const fault = faultIn(notice, values);
  if (fault) throw new Error(fault);
  // A code is asked for on the page that waits for it; it needs no sign, and the shorter it is the sooner it is found.
  const sign = message.application_id && notice !== "code" ? signOf(house.secret, message.application_id) : null;
  const sender = house.smsSender ?? usualSender;
  const subject = worded(l, notice, "subject", values);
  const paragraphs = worded(l, notice, "text", values).split("\n\n");
  const link = { href: `${house.portal}/${l.code}`, label: l.t("notices.footer-link") };
  const footer = footerOf(l, message, house, values, sign);
  const stop = stopOf(l, message, house, values);
  const text = [...paragraphs, `${link.label}:\n${link.href}`, "-- ", ...footer, ...(stop && !paragraphs.some((one) => one.includes(stop.href)) ? [`${stop.label}:\n${stop.href}`] : [])].join("\n\n");
  const html = letterHtml(l, { subject, sender: house.authority.name, paragraphs, footer, link, stop });
  // A phone takes the direction of an SMS from its first letter, and passes over what is isolated.
  const head = sign ? `${isolated(l, sender)} ${isolated(l, sign)}: ` : `${isolated(l, sender)}: `;
  const end = stop ? ` ${l.t("notices.sms-stop")} ${house.portal}/s/${stop.token}` : "";
  return { language: l, subject, text, html, sms: head + worded(l, notice, "sms", values) + end, stop: stop?.href ?? null };
}

/** By which address, in full and in short, the reader stops such messages; null where the notice is obligatory. */
function stopOf(l: Language, { notice, application_id: application }: Outgoing, { portal, secret }: House, values: Record<string, unknown>) {
  if (!application || !isOptional(notice)) return null;
  if (isReminder(notice)) {
    const token = stopToken(secret, application);
    return { token, href: `${portal}/${l.code}/reminders/${token}`, label: l.t("notices.footer-stop") };
  }
  const href = String(values["stop"]);
  return { token: href.slice(href.lastIndexOf("/") + 1), href, label: l.t("notices.footer-stop-offers") };
}

function footerOf(l: Language, message: Outgoing, { authority }: House, values: Record<string, unknown>, sign: string | null): string[] {
  const footer: string[] = [];
  if (typeof values["person"] === "string") footer.push(l.t("notices.footer-person", { person: values["person"] }));
  if (typeof values["number"] === "string") footer.push(l.t("notices.footer-number", { number: values["number"] }));
  if (sign) footer.push(l.t("notices.footer-sign", { sign }));
  if (typeof values["by"] === "string" && message.role !== "representative") footer.push(l.t("notices.footer-by", { by: values["by"] }));
  if (message.role === "representative") footer.push(l.t("notices.footer-representative"));
  if (message.role === "former-contact") footer.push(l.t("notices.footer-former"));
  footer.push(l.t("notices.footer-warning"), l.t("notices.footer-contact", authority));
  return footer;
}

export type Part = "subject" | "text" | "sms";

/** The values of a notice in words, by the placeholders of its texts. A list of documents has a line each in the letter, and commas elsewhere. */
export function valuesInWords(l: Language, notice: Notice, part: Part, values: Record<string, unknown>): { words: Record<string, string | number>; lines: string | null } {
  const words: Record<string, string | number> = {};
  const kinds: Record<string, Kind> = notices[notice].takes;
  if (typeof values["number"] === "string") words["number"] = values["number"];
  let lines: string | null = null;
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind.endsWith("?")) words[`${name}Known`] = values[name] === undefined ? 0 : 1;
    if (values[name] === undefined) continue;
    const word = inWords(l, kind, values[name] as string | number);
    if (Array.isArray(word)) {
      words[name] = part === "text" ? (lines = word.map((item) => `– ${item}`).join("\n")) : l.list(word);
    } else words[name] = word;
  }
  return { words, lines };
}

/** One text of a notice with its values. */
function worded(l: Language, notice: Notice, part: Part, values: Record<string, unknown>): string {
  const { words, lines } = valuesInWords(l, notice, part, values);
  const text = l.t(`notices.${notice}.${part}`, words);
  // An isolate does not reach over the end of a line, and a list of lines of its own needs none.
  return lines === null ? text : text.replace(`\u2068${lines}\u2069`, lines);
}

function inWords(l: Language, kind: Kind, value: string | number): string | number | string[] {
  switch (kind) {
    case "date":
    case "date?": return l.day(Temporal.PlainDate.from(String(value)));
    case "weekday": return l.date(Temporal.PlainDate.from(String(value)));
    case "time": return l.time(Temporal.PlainTime.from(String(value)));
    case "money": return l.money(Number(value), "TRY");
    case "province": return findProvince(String(value))?.name ?? value;
    case "documents": return String(value).split(/[\s,]+/).filter(Boolean).map((code) => nameOfDocument(l, code));
    default: return value;
  }
}

function nameOfDocument(l: Language, code: string): string {
  const key = `documents.${code}`;
  return l.has(key) ? l.t(key) : code;
}

function isolated(l: Language, text: string): string {
  return l.dir === "rtl" ? `\u2068${text}\u2069` : text;
}
