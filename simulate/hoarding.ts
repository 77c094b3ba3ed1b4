// npm run simulate -- hoarding: what resellers can sell where places go to whoever is first, where this program lets people choose, and in
// its draw. Prints a table and writes docs/hoarding.svg; the model and its limits stand in docs/hoarding.md.
import { writeFileSync } from "node:fs";
import { assumptions, type Mode, type Outcome, simulate } from "./hoarding/model.ts";
import { chart } from "./hoarding/chart.ts";
import { numbers } from "../test/draw-oracle.ts";

const RUNS = 9;
const modes: readonly Mode[] = ["first-come", "choosing", "draw"];

function middle(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

const outcomes = new Map<Mode, Outcome>();
for (const mode of modes) {
  const runs = Array.from({ length: RUNS }, (_, n) => simulate(mode, numbers(n + 1)));
  const of = (name: keyof Outcome) => middle(runs.map((run) => run[name]));
  outcomes.set(mode, { soldFromStock: of("soldFromStock"), soldAsSpeed: of("soldAsSpeed"), wasted: of("wasted"), middleWait: of("middleWait"), longWait: of("longWait"), missed: of("missed") });
}

const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
const names: Record<Mode, string> = { "first-come": "first come, first served", choosing: "choosing in this program", draw: "the draw of this program" };
console.log(`${RUNS} runs with fixed seeds, the middle one of each number; ${assumptions.days - assumptions.warmUp} days of ${assumptions.places} places, ${assumptions.arrivals} people a day\n`);
console.log(`${"".padEnd(26)}${["sold from stock", "sold as speed", "wasted", "middle wait", "longest of 20", "deadline missed"].map((head) => head.padStart(17)).join("")}`);
for (const [mode, it] of outcomes) {
  const cells = [percent(it.soldFromStock), percent(it.soldAsSpeed), percent(it.wasted), `${it.middleWait} days`, `${it.longWait} days`, percent(it.missed)];
  console.log(`${names[mode].padEnd(26)}${cells.map((cell) => cell.padStart(17)).join("")}`);
}
writeFileSync("docs/hoarding.svg", chart([...outcomes].map(([mode, it]) => ({ name: names[mode], ...it }))));
console.log("\ndocs/hoarding.svg is written.");
