import { writeFileSync } from "node:fs";
import { isFinal, type Move, type State, states, table } from "./states.ts";

/** Columns of the picture: the way to the card, what may lie beside it, and no place of its own: an end drawn beside each state it ends. */
type Place = { column: "way" | "beside"; row: number } | "end";

/** Where each state stands in the picture, by the stage of the journey. */
const places: Record<State, Place> = {
  draft: { column: "way", row: 0 },
  created: { column: "way", row: 1 },
  lodged: { column: "way", row: 2 },
  attended: { column: "way", row: 3 },
  incomplete: { column: "beside", row: 4 },
  accepted: { column: "way", row: 4 },
  "in-review": { column: "way", row: 5 },
  granted: { column: "way", row: 6 },
  refused: { column: "beside", row: 6 },
  printing: { column: "way", row: 7 },
  served: { column: "beside", row: 7 },
  posted: { column: "way", row: 8 },
  delivered: { column: "way", row: 9 },
  "not-accepted": "end", withdrawn: "end", lapsed: "end", removed: "end", expired: "end",
};

const wide = 148;
const high = 46;
const gap = 104;
const top = 78;
const centre = { way: 400, beside: 752 } as const;
const width = 1120;
const rows = Math.max(...Object.values(places).map((place) => (place === "end" ? 0 : place.row))) + 1;
const height = top + rows * gap - 50;

type Edge = { from: State; to: State; moves: [string, Move][] };
type Point = { x: number; y: number };

function spot(state: State): Point & { column: "way" | "beside"; row: number } {
  const place = places[state];
  if (place === "end") throw new Error(`${state} has no place of its own`);
  return { ...place, x: centre[place.column], y: top + place.row * gap };
}

/** The moves of the table, those between the same two states together. */
function edges(): Edge[] {
  const found: Edge[] = [];
  for (const from of states) {
    for (const [event, move] of Object.entries(table[from]) as [string, Move][]) {
      const known = found.find((edge) => edge.from === from && edge.to === move.to);
      if (known) known.moves.push([event, move]);
      else found.push({ from, to: move.to, moves: [[event, move]] });
    }
  }
  return found;
}

const by: Record<string, string> = { applicant: "applicant", officer: "officer", system: "by itself" };

function said(event: string, { who, notice, comment }: Move): string {
  const marks = `${comment ? " · with reasons" : ""}${notice ? " · told" : ""}`;
  return `<tspan class="event">${event}</tspan> <tspan class="who">${who.map((one) => by[one]).join(", ")}${marks}</tspan>`;
}

function label(moves: [string, Move][], { x, y }: Point, anchor: "start" | "end" | "middle"): string {
  return moves.map(([event, move], n) => `<text x="${x}" y="${y + n * 17}" text-anchor="${anchor}">${said(event, move)}</text>`).join("");
}

function line(points: Point[]): string {
  return `<path class="move" d="${points.map(({ x, y }, n) => `${n === 0 ? "M" : "L"}${x} ${y}`).join(" ")}"/>`;
}

/** One arrow with its words, by how its ends lie to each other. */
function arrow({ from, to, moves }: Edge): string {
  const a = spot(from);
  const b = spot(to);
  const half = { x: wide / 2, y: high / 2 };
  if (from === to) {
    const under = a.y + half.y;
    // Beside the way the moves back have their words to the right, and the way goes on below; aside the ends have theirs.
    const [side, deep] = a.column === "way" ? [-1, 14] : [1, 24];
    const [near, far] = [a.x + side * 4, a.x + side * 50];
    return line([{ x: near, y: under }, { x: near, y: under + deep }, { x: far, y: under + deep }, { x: far, y: under + 3 }])
      + label(moves, { x: far + side * 10, y: under + deep + 2 }, side === 1 ? "start" : "end");
  }
  if (a.column === b.column && b.row === a.row + 1) {
    return line([{ x: a.x, y: a.y + half.y }, { x: b.x, y: b.y - half.y - 3 }]) + label(moves, { x: a.x - 10, y: (a.y + b.y) / 2 + 4 - (moves.length - 1) * 8 }, "end");
  }
  if (a.column === b.column && b.row > a.row) {
    // Past what is left out: so far beside the way that the words of the moves back have room.
    const out = a.x + half.x + 330;
    const path = [{ x: a.x + half.x, y: a.y }, { x: out, y: a.y }, { x: out, y: b.y - 12 }, { x: b.x + half.x + 3, y: b.y - 12 }];
    return line(path) + label(moves, { x: out + 8, y: (a.y + b.y) / 2 + 4 - (moves.length - 1) * 8 }, "start");
  }
  if (a.column === b.column && b.row < a.row) {
    const out = a.x + half.x + 26;
    const path = [{ x: a.x + half.x, y: a.y - 12 }, { x: out, y: a.y - 12 }, { x: out, y: b.y + 12 }, { x: b.x + half.x + 3, y: b.y + 12 }];
    return line(path) + label(moves, { x: out + 8, y: (a.y + b.y) / 2 + 4 - (moves.length - 1) * 8 }, "start");
  }
  const right = b.x > a.x ? 1 : -1;
  if (a.column !== b.column && a.row === b.row) {
    const y = a.y - right * 11;
    const middle = (a.x + b.x) / 2;
    return line([{ x: a.x + right * half.x, y }, { x: b.x - right * (half.x + 3), y }]) + label(moves, { x: middle, y: right === 1 ? y - 7 : y + 16 }, "middle");
  }
  if (a.column !== b.column) {
    const down = b.row > a.row ? 1 : -1;
    const y = a.y + down * 11;
    const x = b.x - right * 30;
    const path = [{ x: a.x + right * half.x, y }, { x, y }, { x, y: b.y - down * (half.y + 3) }];
    return line(path) + label(moves, { x: a.x + right * (half.x + 12), y: down === 1 ? y + 17 : y - 7 }, right === 1 ? "start" : "end");
  }
  throw new Error(`the picture has no way to draw ${from} to ${to}: give them other places`);
}

/** The ends of a state, as short arrows on its outer side. */
function ends(state: State, all: Edge[]): string {
  const { x, y, column } = spot(state);
  const side = column === "way" ? -1 : 1;
  const own = all.filter((edge) => edge.from === state && places[edge.to] === "end").flatMap(({ to, moves }) => moves.map((move) => ({ to, move })));
  return own.map(({ to, move }, n) => {
    const at = y + (n - (own.length - 1) / 2) * 34;
    const from = x + side * (wide / 2);
    const until = from + side * 34;
    const anchor = side === 1 ? "start" : "end";
    return line([{ x: from, y: at }, { x: until - side * 4, y: at }])
      + `<text class="end" x="${until + side * 2}" y="${at - 1}" text-anchor="${anchor}">${to}</text>`
      + `<text x="${until + side * 2}" y="${at + 13}" text-anchor="${anchor}">${said(...move)}</text>`;
  }).join("");
}

function box(state: State): string {
  const { x, y } = spot(state);
  return `<g class="${isFinal(state) ? "state final" : "state"}"><rect x="${x - wide / 2}" y="${y - high / 2}" width="${wide}" height="${high}" rx="8"/>`
    + `<text x="${x}" y="${y + 5}" text-anchor="middle">${state}</text></g>`;
}

const style = `
  .ground { fill: #fbfbf9 } .title { font-size: 17px; font-weight: 600 } text { fill: #4c5652; font: 12px system-ui, sans-serif }
  .event { fill: #16201d; font-weight: 600 } .who { fill: #5d6863; font-size: 11px } .end { fill: #8a2f22; font-weight: 600; font-size: 13px }
  .state rect { fill: #e6f0ec; stroke: #1c6b57; stroke-width: 1.5 } .state text { fill: #0c2f26; font-size: 15px; font-weight: 600 }
  .final rect { fill: #1c6b57 } .final text { fill: #ffffff } .move { fill: none; stroke: #6b7671; stroke-width: 1.5; marker-end: url(#tip) } #tip path { fill: #6b7671 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14191a } text { fill: #b9c3bf } .event { fill: #eef2f0 } .who { fill: #a3aeaa } .end { fill: #f0a394 }
    .state rect { fill: #1d3a32; stroke: #6cc3a8 } .state text { fill: #e2f4ee } .final rect { fill: #6cc3a8 } .final text { fill: #0b211b }
    .move { stroke: #93a09b } #tip path { fill: #93a09b }
  }`;

/** The workflow table as an SVG picture that reads in light and in dark: the way to the card downwards, its ends to the sides. */
export function statesPicture(): string {
  const placed = states.filter((state) => places[state] !== "end");
  const all = edges();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">The states of an application and the moves between them</title>
<style>${style}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8Z"/></marker></defs>
<rect class="ground" width="${width}" height="${height}" rx="12"/>
<text class="title" x="24" y="32">The states of an application</text>
<text class="who" x="${width - 24}" y="32" text-anchor="end">who may make the move · “told”: the person gets a message</text>
${[...all.filter(({ to }) => places[to] !== "end").map(arrow), ...placed.map((state) => ends(state, all)), ...placed.map(box)].filter(Boolean).join("\n")}
</svg>
`;
}

if (import.meta.main) writeFileSync(new URL("../../docs/states.svg", import.meta.url), statesPicture());
