import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compose } from "./compose.ts";
import type { Paper } from "./paper.ts";
import type { Sheet } from "./sheet.ts";

/** What crosses to the drawing process, and what comes back. */
export type Order = { sheet: Sheet; photo: Uint8Array | null };
export type Answer = { pdf: Uint8Array } | { fault: string };

type Waiting = { order: Order; tries: number; resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void };

// A paper takes some ten milliseconds; one that takes this long never ends.
const LONGEST = 20_000;

const line: Waiting[] = [];
let artist: ChildProcess | null = null;
let busy: { waiting: Waiting; alarm: NodeJS.Timeout } | null = null;

/** Draws a paper as a tagged PDF (PDF/UA-1), in a process of its own; papers wait for each other in the order they came. */
export function draw(paper: Paper): Promise<Uint8Array> {
  const order = { sheet: compose(paper), photo: "photo" in paper ? paper.photo : null };
  return new Promise((resolve, reject) => {
    line.push({ order, tries: 0, resolve, reject });
    next();
  });
}

/** Ends the drawing process; papers still waiting are refused. A later `draw` starts it again. */
export async function closePapers(): Promise<void> {
  const leaving = artist;
  artist = null;
  const refused = [...(busy ? [busy.waiting] : []), ...line.splice(0)];
  if (busy) clearTimeout(busy.alarm);
  busy = null;
  for (const { reject } of refused) reject(new Error("the drawing of papers was closed"));
  if (!leaving || leaving.exitCode !== null || leaving.signalCode !== null) return;
  leaving.ref();
  const gone = new Promise<void>((resolve) => leaving.once("exit", () => resolve()));
  leaving.kill("SIGKILL");
  await gone;
}

function next(): void {
  if (busy) return;
  const waiting = line.shift();
  if (!waiting) {
    // Nothing to draw must not keep the program alive.
    artist?.unref();
    artist?.channel?.unref();
    return;
  }
  artist ??= start();
  artist.ref();
  artist.channel?.ref();
  waiting.tries += 1;
  const alarmed = artist;
  busy = { waiting, alarm: setTimeout(() => alarmed.kill("SIGKILL"), LONGEST) };
  artist.send(waiting.order, (error) => error && lost(alarmed));
}

function start(): ChildProcess {
  const child = fork(fileURLToPath(new URL("drawing.ts", import.meta.url)), {
    execArgv: ["--import", new URL("../../../bin/tsx.js", import.meta.url).href],
    serialization: "advanced",
    env: {},
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("message", (answer: Answer) => {
    if (child !== artist || !busy) return;
    const { waiting, alarm } = busy;
    clearTimeout(alarm);
    busy = null;
    if ("pdf" in answer) waiting.resolve(new Uint8Array(answer.pdf));
    else waiting.reject(new Error(answer.fault));
    next();
  });
  child.on("error", () => lost(child));
  child.on("exit", () => lost(child));
  return child;
}

// The process died under a paper: it is drawn once more by a new one, then given up, so that one bad paper cannot stop the line.
function lost(child: ChildProcess): void {
  if (child !== artist) return;
  artist = null;
  child.kill("SIGKILL");
  if (busy) {
    const { waiting, alarm } = busy;
    clearTimeout(alarm);
    busy = null;
    if (waiting.tries < 2) line.unshift(waiting);
    else waiting.reject(new Error("the drawing process died twice on this paper"));
  }
  next();
}
