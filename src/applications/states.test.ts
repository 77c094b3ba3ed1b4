import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { notices } from "../notifications/notices.ts";
import { complete, language } from "../platform/i18n.ts";
import { isFinal, type Move, open, type State, states, table } from "./states.ts";
import { statesPicture } from "./states-picture.ts";

const moves = states.flatMap((from) => (Object.entries(table[from]) as [string, Move][]).map(([event, move]) => ({ from, event, ...move })));

function reachableFrom(first: State): Set<State> {
  const found = new Set<State>([first]);
  for (const state of found) for (const { from, to } of moves) if (from === state) found.add(to);
  return found;
}

const lists = (sql: string, pattern: RegExp) => [...(pattern.exec(sql)?.[1] ?? "").matchAll(/'([a-z-]+)'/g)].map((match) => match[1]!).sort();

test("every move leads to a state of the list, is somebody's, and tells by a notice that exists", () => {
  expect(Object.keys(table).sort()).toEqual([...states].sort());
  for (const { from, event, to, who, notice } of moves) {
    const at = `${from} ${event}`;
    expect(states, at).toContain(to);
    expect(who.length, at).toBeGreaterThan(0);
    if (notice !== undefined) expect(Object.keys(notices), at).toContain(notice);
  }
});

test("every state is reached from the draft, and from every state that is not final some end can be reached", () => {
  const found = reachableFrom("draft");
  expect(states.filter((state) => !found.has(state))).toEqual([]);
  for (const state of states) expect([...reachableFrom(state)].some(isFinal), state).toBe(true);
});

test("only the ends that the law knows are ends", () => {
  expect(states.filter(isFinal).sort()).toEqual(["delivered", "expired", "lapsed", "not-accepted", "removed", "served", "withdrawn"]);
});

test("what goes against a person is an officer's alone; only a draft ends by itself", () => {
  const adverse = new Set(["lapse", "remove", "no-show", "refuse", "not-accept"]);
  expect(moves.filter(({ event, who }) => adverse.has(event) && who.join() !== "officer")).toEqual([]);
  const alone = moves.filter(({ who }) => who.length === 1 && who[0] === "system");
  expect(alone.map(({ from, event }) => `${from} ${event}`)).toEqual(["draft expire"]);
});

test("what goes against a person is told to them, and closes only with reasons", () => {
  for (const { from, event, notice, comment } of moves.filter((move) => ["lapse", "remove", "not-accept"].includes(move.event))) {
    expect(notice, `${from} ${event}`).toBeDefined();
    expect(comment, `${from} ${event}`).toBe(true);
  }
});

test("the database knows the same states, and the same of them as open", () => {
  const folder = new URL("../../migrations/", import.meta.url);
  const sql = readdirSync(folder).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort().map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  expect(lists(sql, /create table application \([\s\S]*?state text not null check \(state in \(([^)]*)\)/)).toEqual([...states].sort());
  expect(lists(sql, /create unique index application_one_open[^;]*?state in \(([^)]*)\)/)).toEqual([...open].sort());
  expect(open.filter(isFinal)).toEqual([]);
});

test.each(complete)("every state has its name in %s", (code) => {
  const l = language(code);
  expect(states.filter((state) => !l.has(`states.${state}`))).toEqual([]);
});

test("the picture in docs/ is the table's (`node bin/states.js` draws it anew)", () => {
  expect(readFileSync(new URL("../../docs/states.svg", import.meta.url), "utf8")).toBe(statesPicture());
});
