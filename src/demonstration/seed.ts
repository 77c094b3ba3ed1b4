import { sql } from "kysely";
import { remindOfAppointments, remindOfDeadlines } from "../appointments/remind.ts";
import { generateSlots } from "../appointments/slots.ts";
import { setAddress } from "../identity/offices.ts";
import { transact } from "../platform/act.ts";
import { type Clock, dateOf, ISTANBUL } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { offices } from "../rules/offices.ts";
import { findProvince } from "../rules/provinces.ts";
import { answersFor } from "./answers.ts";
import { deliverPast } from "./letters.ts";
import { admitCounter } from "./money.ts";
import { appointOfficers } from "./officers.ts";
import { people } from "./people.ts";
import { portraits } from "./portrait.ts";
import { hourOn, momentOf, openStage, type Scene, type Stage, system, workdayBefore, workdayUpTo } from "./stage.ts";
import { stories, type Story } from "./stories.ts";

/**
 * Fills a fresh demonstration: officers of each role in three offices, and some forty cases whose past is played by the real acts, in the
 * order of time and in one transaction. A second call changes nothing.
 */
export async function seed(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  const drawing = portraits();
  await db.transaction().execute(async (tx) => {
    if (await tx.selectFrom("officer").select("id").limit(1).executeTakeFirst()) return;
    await appointOfficers({ tx, now, today: dateOf(now), actor: system });
    // Made up, like everything here; real offices say themselves where they are.
    for (const { code, district, province } of offices) {
      await setAddress(tx, code, ["Örnek Mahallesi", `Deneme Caddesi ${10 + Number(province)}`, [district, findProvince(province)!.name].filter(Boolean).join(" / ")].join(", "));
    }
    const stage = await openStage(tx, now, await drawing);
    await transact(stage.db, clock, system, async (act) => {
      for (const office of new Set(stories.map((story) => story.office))) await generateSlots(act, { from: act.today, office });
    });
    const cues = stories.flatMap((story, n) => cuesOf(stage, story, n + 1)).sort((one, other) => Temporal.Instant.compare(one.at, other.at));
    stage.clock.set(cues[0]!.at.subtract({ hours: 24 }));
    await admitCounter(stage);
    let morning = "";
    for (const { at, play } of cues) {
      const day = dateOf(at);
      if (morning !== `${day}`) await remind(stage, day);
      morning = `${day}`;
      stage.clock.set(at);
      await play();
    }
    await deliverPast(stage);
  });
  await drawing;
}

/** What happens in a case, and when. */
type Cue = { at: Temporal.Instant; play(): Promise<void> };

function cuesOf(stage: Stage, { person: key, office, kind, channel, about, steps }: Story, n: number): Cue[] {
  const person = people.get(key);
  if (!person) throw new Error(`nobody is called ${key}`);
  const days = workdaysOf(stage, steps.map(({ on }) => on));
  const scene: Scene = { stage, n, person: key, language: person.language, office, application: null, visit: days[steps.findIndex((step) => step.visit)] ?? null };
  const answers = answersFor(person, kind, channel, stage.day, about);
  let before: Temporal.Instant | null = null;
  return steps.map(({ hour, visit, play }, place) => {
    const day = days[place]!;
    const wanted = momentOf(stage, day, visit && hour === "08:30" ? hourOn(stage, day, n) : Temporal.PlainTime.from(hour).add({ minutes: (n * 7) % 25 }));
    const at: Temporal.Instant = before !== null && Temporal.Instant.compare(wanted, before) <= 0 ? momentOf(stage, day, timeAfter(before)) : wanted;
    before = at;
    return { at, play: () => play(scene, answers) };
  });
}

function timeAfter(at: Temporal.Instant): Temporal.PlainTime {
  return at.add({ minutes: 6 }).toZonedDateTimeISO(ISTANBUL).toPlainTime();
}

// The last working day up to each; where two different days would fall on one, the earlier one gives way.
function workdaysOf(stage: Stage, offsets: readonly number[]): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let place = offsets.length - 1; place >= 0; place--) {
    const day = workdayUpTo(stage.desk.add({ days: offsets[place]! }));
    const next = days[0];
    const clashes = next !== undefined && offsets[place] !== offsets[place + 1] && Temporal.PlainDate.compare(day, next) >= 0;
    const same = next !== undefined && offsets[place] === offsets[place + 1];
    days.unshift(same ? next : clashes ? workdayBefore(next) : day);
  }
  return days;
}

// Each morning the clocks of the worker remind, as they would have.
async function remind(stage: Stage, day: Temporal.PlainDate): Promise<void> {
  stage.clock.set(momentOf(stage, day, new Temporal.PlainTime(9, 1)));
  await remindOfDeadlines(stage.db, stage.clock);
  await remindOfAppointments(stage.db, stage.clock);
}

/** Cases that are good to begin with, by their person, and what can be done with them. */
const handy: readonly { person: string; hint: string }[] = [
  { person: "alexei", hint: "a draft: only the photo is missing" },
  { person: "yusuf", hint: "created: choose a date, pay" },
  { person: "lena", hint: "has an appointment, paid: print, move, cancel" },
  { person: "samir", hint: "documents are missing until a day" },
  { person: "thanh", hint: "permit granted, card delivered" },
  { person: "lucas", hint: "refused and served: rights and dates, fees paid back" },
];

/** Applications to try, as the start of the program prints them: number, passport, and where the code will arrive. */
export async function tryOut(db: Database): Promise<string[]> {
  const lines: string[] = [];
  for (const { person, hint } of handy) {
    const passport = people.get(person)!.passportNumber;
    const found = await db
      .selectFrom("application").select(["number", "channel", "email", "phone"])
      .where(sql<boolean>`coalesce(frozen #>> '{answers,passportNumber}', answers ->> 'passportNumber') = ${passport}`)
      .executeTakeFirst();
    if (found) lines.push(`  ${found.number}  ${passport}  ${(found.channel === "sms" ? found.phone : found.email)!.padEnd(20)}  ${hint}`);
  }
  return lines;
}
