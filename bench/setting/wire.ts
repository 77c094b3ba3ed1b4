import { connect } from "node:net";
import { gunzipSync } from "node:zlib";

export type Reply = { status: number; headers: Map<string, string>; cookies: string[]; body: Buffer };

const separator = Buffer.from("\r\n\r\n");

export type Wire = {
  /** Sends one request; `lines` are further header lines, each with its end. */
  ask(method: string, path: string, lines: string, body?: Buffer): Promise<Reply>;
  close(): void;
};

/**
 * One connection that is kept open, one request at a time. Written on the bare socket because a load generator on the same machine must
 * cost little. Answers must say their length. `from` is the address of this machine that it comes from; on Linux every 127.x.y.z is one.
 */
export function openWire(origin: string, from?: string): Wire {
  const { hostname, port, host } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true, ...(from ? { localAddress: from } : {}) });
  let chunks: Buffer[] = [];
  let have = 0;
  let need = 0;
  let head: (Head & { at: number }) | null = null;
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;

  function take(chunk: Buffer): void {
    chunks.push(chunk);
    have += chunk.length;
    if (head && have < need) return;
    const all = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    chunks = [all];
    if (!head) {
      const end = all.indexOf(separator);
      if (end < 0) return;
      head = { ...readHead(all.toString("latin1", 0, end)), at: end + separator.length };
      need = head.at + Number(head.headers.get("content-length") ?? 0);
      if (have < need) return;
    }
    const { at, ...rest } = head;
    const { resolve } = waiting!;
    [chunks, have, head, waiting] = [[], 0, null, null];
    resolve({ ...rest, body: all.subarray(at, need) });
  }

  const lost = (error?: Error) => {
    waiting?.reject(error ?? new Error("the connection was closed"));
    waiting = null;
  };
  socket.on("data", take).on("error", lost).on("close", () => lost());
  return {
    ask(method, path, lines, body) {
      if (waiting) throw new Error("one request at a time");
      const start = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines}${body ? `content-length: ${body.length}\r\n` : ""}\r\n`;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(body ? Buffer.concat([Buffer.from(start), body]) : start);
      });
    },
    close: () => void socket.destroy(),
  };
}

type Head = Omit<Reply, "body">;

function readHead(text: string): Head {
  const [first = "", ...lines] = text.split("\r\n");
  const headers = new Map<string, string>();
  const cookies: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === "set-cookie") cookies.push(value);
    else headers.set(name, value);
  }
  if (headers.has("transfer-encoding")) throw new Error("an answer that does not say its length");
  return { status: Number(first.split(" ")[1]), headers, cookies };
}

/** The body of an answer as text, unpacked when it came packed. */
export function textOf(reply: Reply): string {
  return (reply.headers.get("content-encoding") === "gzip" ? gunzipSync(reply.body) : reply.body).toString("utf8");
}
