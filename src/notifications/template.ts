import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { Database } from "../platform/database.ts";
import { isCode, texts } from "../platform/i18n.ts";
import type { DB } from "../platform/schema.ts";

export type Wording = Selectable<DB["message_wording"]>;

const parts = ["subject", "text", "sms"] as const;
const known = new Map<string, string>();
const kept = new WeakMap<Database, Set<string>>();

function wordsOf(notice: string, language: string): Record<(typeof parts)[number], string> {
  const all = texts(isCode(language) ? language : "en");
  const [subject = "", text = "", sms = ""] = parts.map((part) => all.get(`notices.${notice}.${part}`));
  return { subject, text, sms };
}

/** The version of a notice's wording in a language: a digest of its texts, which changes whenever one of them does. Kept with each message sent. */
export function templateOf(notice: string, language: string): string {
  const name = `${notice} ${language}`;
  const version = known.get(name);
  if (version !== undefined) return version;
  const { subject, text, sms } = wordsOf(notice, language);
  const made = createHash("sha256").update([subject, text, sms].join("\0")).digest("hex").slice(0, 10);
  known.set(name, made);
  return made;
}

/** Keeps the wordings of messages that are being sent, each the first time it is used. */
export async function keepWordings(db: Database, now: Temporal.Instant, messages: readonly { notice: string; language: string }[]): Promise<void> {
  const here = kept.get(db) ?? new Set<string>();
  kept.set(db, here);
  const fresh = new Map(messages.map(({ notice, language }) => [`${notice} ${language}`, { notice, language }] as const).filter(([name]) => !here.has(name)));
  if (fresh.size === 0) return;
  await db.insertInto("message_wording")
    .values([...fresh.values()].map(({ notice, language }) => ({ notice, language, version: templateOf(notice, language), ...wordsOf(notice, language), first_used_at: now })))
    .onConflict((it) => it.doNothing()).execute();
  for (const name of fresh.keys()) here.add(name);
}

/** The wordings of a notice that were ever sent in a language, latest first, with their places for values. */
export async function wordingsOf(db: Database, notice: string, language: string): Promise<Wording[]> {
  return db.selectFrom("message_wording").selectAll().where("notice", "=", notice).where("language", "=", language).orderBy("first_used_at", "desc").execute();
}
