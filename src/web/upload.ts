import type { FastifyReply, FastifyRequest } from "fastify";
import { type RawForm, withoutUnseen } from "../platform/form.ts";
import type { Upload } from "./page.ts";

/** What a form with a file may hold. */
export const uploadLimits = { fileSize: 25 * 1024 * 1024, files: 1, fields: 20, fieldSize: 64 * 1024 };

// Each upload is held in memory until its page has answered: eight of the largest, or thousands as scripts cut them on the device. Counted
// by number, eight at once turned away half of 50 people who sent their photos together.
const mostBytes = 8 * uploadLimits.fileSize;
// A press that was broken off may still be on its way when the next arrives.
const mostOfOne = 2;
const underWay: { whose: string; bytes: number }[] = [];

/**
 * Does something with an upload of `whose` and holds room for it meanwhile, as much as it says it has, or as the largest has; null where this
 * process has no more room, or this person too many under way.
 */
export async function holdingUpload<T>(whose: string, length: string | undefined, fn: () => Promise<T>): Promise<T | null> {
  const mine = { whose, bytes: Math.min(Number(length) || uploadLimits.fileSize, uploadLimits.fileSize) };
  const held = underWay.reduce((sum, { bytes }) => sum + bytes, 0);
  if (held + mine.bytes > mostBytes || underWay.filter((one) => one.whose === whose).length >= mostOfOne) return null;
  underWay.push(mine);
  try {
    return await fn();
  } finally {
    underWay.splice(underWay.indexOf(mine), 1);
  }
}

// The largest photo at 200 kB a second. Pages with scripts shrink it beforehand; who trickles one would hold the place of others.
const slowest = 125_000;

/** The fields and the file of a form. Throws with 408 what takes longer than `milliseconds`, and with the sender's fault what cannot be read. */
export async function readUpload(request: FastifyRequest, reply: FastifyReply, milliseconds = slowest): Promise<{ form: RawForm; file: Upload | null }> {
  const late = Promise.withResolvers<never>();
  const clock = setTimeout(() => {
    // What still comes is thrown away, and the connection ends with the answer.
    request.raw.unpipe();
    request.raw.resume();
    reply.header("connection", "close");
    late.reject(Object.assign(new Error("an upload took too long"), { statusCode: 408 }));
  }, milliseconds);
  try {
    return await Promise.race([readParts(request), late.promise]);
  } catch (error) {
    // What breaks off or is no form at all is the sender's fault, which the reader of forms does not say itself.
    throw Object.assign(error as Error, { statusCode: (error as { statusCode?: number }).statusCode ?? 400 });
  } finally {
    clearTimeout(clock);
  }
}

async function readParts(request: FastifyRequest): Promise<{ form: RawForm; file: Upload | null }> {
  const form: RawForm = Object.create(null);
  let file: Upload | null = null;
  for await (const part of request.parts()) {
    if (part.type === "file") {
      const content = await part.toBuffer();
      if (content.length > 0) file = { name: part.filename, type: part.mimetype, bytes: content };
    } else form[part.fieldname] = String(part.value);
  }
  return { form: withoutUnseen(form), file };
}
