/** Numbers of one name, in the sense of Prometheus: what they count, and one number for each set of labels. Labels are words of the program, never of people. */
export type Family = { name: string; help: string; type: "counter" | "gauge" | "histogram"; samples: Sample[] };
export type Sample = { labels: Record<string, string>; value: number; /** What is written behind the name: `_bucket`, `_sum`, `_count`. */ suffix?: string };

/** Families as the text that Prometheus reads (version 0.0.4). */
export function inProse(families: readonly Family[]): string {
  return families.map(({ name, help, type, samples }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((sample) => line(name, sample)).join("")}`).join("");
}

function line(name: string, { labels, value, suffix = "" }: Sample): string {
  const said = Object.entries(labels).map(([label, word]) => `${label}="${word.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`).join(",");
  return `${name}${suffix}${said ? `{${said}}` : ""} ${value}\n`;
}

/** A gauge whose numbers differ by labels. */
export function gauge(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: "gauge", samples };
}

/** Upper bounds of how long something took, in seconds: a page is drawn in milliseconds, and after thirty seconds a statement is broken off. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How long things took, counted by their labels since the start of the process. */
export function durations(name: string, help: string) {
  const seen = new Map<string, { labels: Record<string, string>; within: number[]; sum: number; count: number }>();
  return {
    note(labels: Record<string, string>, seconds: number): void {
      const key = Object.values(labels).join(" ");
      let one = seen.get(key);
      if (one === undefined) seen.set(key, (one = { labels, within: bounds.map(() => 0), sum: 0, count: 0 }));
      one.sum += seconds;
      one.count += 1;
      const at = bounds.findIndex((bound) => seconds <= bound);
      if (at >= 0) one.within[at]! += 1;
    },
    family(): Family {
      const samples = [...seen.values()].flatMap(({ labels, within, sum, count }) => {
        let below = 0;
        return [
          ...bounds.map((bound, at): Sample => ({ labels: { ...labels, le: String(bound) }, value: (below += within[at]!), suffix: "_bucket" })),
          { labels: { ...labels, le: "+Inf" }, value: count, suffix: "_bucket" }, { labels, value: sum, suffix: "_sum" }, { labels, value: count, suffix: "_count" },
        ];
      });
      return { name, help, type: "histogram", samples };
    },
  };
}

/** What the process itself uses, by the names that every exporter gives to it. */
export function ofProcess(): Family[] {
  const { user, system } = process.cpuUsage();
  return [
    gauge("process_resident_memory_bytes", "Memory of the process.", [{ labels: {}, value: process.memoryUsage.rss() }]),
    { name: "process_cpu_seconds_total", help: "Processor time of the process.", type: "counter", samples: [{ labels: {}, value: (user + system) / 1e6 }] },
    gauge("process_start_time_seconds", "When the process began, in seconds since 1970.", [{ labels: {}, value: performance.timeOrigin / 1000 }]),
  ];
}
