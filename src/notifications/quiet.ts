import { ISTANBUL } from "../platform/clock.ts";
import { isNotice, notices } from "./notices.ts";

const quietFrom = 21;
const quietTo = 9;

/** When a notice that may wait should go out, if it came up at night in Istanbul; null where it may go now. */
export function quietUntil(notice: string, now: Temporal.Instant): Temporal.Instant | null {
  if (!isNotice(notice) || notices[notice].obligatory) return null;
  const here = now.toZonedDateTimeISO(ISTANBUL);
  if (here.hour >= quietTo && here.hour < quietFrom) return null;
  const day = here.hour < quietTo ? here : here.add({ days: 1 });
  return day.withPlainTime({ hour: quietTo }).toInstant();
}
