import { hasFile } from "../../documents/storage.ts";
import { findAccrual } from "../../payments/accrual.ts";
import { wordOf } from "../../payments/gateway.ts";
import { presentPayment } from "../../payments/payment.ts";
import { deskOf } from "../../payments/poll.ts";
import { settle } from "../../payments/settle.ts";
import { isUnderWay, type PaymentState } from "../../payments/states.ts";
import { applicantPage, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { paid } from "./pay.tsx";

/**
 * Where the browser comes back to from the bank. What stands in its address is not believed: the bank is asked, once, and its answer
 * settles by the same verb as its notification. Anybody may come here at any time, any number of times.
 */
export const payReturn = applicantPage(portal.payReturn, {
  async get(visit) {
    const { l, app, application } = visit;
    const here = portal.pay.href({ lang: l.code });
    const desk = deskOf(app);
    let debt = await findAccrual(app.db, application.id);
    if (!debt || !desk) return redirect(here);
    let payment = await presentPayment(app.db, debt.accrual.id);
    if (payment && isUnderWay(payment.state as PaymentState) && payment.provider === desk.gateway.name) {
      const { id, provider_reference } = payment;
      const word = await wordOf(desk.gateway.query(id, provider_reference));
      payment = (await visit.act((act) => settle(act, id, word, "return"))).payment;
    }
    // Also where nothing was asked here: the bank's own word may have been written down since the debt was read.
    if (!debt.paid && payment) debt = (await findAccrual(app.db, application.id)) ?? debt;
    if (!debt.paid) return redirect(here);
    return paid(visit, debt, payment, await hasFile(app.db, application.id, "receipt"), l.t("payments.arrived-title"));
  },
});
