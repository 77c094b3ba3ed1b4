import { readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What was measured on, so that a figure can be read a year later. */
export function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}, ${memory} GB, ${type()} ${release()}, Node ${process.versions.node}, ${Temporal.Now.instant().toString({ smallestUnit: "second" })}`;
}

/** A warning when others use the processors before the bench has begun: absolute figures are then too low, ratios are what is left. */
export function busy(): string | null {
  const load = loadavg()[0]!;
  return load > 0.5 * cpus().length ? `Careful: the machine is busy already (load ${load.toFixed(1)} on ${cpus().length} processors). Trust the ratios and the processor time, not the rates.` : null;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}

// The kernel counts processor time in hundredths of a second, whatever its own clock does.
const tick = 10;

/**
 * Processor time in milliseconds that a process and all its children, living and gone, have used. It hardly depends on what else runs on
 * the machine, which a rate does. NaN where the kernel does not tell (only Linux does).
 */
export function processorTime(root: number): number {
  let used = 0;
  try {
    const parents = parentsOf();
    const family = new Set([root]);
    for (let before = 0; before < family.size;) {
      before = family.size;
      for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
    }
    for (const pid of family) used += timesOf(pid).slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * tick;
  } catch {
    return Number.NaN;
  }
  return used;
}

// The fields behind the name, which may hold spaces: state, parent, … own user and system time, those of children that have ended.
function timesOf(pid: number): string[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ");
  } catch (error) {
    if (pid === process.pid) throw error;
    return [];
  }
}

function parentsOf(): [number, number][] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), Number(timesOf(Number(name))[1])]);
}

/** A table for a terminal: the first column as words, the others right-aligned. */
export function table(head: string[], rows: (string | number)[][]): string {
  const lines = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const drawn = lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "));
  return [drawn[0]!, widths.map((width) => "-".repeat(width)).join("  "), ...drawn.slice(1)].join("\n");
}

/** A figure with as many places as it needs to be told from its neighbours. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return "?";
  return value >= 100 ? Math.round(value).toLocaleString("en-GB") : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
