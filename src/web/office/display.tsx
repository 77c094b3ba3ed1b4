import { lastCalls, waitingTickets } from "../../appointments/tickets.ts";
import { html, NotFound, publicPage } from "../page.ts";
import { office } from "../routes.ts";

const SHOWN = 6;
const LOOK_SECONDS = 3;

/**
 * The screen in the waiting room: which number goes to which counter. It needs no sign-in, because a screen has nobody to sign in, and it
 * shows nothing but numbers. The newest call is read out by a screen reader.
 */
export const display = publicPage(office.display, {
  async get(visit) {
    const { l, app, today, parameters } = visit;
    const code = parameters.code ?? "";
    const found = await app.db.selectFrom("office").select("name").where("code", "=", code).executeTakeFirst();
    if (!found) throw new NotFound();
    const [calls, waiting] = await Promise.all([lastCalls(app.db, code, today, SHOWN), waitingTickets(app.db, code, today)]);
    const title = l.t("appointments.display-title");
    return html(title, (
      <div class="calls" id="calls" data-live={LOOK_SECONDS}>
        <h1 class="calls__office"><bdi>{found.name}</bdi></h1>
        {calls.length === 0 ? <p class="calls__none">{l.t("appointments.display-none")}</p> : (
          <ol class="calls__list" aria-live="polite" aria-label={title}>
            {calls.map((call, n) => (
              <li class={n === 0 ? "call call--now" : "call"}>
                <span class="call__words">{l.t("appointments.display-number")}</span> <strong class="call__number"><bdi>{call.number}</bdi></strong>{" "}
                <span class="call__words">{l.t("appointments.display-counter")}</span> <strong class="call__counter"><bdi>{call.counter}</bdi></strong>
              </li>
            ))}
          </ol>
        )}
        <p class="calls__waiting">{l.t("appointments.display-waiting", { n: waiting.length })} · <bdi>{l.instant(visit.now)}</bdi></p>
      </div>
    ));
  },
});
