import { randomBytes } from "node:crypto";

/** A UUIDv7 of an instant: rows sort by the time they were made. */
export function v7(at: Temporal.Instant): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at.epochMilliseconds, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether something is an id of ours: what is none is refused by the database, so it is asked before. */
export const isId = (id: unknown): id is string => typeof id === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
