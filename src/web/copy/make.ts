import { type Copy, findCopy, keepCopy } from "../../acts/case-copy.ts";
import { type KeptMessage, readCopyData, readKeptFiles } from "../../acts/copy-data.ts";
import { findApplication } from "../../applications/application.ts";
import { whatHappened } from "../../appointments/happened.ts";
import { packCopy } from "../../documents/copy-file.ts";
import { faultIn, isNotice } from "../../notifications/notices.ts";
import { templateOf } from "../../notifications/template.ts";
import { type House, write } from "../../notifications/write.ts";
import { type Actor, transact } from "../../platform/act.ts";
import { isCode, language } from "../../platform/i18n.ts";
import { newest } from "../../platform/secret.ts";
import type { App } from "../page.ts";
import { readable } from "./readable.tsx";

const system: Actor = { kind: "system", id: null, name: "Sojourn" };

export type Maker = Pick<App, "db" | "clock" | "secret" | "origins" | "authority"> & { smsSender?: string | undefined };

/**
 * Makes the copy of a case that was asked for: the job `make-copy`. In it stand a page to read offline, the same as data, the photo and every
 * paper, and the signed list of them. Running it again, or where nothing was asked for, does nothing.
 */
export async function makeCopy(maker: Maker, applicationId: string): Promise<void> {
  const { db, clock, secret, authority } = maker;
  const now = clock.now();
  const asked = await findCopy(db, applicationId, now);
  const application = await findApplication(db, applicationId);
  if (!asked || asked.made_at !== null || !application) return;
  const data = await readCopyData(db, application);
  const messages = data.messages.map((message) => ({ ...message, ...wordsOf(message, applicationId, maker) }));
  const files = await readKeptFiles(db, applicationId);
  const happened = await whatHappened(db, applicationId);
  const page = readable(languageOf(asked), { application, data: { ...data, messages }, files, happened, authority, made: now });
  const listed = files.map(({ name, kind, type, digest, made_at, replaced_at }) => ({ name, kind, type, digest, made_at, replaced_at }));
  const packed = packCopy(newest(secret), { number: application.registration_number ?? application.number, made: now, authority: authority.name }, [
    { name: "index.html", bytes: Buffer.from(page) },
    { name: "case.json", bytes: Buffer.from(JSON.stringify({ format: "sojourn-case-1", made: now, authority, money: "kuruş of TRY, cents of USD", ...data, messages, files: listed }, null, 2)) },
    ...files.map(({ name, bytes }) => ({ name, bytes })),
  ]);
  await transact(db, clock, system, (act) => keepCopy(act, application, asked.asked_at, packed));
}

const languageOf = ({ language: code }: Copy) => language(isCode(code) ? code : "en");

/**
 * A message as its reader had it. A code is never in it: one that is still on its way to another contact would prove that contact. Of a wording
 * that has changed since, only its version is known here.
 */
function wordsOf(message: KeptMessage, application: string, { origins, secret, authority, smsSender }: Maker): { subject: string | null; text: string | null; values?: object } {
  const { notice, language: code, template, channel } = message;
  if (notice === "code") return { subject: null, text: null, values: {} };
  const asNow = isNotice(notice) && (template ?? templateOf(notice, code)) === templateOf(notice, code);
  if (!asNow || faultIn(notice, message.values as Record<string, unknown>)) return { subject: null, text: null };
  const written = write({ ...message, application_id: application }, { portal: origins.portal, secret, authority, smsSender } satisfies House);
  return channel === "sms" ? { subject: null, text: written.sms } : { subject: written.subject, text: written.text };
}
