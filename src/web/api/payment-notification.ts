import { log } from "../../platform/log.ts";
import { hearNotification, type Verdict } from "../../payments/notification.ts";
import { deskOf } from "../../payments/poll.ts";
import { answerJson, NotFound, publicPage } from "../page.ts";
import { portal } from "../routes.ts";

// 2xx ends a provider's repetitions. What is not proven to be the provider's is 401, whatever is wrong with the proof.
const status: Record<Verdict, number> = { taken: 200, "wrong-signature": 401, "too-old": 401, replayed: 409, garbage: 400, "unknown-payment": 404, "not-about-payments": 200 };

/** Where the bank tells how a payment ended. It is not the only way to learn it: what gets lost here is asked for. */
export const paymentNotification = publicPage(portal.paymentNotification, {
  machine: true,
  async post(visit) {
    const desk = deskOf(visit.app);
    if (!desk) throw new NotFound();
    const verdict = await hearNotification(desk, visit.header, visit.rawBody);
    if (verdict === "taken" || verdict === "not-about-payments") return answerJson({ heard: true });
    log.warn({ verdict }, "a payment notification was refused");
    return answerJson({ type: "about:blank", title: verdict, status: status[verdict] }, status[verdict], "application/problem+json");
  },
});
