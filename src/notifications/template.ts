import { createHash } from "node:crypto";
import { isCode, texts } from "../platform/i18n.ts";

const known = new Map<string, string>();

/** The version of a notice's wording in a language: a digest of its texts, which changes whenever one of them does. Kept with each message sent. */
export function templateOf(notice: string, language: string): string {
  const name = `${notice} ${language}`;
  const version = known.get(name);
  if (version !== undefined) return version;
  const all = texts(isCode(language) ? language : "en");
  const made = createHash("sha256").update(["subject", "text", "sms"].map((part) => all.get(`notices.${notice}.${part}`) ?? "").join("\0")).digest("hex").slice(0, 10);
  known.set(name, made);
  return made;
}
