import { openWire, type Reply, textOf } from "../setting/wire.ts";

export type Shown = { status: number; path: string; html: string };
export type Asked = { requests: number; forms: number; bytes: number };
export type Browser = {
  open(path: string): Promise<Shown>;
  /** Sends a form and goes where it leads. */
  send(path: string, form: Record<string, string>): Promise<Shown>;
  upload(path: string, field: string, file: Buffer): Promise<Shown>;
  /** Fetches what a page refers to, and answers its status. */
  fetch(path: string): Promise<number>;
  /** What it asked so far: requests, how many of them were forms, and the bytes of the answers as they came. */
  asked(): Asked;
  close(): void;
};

/** What a browser does on one kept-open connection from an address of its own: cookies, redirects, packed answers, Sec-Fetch-Site. */
export function openBrowser(origin: string, address: string): Browser {
  const wire = openWire(origin, address);
  const cookies = new Map<string, string>();
  const asked: Asked = { requests: 0, forms: 0, bytes: 0 };

  async function ask(method: string, path: string, lines = "", body?: Buffer): Promise<Reply> {
    asked.requests++;
    if (method === "POST") asked.forms++;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const reply = await wire.ask(method, path, `accept: text/html\r\naccept-encoding: gzip\r\nsec-fetch-site: same-origin\r\n${cookie ? `cookie: ${cookie}\r\n` : ""}${lines}`, body);
    asked.bytes += reply.body.length;
    for (const line of reply.cookies) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split("=");
      if (value === "" || attributes.some((each) => /^max-age=0$/i.test(each))) cookies.delete(name);
      else cookies.set(name, value);
    }
    return reply;
  }

  async function follow(path: string, reply: Reply): Promise<Shown> {
    for (let hops = 0; reply.status === 303 || reply.status === 302; hops++) {
      if (hops > 5) throw new Error(`${path} leads in a circle`);
      path = reply.headers.get("location")!.split("#")[0]!;
      reply = await ask("GET", path);
    }
    const shown = { status: reply.status, path, html: textOf(reply) };
    if (reply.status !== 200) throw new Error(`${reply.status} at ${path.split("?")[0]}: ${faultsIn(shown.html)}`);
    return shown;
  }

  const post = async (path: string, type: string, body: Buffer) => follow(path, await ask("POST", path, `content-type: ${type}\r\n`, body));
  return {
    open: async (path) => follow(path, await ask("GET", path)),
    send: (path, form) => post(path, "application/x-www-form-urlencoded", Buffer.from(new URLSearchParams(form).toString())),
    upload(path, field, file) {
      const boundary = "----bench";
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="photo.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
      return post(path, `multipart/form-data; boundary=${boundary}`, Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]));
    },
    fetch: async (path) => (await ask("GET", path)).status,
    asked: () => asked,
    close: () => wire.close(),
  };
}

/** The value of a hidden field of a page. */
export function hidden(page: Shown, name: string): string {
  const found = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(page.html)?.[1];
  if (found === undefined) throw new Error(`${page.path.split("?")[0]} has no ${name}`);
  return found;
}

function faultsIn(html: string): string {
  const said = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? "";
  const summary = /error-summary[\s\S]*?<ul[^>]*>([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? "";
  return `${said} ${summary}`.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim().slice(0, 200);
}
