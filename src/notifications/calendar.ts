import type { Language } from "../platform/i18n.ts";
import { instantOf } from "../platform/clock.ts";
import type { Outgoing } from "./write.ts";

// Half an hour in the calendar: how long a visit really takes nobody can say beforehand.
const minutes = 30;
const placed = new Set(["appointment-given", "appointment-drawn", "appointment-changed", "appointment-reminder"]);
const gone = new Set(["appointment-cancelled", "appointment-taken-back", "drawn-date-taken-back"]);

/**
 * The calendar entry (RFC 5545) that goes with a notice about an appointment, null with any other. One application has one entry: a later
 * message replaces it, and the notice that the appointment is gone takes it out.
 */
export function appointmentOf(message: Outgoing & { queued_at: Temporal.Instant }, l: Language, portal: string): string | null {
  const cancelled = gone.has(message.notice);
  if (!cancelled && !placed.has(message.notice)) return null;
  const { day, time, office, number } = message.values as Record<string, string>;
  if (!day || !time || !office || !number) return null;
  const starts = instantOf(Temporal.PlainDate.from(day), Temporal.PlainTime.from(time));
  return [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sojourn//Appointments//EN", `METHOD:${cancelled ? "CANCEL" : "PUBLISH"}`,
    "BEGIN:VEVENT",
    `UID:${number}@${new URL(portal).hostname}`,
    // Seconds since 2026: grows with each message and stays within 32 bits for a lifetime.
    `SEQUENCE:${Math.max(0, Math.floor(message.queued_at.epochMilliseconds / 1000) - 1_767_225_600)}`,
    `DTSTAMP:${utc(message.queued_at)}`,
    `DTSTART:${utc(starts)}`,
    `DTEND:${utc(starts.add({ minutes }))}`,
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
    `SUMMARY:${escaped(l.t("notices.calendar-summary"))}`,
    `LOCATION:${escaped(office)}`,
    `DESCRIPTION:${escaped(l.t("notices.calendar-description", { number }))}`,
    ...(cancelled ? [] : ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(l.t("notices.calendar-summary"))}`, "TRIGGER:-P1D", "END:VALARM"]),
    "END:VEVENT", "END:VCALENDAR",
  ].map(folded).join("\r\n") + "\r\n";
}

function utc(instant: Temporal.Instant): string {
  return instant.round("second").toString().replace(/[-:]/g, "");
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

// A line is at most 75 octets; the rest goes on the next one, after a space, never within a letter.
function folded(line: string): string {
  const lines: string[] = [];
  let current = "";
  for (const letter of line) {
    if (Buffer.byteLength(current + letter) > 74) {
      lines.push(current);
      current = "";
    }
    current += letter;
  }
  return [...lines, current].join("\r\n ");
}
