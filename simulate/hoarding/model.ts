import { draw, type Request } from "../../src/appointments/draw.ts";
import { placeLimits } from "../../src/appointments/limits.ts";
import { OFFERS_A_DAY } from "../../src/appointments/offer.ts";
import { returnMoment } from "../../src/appointments/place.ts";

/** (a) first come first served, as common schedulers do it; (b) this program where people choose; (c) this program's draw. */
export type Mode = "first-come" | "choosing" | "draw";

/** One office for some months. Days are days of work, counted from 0; times are seconds of a day. */
export type Assumptions = {
  days: number; warmUp: number;
  /** Places a day, how many days ahead they are opened, and honest people who arrive a day. */
  places: number; ahead: number; arrivals: number;
  /** Days until an honest person's legal deadline: from, to. */
  deadline: readonly [number, number];
  /** How often an honest person looks on a day. */
  looks: number;
  /** After so many days without a place a person may turn to a reseller, with this chance. */
  patience: number; buys: number;
  /** Places the resellers hold at most where any name will do, and real people with real cases whom they pay where it will not. */
  stock: number; fronts: number;
  /** Part of their unsold places that resellers give up in time for somebody else. */
  givenUp: number;
  /** Part of the honest people who ask to be told of a freed place. */
  onList: number;
};

export const assumptions: Assumptions = {
  days: 120, warmUp: 30, places: 40, ahead: 20, arrivals: 40, deadline: [8, 40], looks: 3, patience: 3, buys: 0.8, stock: 800, givenUp: 0.2, fronts: 60, onList: 0.7,
};

/** What came of it. Shares are of all places that were used or kept after the warm-up. */
export type Outcome = {
  /** Places that passed through a reseller's hands to a buyer. */
  soldFromStock: number;
  /** Places that a reseller's program took for a paying person in that person's own name. */
  soldAsSpeed: number;
  /** Places that nobody came to, because resellers kept them. */
  wasted: number;
  /** Days that honest people who paid nobody waited for their appointment: the middle one, and the one in twenty. */
  middleWait: number; longWait: number;
  /** Part of the honest people who had no appointment before their deadline. */
  missed: number;
};

type Person = { id: number; arrived: number; deadline: number; place: number | null; client: boolean; bought: boolean; listed: boolean; given: number | null };

const SECONDS = 86_400;
const OPENING = 8 * 3600;
const T0 = Temporal.Instant.fromEpochMilliseconds(0);

/** Runs the model once. The same numbers give the same outcome. */
export function simulate(mode: Mode, next: () => number, a: Assumptions = assumptions): Outcome {
  const below = (n: number) => Math.floor(next() * n);
  const free = new Map<number, number>();
  const people: Person[] = [];
  let waiting: Person[] = [];
  const stock: number[] = [];
  const fronts = Array.from({ length: a.fronts }, () => ({ place: null as number | null, gaveUp: 0, waitsUntil: 0, waited: 0 }));
  const tally = { used: 0, stock: 0, speed: 0, wasted: 0 };
  const counts = (day: number) => day >= a.warmUp && day < a.days;
  const take = (day: number) => free.set(day, free.get(day)! - 1);
  const give = (day: number) => free.set(day, (free.get(day) ?? 0) + 1);
  const earliest = (after: number, until: number) => [...free].filter(([day, n]) => n > 0 && day > after && day <= until).map(([day]) => day).sort((one, other) => one - other)[0];

  function settle(person: Person, place: number, today: number, how: "self" | "stock" | "speed") {
    person.place = place;
    person.given = today;
    person.bought = how !== "self";
    if (counts(place)) {
      tally.used += 1;
      if (how !== "self") tally[how] += 1;
    }
  }

  // A program looks each second: whatever is free is taken the second after it appeared, before anybody who looks by hand.
  function programs(today: number) {
    if (mode === "first-come") {
      for (let place = earliest(today + 1, Infinity); place !== undefined && stock.length < a.stock; place = earliest(today + 1, Infinity)) {
        take(place);
        stock.push(place);
      }
      return;
    }
    for (const client of waiting.filter((person) => person.client && person.place === null).sort((one, other) => one.deadline - other.deadline)) {
      const place = earliest(today, client.deadline);
      if (place === undefined) continue;
      take(place);
      settle(client, place, today, "speed");
    }
    for (const front of fronts) {
      const place = front.place === null && front.waitsUntil <= today ? earliest(today + 5, Infinity) : undefined;
      if (place === undefined) continue;
      take(place);
      front.place = place;
    }
  }

  // A freed place: offered down the waiting list, else everyone's again at its random moment.
  function freed(place: number, now: number, events: Event[]) {
    const today = Math.floor(now / SECONDS);
    const fits = waiting.filter((person) => person.listed && person.place === null && place > today + 1 && place <= person.deadline).sort((one, other) => one.deadline - other.deadline);
    for (const person of fits.slice(0, OFFERS_A_DAY * 3)) {
      // Not everybody reads the message within two hours.
      if (next() < 0.4) continue;
      settle(person, place, today, person.client ? "speed" : "self");
      return;
    }
    const moment = returnMoment(T0.add({ seconds: Math.round(now) }), T0.add({ seconds: place * SECONDS + 9 * 3600 }), below);
    events.push({ at: Math.floor(moment.epochMilliseconds / 1000), what: "return", place });
  }

  type Event = { at: number; what: "open" | "return" | "look" | "cancel"; place?: number; person?: Person };
  const later: Event[] = [];
  for (let today = 0; today < a.days; today += 1) {
    const arrived = a.arrivals - 3 + below(7);
    for (let n = 0; n < arrived; n += 1) {
      const person: Person = { id: people.length, arrived: today, deadline: today + a.deadline[0] + below(a.deadline[1] - a.deadline[0]), place: null, client: false, bought: false, listed: next() < a.onList, given: null };
      people.push(person);
      waiting.push(person);
    }
    for (const person of waiting) if (!person.client && today - person.arrived === a.patience && next() < a.buys) person.client = true;
    const events = later.splice(0).filter((event) => (Math.floor(event.at / SECONDS) === today ? true : (later.push(event), false)));
    for (let day = today === 0 ? 1 : today + a.ahead; day <= today + a.ahead; day += 1) events.push({ at: today * SECONDS + OPENING, what: "open", place: day });
    if (mode !== "draw") for (const person of waiting) for (let n = 0; n < a.looks; n += 1) events.push({ at: today * SECONDS + 7 * 3600 + below(16 * 3600), what: "look", person });
    // Part of what is left unsold is given up on the evening before; the rest lapses, which keeps places scarce.
    if (mode === "first-come") for (const place of stock.filter((day) => day === today + 1 && next() < a.givenUp)) events.push({ at: today * SECONDS + 20 * 3600, what: "cancel", place });
    for (const front of fronts) if (front.place === today + 1 || (mode === "choosing" && front.place !== null && next() < 0.1)) events.push({ at: today * SECONDS + 20 * 3600, what: "cancel", place: front.place!, person: front as never });
    while (events.length > 0) {
      events.sort((one, other) => other.at - one.at);
      const event = events.pop()!;
      if (Math.floor(event.at / SECONDS) > today) {
        later.push(event);
        continue;
      }
      if (event.what === "open") free.set(event.place!, a.places);
      if (event.what === "return" && event.place! > today) give(event.place!);
      if (event.what === "cancel") {
        const front = event.person as unknown as (typeof fronts)[number] | undefined;
        if (front) {
          front.place = null;
          front.gaveUp += 1;
          if (front.gaveUp >= placeLimits(Temporal.PlainDate.from("2026-11-23")).gaveUp) front.waitsUntil = today + 1;
        } else stock.splice(stock.indexOf(event.place!), 1);
        if (mode === "first-come") give(event.place!);
        else if (mode === "choosing") freed(event.place!, event.at, events);
        else give(event.place!);
      }
      if (event.what !== "look") {
        if (mode !== "draw") programs(today);
        continue;
      }
      const person = event.person!;
      if (person.place !== null) continue;
      const place = earliest(today, person.deadline) ?? (today >= person.deadline ? earliest(today, Infinity) : undefined);
      if (place !== undefined) {
        take(place);
        settle(person, place, today, "self");
      } else if (mode === "first-come" && person.client) {
        const bought = stock.filter((day) => day > today && day <= person.deadline).sort((one, other) => one - other)[0];
        if (bought === undefined) continue;
        stock.splice(stock.indexOf(bought), 1);
        settle(person, bought, today, "stock");
      }
    }
    if (mode === "draw") drawDay(today);
    waiting = waiting.filter((person) => person.place === null);
    // Places of today that were kept and not used.
    if (counts(today)) tally.wasted += stock.filter((day) => day === today).length + fronts.filter((front) => front.place === today).length;
    for (const front of fronts) if (front.place === today) front.place = null;
    for (let at = stock.length - 1; at >= 0; at -= 1) if (stock[at]! <= today) stock.splice(at, 1);
    free.delete(today);
  }

  function drawDay(today: number) {
    const name = (day: number) => Temporal.PlainDate.from("2026-01-01").add({ days: day }).toString();
    const own = waiting.filter((person) => person.place === null);
    const asking = fronts.filter((front) => front.place === null);
    const request = (pseudonym: string, deadline: number | null, waited: number): Request => ({ pseudonym, office: "x", deadline: deadline === null ? null : name(deadline), waited, need: 0, avoid: [], together: null, steps: 1 });
    const requests = [...own.map((person) => request(`p${person.id}`, Math.max(person.deadline, today), today - person.arrived)), ...asking.map((front) => request(`f${fronts.indexOf(front)}`, today + 12, 0))];
    const places = [...free].filter(([day, n]) => n > 0 && day > today).map(([day, n]) => ({ day: name(day), starts: "09:10", free: n }));
    for (const result of draw(String(next()), [{ office: "x", places }], requests)) {
      if (result.day === null) continue;
      const day = Temporal.PlainDate.from("2026-01-01").until(result.day).days;
      take(day);
      const index = Number(result.pseudonym.slice(1));
      if (result.pseudonym.startsWith("p")) settle(people[index]!, day, today, "self");
      else fronts[index]!.place = day;
    }
  }

  const honest = people.filter((person) => person.arrived >= a.warmUp && person.deadline < a.days - 1);
  const waits = honest.filter((person) => !person.bought && person.place !== null).map((person) => person.place! - person.arrived).sort((one, other) => one - other);
  const all = tally.used + tally.wasted;
  return {
    soldFromStock: tally.stock / all, soldAsSpeed: tally.speed / all, wasted: tally.wasted / all,
    middleWait: waits[Math.floor(waits.length / 2)] ?? NaN, longWait: waits[Math.floor(waits.length * 0.95)] ?? NaN,
    missed: honest.filter((person) => person.place === null || person.place > person.deadline).length / honest.length,
  };
}
