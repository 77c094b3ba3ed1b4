// npm run bench -- assess [--rounds=N] [--seconds=N] [--connections=N] [--warm=N]
// Assessments per second: in process, and over HTTP against a bare Fastify route that parses the same requests and answers a ready string of
// the same size. Every question differs from every other; nothing is remembered between them. One process each, asked in turns.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { assess } from "../src/eligibility/assess.ts";
import { factsOf } from "./assess/facts.ts";
import type { Order, Outcome } from "./assess/load.ts";
import { busy, figure, machine, median, processorTime, table } from "./setting/machine.ts";
import { number, openSetting, type Running } from "./setting/office.ts";

const rounds = number("rounds", 7);
const seconds = number("seconds", 3);
const connections = number("connections", 16);
const warm = number("warm", 6);
const batch = 40_000;

const careful = busy();
console.log(`${machine()}\nnpm run bench -- assess: ${rounds} rounds of ${seconds} s each in turns, ${connections} connections, one server process each\n${careful ? `${careful}\n` : ""}`);

const inProcess: number[] = [];
const byProcessor: number[] = [];
const outcomes = new Map<string, number>();
for (let round = 0; round <= rounds; round++) {
  const questions = Array.from({ length: batch }, (_, n) => factsOf(round * batch + n));
  const [begun, used] = [performance.now(), process.cpuUsage()];
  for (const { on, facts } of questions) {
    const { outcome } = assess(facts, on);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const { user, system } = process.cpuUsage(used);
  // The first round warms the compiler.
  if (round > 0) {
    inProcess.push(batch / ((performance.now() - begun) / 1000));
    byProcessor.push(batch / ((user + system) / 1e6));
  }
}
console.log(`in process  ${figure(median(inProcess))} assessments a second (${figure(Math.min(...inProcess))} to ${figure(Math.max(...inProcess))}), `
  + `${figure(median(byProcessor))} a second of processor time; expected: 50,000.`);
console.log(`            ${[...outcomes].map(([outcome, times]) => `${outcome} ${Math.round((times / (batch * (rounds + 1))) * 100)} %`).join(", ")}\n`);

const setting = await openSetting("assess");
const generator = spawn(process.execPath, ["--import", "./bin/tsx.js", "bench/assess/load.ts"], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: generator.stdout })[Symbol.asyncIterator]();
async function load(order: Order): Promise<Outcome> {
  generator.stdin.write(`${JSON.stringify(order)}\n`);
  const { value } = await lines.next();
  const outcome = JSON.parse(value as string) as Outcome;
  if (outcome.fault) throw new Error(`${order.origin} answered ${outcome.fault}`);
  return outcome;
}
const origin = (running: Running) => /http:\/\/[^\s/]+/.exec(running.said)![0];

try {
  const real = await setting.start("portal", ["src/main.ts", "portal"]);
  const { bytes } = await load({ origin: origin(real), connections, seconds: warm });
  const bare = await setting.start("bare", ["bench/assess/bare.ts", String(Math.round(bytes))]);
  await load({ origin: origin(bare), connections, seconds: warm });
  const contenders = [{ name: "Sojourn: read, assessed, in words", running: real }, { name: "bare Fastify: parsed, a ready answer", running: bare }]
    .map((each) => ({ ...each, rates: [] as number[], times: [] as number[], p50: [] as number[], p99: [] as number[], bytes: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const each of contenders) {
      const before = processorTime(each.running.pid);
      const outcome = await load({ origin: origin(each.running), connections, seconds });
      each.rates.push(outcome.answers / outcome.seconds);
      each.times.push((processorTime(each.running.pid) - before) / outcome.answers);
      each.p50.push(outcome.p50);
      each.p99.push(outcome.p99);
      each.bytes = outcome.bytes;
    }
  }
  console.log(table(["", "answers/s", "CPU ms", "p50 ms", "p99 ms", "KB"], contenders.map((each) => [
    each.name, figure(median(each.rates)), median(each.times).toFixed(3), figure(median(each.p50)), figure(median(each.p99)), (each.bytes / 1000).toFixed(1),
  ])));
  const ratios = contenders[0]!.rates.map((rate, round) => rate / contenders[1]!.rates[round]!);
  console.log(`\nover HTTP ${figure(median(ratios))} of the bare route (median of ${rounds} rounds, ${figure(Math.min(...ratios))} to ${figure(Math.max(...ratios))}), `
    + `by processor time ${figure(median(contenders[1]!.times) / median(contenders[0]!.times))}; expected: 0.25.`);
} finally {
  generator.stdin.end();
  await setting.close();
}
