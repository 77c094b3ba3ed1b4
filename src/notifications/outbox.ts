import { setTimeout as wait } from "node:timers/promises";
import { log } from "../platform/log.ts";
import { claimDue } from "./claim.ts";
import { type Attempt, type Delivery, hand, writeDown } from "./deliver.ts";
import { workThroughReceipts } from "./receipts.ts";
import { leaveSlowRoutes } from "./slow.ts";

/** How many messages of a channel one worker has in hand, and how often it looks when there was nothing, in milliseconds. */
const usual = { atOnce: 64, pause: 200 };

/**
 * Delivers what is due in the outbox until stopped: claims messages in handfuls, hands each to its route by itself, and writes down
 * together what ended meanwhile. Any number of workers may do so at once. `stop` lets what is in hand come to its end.
 *
 * Looking five times a second costs a fraction of what it costs every act to announce its message: a notification of the database makes
 * all that commit wait for one another.
 */
export function startOutbox(app: Delivery, { atOnce = usual.atOnce, pause = usual.pause }: Partial<typeof usual> = {}): { stop(): Promise<void> } {
  const ended = new AbortController();
  const { signal } = ended;
  const running = [channel(app, "email", atOnce, pause, signal), channel(app, "sms", atOnce, pause, signal), receipts(app, pause, signal), watchRoutes(app, signal)];
  return {
    async stop() {
      ended.abort();
      await Promise.all(running);
    },
  };
}

async function channel(app: Delivery, name: "email" | "sms", atOnce: number, pause: number, signal: AbortSignal): Promise<void> {
  const inHand = new Set<Promise<void>>();
  let ended: Attempt[] = [];
  let writing: Promise<void> | null = null;

  // While one commit is under way what ends gathers for the next. A database that is away is waited for: what was sent must not be forgotten.
  async function write(): Promise<void> {
    while (ended.length > 0) {
      const these = ended;
      ended = [];
      await writeDown(app, these).catch(async (error: Error) => {
        log.error({ err: error }, "what became of messages could not be written down; it is tried again");
        ended.push(...these);
        await wait(1000);
      });
    }
    writing = null;
  }

  while (!signal.aborted) {
    const claimed = await claimDue(app.db, name, app.clock.now(), atOnce - inHand.size).catch((error: Error) => {
      log.error({ err: error, channel: name }, "the outbox could not be read; it is tried again");
      return [];
    });
    for (const message of claimed) {
      const handing: Promise<void> = hand(app, message).then((attempt) => {
        ended.push(attempt);
        inHand.delete(handing);
        writing ??= write();
      });
      inHand.add(handing);
    }
    if (claimed.length === 0) await wait(pause, undefined, { signal }).catch(() => {});
    else while (inHand.size > atOnce / 2 && !signal.aborted) await Promise.race(inHand);
  }
  await Promise.all(inHand);
  await writing;
}

async function receipts(app: Delivery, pause: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const worked = await workThroughReceipts(app).catch((error: Error) => {
      log.error({ err: error }, "receipts could not be worked through; it is tried again");
      return 0;
    });
    if (worked < 100) await wait(pause, undefined, { signal }).catch(() => {});
  }
}

const watchEvery = 60_000;

async function watchRoutes(app: Delivery, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(watchEvery, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await leaveSlowRoutes(app, app.routes.sms).catch((error: Error) => log.error({ err: error }, "the SMS routes could not be judged; it is tried again"));
  }
}
