import { type Clock, dateOf } from "../platform/clock.ts";
import { log } from "../platform/log.ts";
import { parseCentralBankRates } from "../rules/exchange-rates.ts";
import type { PublicValue } from "./record.ts";

/** After so many days without a list a batch is drawn without one: people must not wait for a file that does not come. The record says so. */
const WAIT_DAYS = 5;
const ANSWER_SECONDS = 20;

/**
 * The value for the lottery that nobody knew when a list was closed: the dollar's rate in the first list of the central bank that is dated
 * after the closing, asked for at `url` (its daily XML). null while there is none: the batch waits and is looked at again.
 */
export function rateOfFollowingDay(url: string, clock: Clock): (closedAt: Temporal.Instant) => Promise<PublicValue | null> {
  return async (closedAt) => {
    const closedOn = dateOf(closedAt);
    const today = dateOf(clock.now());
    if (Temporal.PlainDate.compare(today, closedOn) > 0) {
      const list = await listAt(url);
      if (list !== null && Temporal.PlainDate.compare(list.date, closedOn) > 0) {
        return { source: `Central Bank of the Republic of Türkiye, list of ${list.date}, USD banknote selling`, value: list.rate };
      }
    }
    if (Temporal.PlainDate.compare(today, closedOn.add({ days: WAIT_DAYS })) >= 0) return { source: `none: no list of rates within ${WAIT_DAYS} days`, value: "" };
    return null;
  };
}

async function listAt(url: string): Promise<{ date: Temporal.PlainDate; rate: string } | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_SECONDS * 1000) });
    return answer.ok ? parseCentralBankRates(await answer.text()) : null;
  } catch (error) {
    log.warn({ err: (error as Error).message }, "the list of exchange rates for the draw could not be read");
    return null;
  }
}
