// npm run bench -- pages [--rounds=N] [--seconds=N] [--connections=N] [--warm=N]
// One page of the application as the program makes it (session, application, rules, fields, all options), against the same program answering
// a ready string, and against the same page in express, nunjucks and govuk-frontend. One process each, asked in turns: what disturbs the
// machine disturbs all three.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Answers } from "../src/applications/application.ts";
import { portal } from "../src/web/routes.ts";
import { contentOf } from "./pages/content.ts";
import { openDraft } from "./pages/draft.ts";
import type { Order, Outcome } from "./pages/load.ts";
import { busy, figure, machine, median, processorTime, table } from "./setting/machine.ts";
import { number, openSetting, secret, type Running } from "./setting/office.ts";
import { openWire, textOf } from "./setting/wire.ts";

const rounds = number("rounds", 7);
const seconds = number("seconds", 3);
const connections = number("connections", 16);
const warm = number("warm", 9);
const path = portal.section.href({ lang: "en", section: "identity" });
const folder = `.tmp/bench-pages-${process.pid}-files`;

const careful = busy();
const setting = await openSetting("pages");
const generator = spawn(process.execPath, ["--import", "./bin/tsx.js", "bench/pages/load.ts"], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: generator.stdout })[Symbol.asyncIterator]();
async function load(order: Order): Promise<Outcome> {
  generator.stdin.write(`${JSON.stringify(order)}\n`);
  const { value } = await lines.next();
  const outcome = JSON.parse(value as string) as Outcome;
  if (outcome.fault) throw new Error(`${order.origin} answered ${outcome.fault}`);
  return outcome;
}

try {
  const draft = await openDraft(setting.db);
  const { answers } = await setting.db.selectFrom("application").select("answers").where("id", "=", draft.application).executeTakeFirstOrThrow();
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/content.json`, JSON.stringify(contentOf("identity", answers as Answers)));
  const real = await setting.start("portal", ["src/main.ts", "portal"]);
  const origin = (running: Running) => /http:\/\/\S+/.exec(running.said)![0];
  writeFileSync(`${folder}/page.html`, await fetched(origin(real), draft.session));
  const ready = await setting.start("ready", ["bench/pages/ready.ts", setting.url, secret, `${folder}/page.html`]);
  const peer = await setting.start("peer", ["bench/pages/peer.ts", setting.url, `${folder}/content.json`]);

  const contenders = [
    { name: "(a) a ready string after the same session and application reads", running: ready },
    { name: "Sojourn, the application screen", running: real },
    { name: "(b) express + nunjucks + govuk-frontend, the same page", running: peer },
  ].map((each) => ({ ...each, rates: [] as number[], times: [] as number[], p50: [] as number[], p99: [] as number[], bytes: 0 }));
  const order = { path, cookie: draft.session, connections, says: "Nationality" };
  console.log(machine());
  console.log(`npm run bench -- pages: ${rounds} rounds of ${seconds} s each in turns, ${connections} connections, one server process each, no compression`);
  console.log(careful ? `${careful}\n` : "");
  for (const { running } of contenders) await load({ ...order, origin: origin(running), seconds: warm });
  for (let round = 0; round < rounds; round++) {
    for (const each of contenders) {
      const before = processorTime(each.running.pid);
      const outcome = await load({ ...order, origin: origin(each.running), seconds });
      each.rates.push(outcome.answers / outcome.seconds);
      each.times.push((processorTime(each.running.pid) - before) / outcome.answers);
      each.p50.push(outcome.p50);
      each.p99.push(outcome.p99);
      each.bytes = outcome.bytes;
    }
  }
  const own = contenders[1]!;
  console.log(table(["", "pages/s", "× of (b)", "CPU ms/page", "p50 ms", "p99 ms", "KB"], contenders.map((each) => [
    each.name, figure(median(each.rates)), figure(median(each.rates.map((rate, round) => rate / contenders[2]!.rates[round]!))), median(each.times).toFixed(3),
    figure(median(each.p50)), figure(median(each.p99)), (each.bytes / 1000).toFixed(1),
  ])));
  const over = (other: number) => own.rates.map((rate, round) => rate / contenders[other]!.rates[round]!);
  const time = (other: number) => median(contenders[other]!.times) / median(own.times);
  console.log(`\nSojourn makes ${figure(median(over(2)))} × the pages of (b) (median of ${rounds} rounds, ${figure(Math.min(...over(2)))} to ${figure(Math.max(...over(2)))}), `
    + `by processor time ${figure(time(2))} ×; expected: 8.`);
  console.log(`It reaches ${figure(median(over(0)))} of the ready string (a) (${figure(Math.min(...over(0)))} to ${figure(Math.max(...over(0)))}), by processor time ${figure(time(0))}.`);
} finally {
  generator.stdin.end();
  await setting.close([folder]);
}

async function fetched(origin: string, session: string): Promise<string> {
  const wire = openWire(origin);
  const reply = await wire.ask("GET", path, `cookie: portal=${session}\r\n`);
  wire.close();
  if (reply.status !== 200) throw new Error(`the page answered ${reply.status}`);
  return textOf(reply);
}
