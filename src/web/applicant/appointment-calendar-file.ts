import { type Appointment, findAppointment } from "../../appointments/book.ts";
import { STEP_MINUTES } from "../../appointments/hours.ts";
import { ISTANBUL } from "../../platform/clock.ts";
import type { Language } from "../../platform/i18n.ts";
import { applicantPage, bytes, NotFound } from "../page.ts";
import { portal } from "../routes.ts";

/** The appointment as an iCalendar file (RFC 5545), for the calendar of a phone or computer. */
export const calendarFile = applicantPage(portal.calendarFile, {
  async get(visit) {
    const standing = await findAppointment(visit.app.db, visit.application.id);
    if (!standing) throw new NotFound();
    const text = calendarText(standing, visit.l, { now: visit.now, origin: visit.app.origins.portal });
    return bytes("text/calendar; charset=utf-8", text, "appointment.ics");
  },
});

/**
 * The text of the file: hours of Istanbul with its zone, an id that stays the same through every change, and a sequence that grows with
 * each, so that a calendar replaces the older entry. It names nobody.
 */
export function calendarText(standing: Appointment, l: Language, { now, origin }: { now: Temporal.Instant; origin: string }): string {
  const starts = standing.day.toPlainDateTime(standing.starts);
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sojourn//Appointments//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    // Türkiye has kept UTC+3 all year since 2016.
    "BEGIN:VTIMEZONE", `TZID:${ISTANBUL}`, "BEGIN:STANDARD", "DTSTART:20160907T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "TZNAME:+03", "END:STANDARD", "END:VTIMEZONE",
    "BEGIN:VEVENT",
    `UID:${standing.id}@${new URL(origin).hostname}`,
    `SEQUENCE:${standing.sequence}`,
    `DTSTAMP:${stamp(now.toZonedDateTimeISO("UTC").toPlainDateTime())}Z`,
    `DTSTART;TZID=${ISTANBUL}:${stamp(starts)}`,
    `DTEND;TZID=${ISTANBUL}:${stamp(starts.add({ minutes: standing.steps * STEP_MINUTES }))}`,
    `SUMMARY;LANGUAGE=${l.code}:${escaped(l.t("appointments.calendar-summary"))}`,
    `DESCRIPTION;LANGUAGE=${l.code}:${escaped(l.t("appointments.calendar-text"))}`,
    `LOCATION:${escaped([standing.officeName, standing.officeAddress].filter(Boolean).join(", "))}`,
    "STATUS:CONFIRMED", "TRANSP:OPAQUE", "CLASS:PRIVATE",
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", `DESCRIPTION:${escaped(l.t("appointments.calendar-summary"))}`, "END:VALARM",
    "END:VEVENT", "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

function stamp(at: Temporal.PlainDateTime): string {
  return at.toString({ smallestUnit: "second" }).replace(/[-:]/g, "");
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, "\\n");
}

// A line holds at most 75 octets; what follows continues after a line break and a space. A character is never cut.
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = "";
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n ");
}
