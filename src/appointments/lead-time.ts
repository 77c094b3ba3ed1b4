import { deadlineDay, type Places, type Request } from "./draw.ts";

type Asking = Pick<Request, "deadline" | "steps" | "together">;

/**
 * The free places of one office that a draw may give, in the order of their hours: those from day `from` on, and before it only so many as
 * legal deadlines force. Each deadline inside the horizon is met as late as it can be; what that uses before `from` is the least that any
 * way of meeting as many deadlines uses. Who has no such deadline is therefore never drawn onto a day so near.
 */
export function withLeadTime(places: readonly Places[], requests: readonly Asking[], from: string): Places[] {
  const last = places.at(-1)?.day ?? "";
  const asked = new Map<string, number>();
  let bundle = "";
  for (const { deadline, steps, together } of requests) {
    const day = deadline === null ? null : deadlineDay(deadline);
    if (day === null || (day > last && day >= from)) continue;
    asked.set(day, (asked.get(day) ?? 0) + steps);
    if ((steps > 1 || together !== null) && day < from && day > bundle) bundle = day;
  }
  const deadlines = [...asked.keys()].sort().reverse();
  const forced = new Map<Places, number>();
  let [waiting, next] = [0, 0];
  for (const place of [...places].reverse()) {
    for (; next < deadlines.length && deadlines[next]! >= place.day; next += 1) waiting += asked.get(deadlines[next]!)!;
    const used = Math.min(place.free, waiting);
    waiting -= used;
    if (used > 0) forced.set(place, used);
  }
  // Groups and longer services need hours that follow each other, so a day on which one of them must come stays whole.
  const whole = new Set([...forced.keys()].map(({ day }) => day).filter((day) => day <= bundle));
  return places.flatMap((place) => {
    if (place.day >= from || whole.has(place.day)) return [place];
    const free = forced.get(place);
    return free === undefined ? [] : [{ ...place, free }];
  });
}
