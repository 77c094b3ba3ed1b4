// npm run bench -- draw [--most=1000000]: the draw over İstanbul's four offices and 60 days of work, from 1,000 requests up: time, memory and
// how both grow; and against HiGHS, a general solver, where that can still answer.
import { capacityOf, startsOn } from "../src/appointments/hours.ts";
import { draw, type OfficePlaces, type Request } from "../src/appointments/draw.ts";
import { workingDaysFrom } from "../src/appointments/slots.ts";
import { offices } from "../src/rules/offices.ts";
import { bestOf, numbers, randomBatch, valueOf } from "../test/draw-oracle.ts";
import { busy, figure, machine, median, table } from "./setting/machine.ts";
import { number } from "./setting/office.ts";

const most = number("most", 1_000_000);
const rounds = 3;
const seed = "5eed".repeat(16);
const days = workingDaysFrom(Temporal.PlainDate.from("2026-12-01"), 60);
const istanbul: OfficePlaces[] = offices.filter((office) => office.province === "34").map(({ code, counters }) => ({
  office: code,
  places: days.flatMap((day) => startsOn(day).map((starts) => ({ day: day.toString(), starts: starts.toString({ smallestUnit: "minute" }), free: capacityOf(counters) }))),
}));
const room = istanbul.reduce((sum, { places }) => sum + places.reduce((all, hour) => all + hour.free, 0), 0);

/** Requests as they come: most with a deadline in the weeks ahead, a few who waited, a tenth of them in need, some with wishes, families. */
function requests(count: number, { wishes = false, bundles = false } = {}): Request[] {
  const next = numbers(count);
  const below = (n: number) => Math.floor(next() * n);
  const last = days.at(-1)!;
  const all = Array.from({ length: count }, (_, n) => ({
    pseudonym: n.toString(16).padStart(32, "0"), office: istanbul[below(istanbul.length)]!.office, deadline: next() < 0.1 ? null : last.subtract({ days: below(90) }).toString(),
    waited: next() < 0.1 ? 1 : 0, need: next() < 0.1 ? 1 : 0, avoid: wishes && next() < 0.2 ? [(["mon", "fri", "am", "pm"] as const)[below(4)]!] : [], together: null as string | null, steps: 1,
  }));
  // A tenth begins a family of two to five with one deadline, a twentieth needs two steps.
  if (!bundles) return all;
  for (let at = 0; at < all.length; at += 1) {
    const size = next() < 0.1 ? 2 + below(4) : 1;
    const family = all.slice(at, at + size);
    for (const member of family) Object.assign(member, { office: family[0]!.office, deadline: family[0]!.deadline, together: size > 1 ? `g${at}` : null, steps: next() < 0.05 ? 2 : 1 });
    at += size - 1;
  }
  return all;
}

/** Processor time in ms: unlike the clock it hardly depends on what else the machine does. It counts the collector of garbage on the other core. */
function used(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

console.log(machine());
console.log(busy() ?? "");
console.log(`npm run bench -- draw: ${istanbul.length} offices, ${days.length} days of work, ${room} places; the middle of ${rounds} rounds\n`);
const rows: string[][] = [];
let before: { count: number; time: number } | null = null;
for (const count of [1000, 10_000, 100_000, 1_000_000].filter((n) => n <= most)) {
  const list = requests(count);
  draw(seed, istanbul, list.slice(0, 1000));
  const times: number[] = [];
  const heap = process.memoryUsage().rss;
  for (let round = 0; round < rounds; round += 1) {
    times.push(used(() => draw(seed, istanbul, list)));
  }
  const time = median(times);
  const [withWishes, withBundles] = [requests(count, { wishes: true }), requests(count, { bundles: true })];
  const wishTime = count <= 100_000 ? `${figure(used(() => draw(seed, istanbul, withWishes)))} ms` : "—";
  const bundleTime = count <= 100_000 ? `${figure(used(() => draw(seed, istanbul, withBundles)))} ms` : "—";
  const growth = before ? figure(time / before.time / ((count * Math.log(count)) / (before.count * Math.log(before.count)))) : "—";
  rows.push([count.toLocaleString("en"), `${figure(time)} ms`, `${figure((process.memoryUsage().rss - heap) / 2 ** 20)} MB`, growth, wishTime, bundleTime]);
  before = { count, time };
}
console.log(table(["requests", "processor time", "memory more", "growth by n log n", "a fifth with wishes", "families, longer services"], rows));

console.log("\nAgainst HiGHS on the same batches of one office (everybody’s deadline, then the earliest total; both must find the same):");
const against: string[][] = [];
for (const [people, daysOf, hours] of [[30, 5, 3], [100, 20, 1], [300, 30, 1], [1000, 60, 1]] as const) {
  const batch = randomBatch(people, { people: 1, days: daysOf, hours, room: Math.ceil((2 * people) / (daysOf * hours)) });
  const next = numbers(people + 1);
  const some: Request[] = Array.from({ length: people }, (_, n) => ({
    pseudonym: `p${n}`, office: "x", deadline: batch.places[Math.floor(next() * batch.places.length)]!.day, waited: 0, need: 0, avoid: [], together: null, steps: 1,
  }));
  const whole = { requests: some, places: batch.places };
  const begun = performance.now();
  const results = draw(seed, [{ office: "x", places: batch.places }], some);
  const mine = performance.now() - begun;
  const asked = performance.now();
  const best = await bestOf(whole, "time");
  const theirs = performance.now() - asked;
  const value = valueOf(whole, results);
  against.push([String(people), `${figure(mine)} ms`, `${figure(theirs)} ms`, `${figure(theirs / mine)} ×`, value.met === best.met && value.time === -best.value ? "the same" : `differs: ${value.met} ${value.time} and ${best.met} ${-best.value}`]);
}
console.log(table(["requests", "draw", "HiGHS", "ratio", "deadlines and times"], against));

const more = number("oracle", 2000);
let equal = 0;
for (let n = 1; n <= more; n += 1) {
  const batch = randomBatch(1_000_000 + n, { people: 24, days: 5, hours: 3, room: 2 });
  const value = valueOf(batch, draw(seed, [{ office: "x", places: batch.places }], batch.requests));
  const best = await bestOf(batch, "time");
  if (value.met === best.met && value.time === (best.value === 0 ? 0 : -best.value)) equal += 1;
}
console.log(`\n${equal} of ${more} further random batches come out exactly as good as the optimum.`);
if (equal !== more) process.exitCode = 1;
