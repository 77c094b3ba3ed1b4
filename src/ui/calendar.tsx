import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";

export type CalendarDay = { free: number; href: string };
export type CalendarProps = {
  month: Temporal.PlainYearMonth;
  /** Days that may be chosen, by ISO date; the others are shown as closed. */
  days: Map<string, CalendarDay>;
  chosen?: Temporal.PlainDate | undefined;
  /** The last day of the law; marked. */
  deadline?: Temporal.PlainDate | undefined;
  /** Weeks that are over are left out. */
  today?: Temporal.PlainDate | undefined;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
};

const FEW = 5;

/** A month as a table of links, Monday first; works by keyboard and without JavaScript. */
export function Calendar({ month, days, chosen, deadline, today, previousHref, nextHref }: CalendarProps) {
  const l = useLanguage();
  const first = month.toPlainDate({ day: 1 });
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  const weeks = Math.ceil((first.dayOfWeek - 1 + month.daysInMonth) / 7);
  const over = today && Temporal.PlainYearMonth.compare(month, today.toPlainYearMonth()) === 0 ? Math.floor(monday.until(today).days / 7) : 0;
  const dates = (count: number, from: Temporal.PlainDate) => Array.from({ length: count }, (_, n) => from.add({ days: n }));

  function cell(date: Temporal.PlainDate) {
    if (date.month !== month.month) return <td class="day day--outside" />;
    const day = days.get(date.toString());
    const isLast = deadline?.equals(date) ?? false;
    const last = isLast ? <span class="visually-hidden">, {l.t("ui.last_day")}</span> : null;
    if (!day || day.free === 0) {
      return (
        <td class={isLast ? "day day--closed day--last" : "day day--closed"}>
          <span class="day__inner"><span class="day__number">{date.day}</span><span class="visually-hidden"> {l.t(day ? "ui.day_full" : "ui.day_closed")}</span>{last}</span>
        </td>
      );
    }
    const isChosen = chosen?.equals(date) ?? false;
    return (
      <td class={`day day--${isChosen ? "chosen" : "free"}${isLast ? " day--last" : ""}`}>
        <a class="day__inner" href={day.href} aria-current={isChosen ? "date" : undefined}>
          <span class="day__number" aria-hidden="true">{date.day}</span><span class="visually-hidden">{l.date(date)}, </span>
          <span class={day.free <= FEW ? "day__free day__free--few" : "day__free"}>{l.rich("ui.free_places_day", { n: day.free, w: (word) => <span class="day__word">{word}</span> })}</span>{last}
        </a>
      </td>
    );
  }

  return (
    <div class="calendar">
      <div class="calendar__head">
        <h2 id="calendar-month">{l.month(first)}</h2>
        <div class="calendar__turn">
          {previousHref ? <a href={previousHref} rel="prev"><Icon name="back" size={20} /><span class="visually-hidden">{l.t("ui.month_before")}</span></a> : null}
          {nextHref ? <a href={nextHref} rel="next"><Icon name="forward" size={20} /><span class="visually-hidden">{l.t("ui.month_after")}</span></a> : null}
        </div>
      </div>
      <table aria-labelledby="calendar-month">
        <thead><tr>{dates(7, monday).map((date) => <th scope="col">{l.weekday(date)}</th>)}</tr></thead>
        <tbody>{dates(weeks - over, monday).map((_, week) => <tr>{dates(7, monday.add({ days: (over + week) * 7 })).map(cell)}</tr>)}</tbody>
      </table>
      <p class="calendar__note calendar__note--narrow" aria-hidden="true">{l.t("ui.calendar_note")}</p>
      {deadline && Temporal.PlainYearMonth.compare(month, deadline.toPlainYearMonth()) === 0 ? (
        <p class="calendar__note"><span class="calendar__frame" aria-hidden="true" />{l.t("ui.calendar_last", { date: l.date(deadline) })}</p>
      ) : null}
    </div>
  );
}

export type Hour = { time: Temporal.PlainTime; href: string; free?: number };

/** The hours of one day as a list of links. */
export function DayHours({ date, hours, chosen, places }: { date: Temporal.PlainDate; hours: Hour[]; chosen?: Temporal.PlainTime | undefined; places?: number }) {
  const l = useLanguage();
  return (
    <section class="hours" aria-labelledby="hours-day">
      <h2 id="hours-day">{places === undefined ? l.date(date) : l.t("ui.day_places", { date: l.date(date), n: places })}</h2>
      <ul class="hours__list">
        {hours.map(({ time, href, free }) => {
          const isChosen = chosen?.equals(time) ?? false;
          return (
            <li>
              <a class={isChosen ? "hour hour--chosen" : "hour"} href={href} aria-current={isChosen ? "time" : undefined}>
                <span class="hour__time">{l.time(time)}</span>
                {free === undefined ? null : <span class="hour__free">{l.t("ui.free_places", { n: free })}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The chosen place, kept for a while: what it is, how long it is held, and the button that takes it. */
export function HeldPlace({ title, until, now, children }: { title: ComponentChildren; until?: Temporal.Instant; now?: Temporal.Instant; children: ComponentChildren }) {
  return (
    <div class="held">
      <div><p class="held__title">{title}</p>{until && now ? <p class="held__until"><Countdown until={until} now={now} /></p> : null}</div>
      {children}
    </div>
  );
}

/** How long something is still held, in words; with JavaScript the words follow the clock, minute by minute. */
export function Countdown({ until, now }: { until: Temporal.Instant; now: Temporal.Instant }) {
  const l = useLanguage();
  const seconds = Math.max(0, Math.round(until.since(now).total("seconds")));
  const minutes = Math.ceil(seconds / 60);
  const texts = Array.from({ length: Math.min(minutes, 60) }, (_, n) => l.t("ui.held_for", { n: n + 1 }));
  return (
    <span class="countdown" data-seconds={seconds} data-texts={JSON.stringify(texts)} data-over={l.t("ui.held_over")}>
      {seconds === 0 ? l.t("ui.held_over") : l.t("ui.held_for", { n: minutes })}
    </span>
  );
}
