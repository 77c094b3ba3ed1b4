import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { sweepCopies } from "./acts/case-copy.ts";
import { drawPaper } from "./acts/draw-paper.ts";
import { endMandatesOver } from "./acts/end-mandate.ts";
import { expireDrafts } from "./acts/expire-drafts.ts";
import { sendReturnCode } from "./acts/return.ts";
import { remindOfAppointments, remindOfDeadlines } from "./appointments/remind.ts";
import { remindOfExpiry } from "./appointments/remind-expiry.ts";
import { type DrawSettings, runDraws } from "./appointments/run-draw.ts";
import { returnFreed, runOffers } from "./appointments/offer.ts";
import { generateSlots, releaseExpired } from "./appointments/slots.ts";
import { sweepCaptchas } from "./identity/captcha.ts";
import { sweepCodes } from "./identity/code.ts";
import { sweepLimits } from "./identity/limits.ts";
import { setCounters } from "./identity/offices.ts";
import { sweepPasskeys } from "./identity/passkey.ts";
import { sweepSessions } from "./identity/session.ts";
import { sweepMailbox } from "./notifications/ends/mailbox.ts";
import { startOutbox } from "./notifications/outbox.ts";
import type { Routes } from "./notifications/routes.ts";
import { closePayment, deskOf, giveBack, pollForgotten, pollPayment } from "./payments/poll.ts";
import { reconcileDue } from "./payments/reconcile.ts";
import { refundPayment } from "./payments/refund.ts";
import { type Act, type Actor, transact } from "./platform/act.ts";
import { freeForgotten, runJobs, type Tasks } from "./platform/jobs.ts";
import { log } from "./platform/log.ts";
import { law } from "./rules/tables.ts";
import { measureWaitingTimes } from "./supervision/waiting-times.ts";
import { makeCopy } from "./web/copy/make.ts";
import type { App } from "./web/page.ts";

const system: Actor = { kind: "system", id: null, name: "Sojourn" };
const paymentJob = z.object({ payment: z.string() });
const paperJob = z.object({ application: z.string(), kind: z.string() });
const copyJob = z.object({ application: z.string() });
const returnJob = z.object({ code: z.string(), other: z.boolean() });

/** Everything that happens because somebody did something: a job is a payload and a call of one verb. */
function tasks(app: App, { smsSender }: Settings): Tasks {
  const { db, clock, secret, gateway } = app;
  const act = <T>(fn: (act: Act) => Promise<T>) => transact(db, clock, system, fn);
  return {
    "return-code": async (payload) => act((it) => sendReturnCode(it, secret, returnJob.parse(payload))),
    "draw-paper": async (payload) => drawPaper(app, paperJob.parse(payload)),
    "make-copy": async (payload) => makeCopy({ ...app, smsSender }, copyJob.parse(payload).application),
    "poll-payment": async (payload) => void (gateway && (await pollPayment({ db, clock, gateway }, paymentJob.parse(payload).payment))),
    "close-payment": async (payload) => void (gateway && (await closePayment({ db, clock, gateway }, paymentJob.parse(payload).payment))),
    "refund-payment": async (payload) => void (gateway && (await refundPayment({ db, clock, gateway }, z.object({ refund: z.string() }).parse(payload).refund))),
    "give-back-payment": async (payload) => void (gateway && (await giveBack({ db, clock, gateway }, paymentJob.parse(payload).payment))),
  };
}

type Chime = { every: Temporal.DurationLike; run: (app: App, settings: Settings) => Promise<unknown> };
type Settings = { draw: DrawSettings; smsSender?: string | undefined };
const inAct = (fn: (act: Act) => Promise<unknown>) => (app: App) => transact(app.db, app.clock, system, fn);

/** Everything that happens by itself, and how often it is looked at. Each is safe to run twice, and on several workers at once. */
const clocks: Record<string, Chime> = {
  "holds end": { every: { seconds: 20 }, run: inAct((act) => releaseExpired(act)) },
  "freed places return": { every: { seconds: 30 }, run: inAct((act) => returnFreed(act)) },
  "places are offered": { every: { seconds: 30 }, run: (app) => runOffers(app.db, app.clock, app.origins.portal) },
  draws: { every: { seconds: 10 }, run: (app, { draw }) => runDraws(app.db, app.clock, draw) },
  // Before places are opened for another day by them.
  "counters follow the law": { every: { minutes: 30 }, run: inAct((act) => setCounters(act.tx, law().counters, act.today)) },
  "places are opened": { every: { hours: 1 }, run: inAct((act) => generateSlots(act, { from: act.today })) },
  "deadlines near": { every: { minutes: 10 }, run: (app) => remindOfDeadlines(app.db, app.clock) },
  "appointments near": { every: { minutes: 10 }, run: (app) => remindOfAppointments(app.db, app.clock) },
  "permits end": { every: { minutes: 30 }, run: inAct((act) => remindOfExpiry(act)) },
  "drafts expire": { every: { hours: 1 }, run: inAct((act) => expireDrafts(act)) },
  "mandates end": { every: { minutes: 30 }, run: inAct((act) => endMandatesOver(act)) },
  "payments forgotten": { every: { minutes: 10 }, run: inAct((act) => pollForgotten(act)) },
  "books are compared": { every: { hours: 1 }, run: async (app) => { const desk = deskOf(app); if (desk) await reconcileDue(desk); } },
  "jobs of the killed": { every: { minutes: 1 }, run: (app) => freeForgotten(app.db) },
  "codes end": { every: { hours: 1 }, run: inAct((act) => sweepCodes(act)) },
  "limits end": { every: { minutes: 10 }, run: (app) => sweepLimits(app.db, app.clock.now()) },
  "sessions are forgotten": { every: { hours: 1 }, run: (app) => sweepSessions(app.db, app.clock.now()) },
  "passkey links end": { every: { hours: 1 }, run: (app) => sweepPasskeys(app.db, app.clock.now()) },
  "copies end": { every: { hours: 1 }, run: (app) => sweepCopies(app.db, app.clock.now()) },
  "captchas end": { every: { minutes: 10 }, run: (app) => sweepCaptchas(app.db, app.clock.now()) },
  "waiting times are measured": { every: { hours: 1 }, run: inAct((act) => measureWaitingTimes(act)) },
  "mailbox is swept": { every: { hours: 1 }, run: (app) => (app.demonstration ? sweepMailbox(app) : Promise.resolve()) },
};

/** Runs the jobs and the clocks until stopped. */
export async function startWorker(app: App, url: string, routes: Routes, settings: Settings): Promise<{ stop(): Promise<void> }> {
  const jobs = await runJobs(url, tasks(app, settings), { concurrency: 4 });
  const outbox = startOutbox({ ...app, routes, smsSender: settings.smsSender });
  const ended = new AbortController();
  const running = Object.entries(clocks).map(([name, chime]) => keepTime(name, chime, app, settings, ended.signal));
  return {
    async stop() {
      ended.abort();
      await Promise.all([jobs.stop(), outbox.stop(), ...running]);
      await routes.close();
    },
  };
}

async function keepTime(name: string, { every, run }: Chime, app: App, settings: Settings, signal: AbortSignal): Promise<void> {
  const pause = Temporal.Duration.from(every).total("milliseconds");
  while (!signal.aborted) {
    await run(app, settings).catch((error: { code?: string; message?: string }) => log.error({ clock: name, code: error.code, err: error.message }, "a clock failed; it runs again"));
    await wait(pause, undefined, { signal }).catch(() => {});
  }
}
