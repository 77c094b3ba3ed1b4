/** What a mail server reported about a mail it had taken: RFC 3464. */
export type Reported = { delivered: boolean; because: string | null };

// As many parts and blocks as any honest report has, and more.
const mostParts = 20;
const mostBlocks = 50;
const longestReason = 250;
const reached = new Set(["delivered", "relayed", "expanded"]);

/**
 * Reads a delivery status notification: that a mail did not arrive, or that it did. Null for everything else: one that says only that it takes
 * longer, an answer by a holiday program, an attack. Never throws; the caller bounds the size.
 */
export function readDeliveryStatus(raw: Buffer): Reported | null {
  // One character an octet: nothing is lost, and nothing in it can break the reading.
  const lines = raw.toString("latin1").split(/\r?\n/);
  const { fields, rest } = headOf(lines);
  const type = fields.get("content-type") ?? "";
  if (!/^multipart\/report\s*(;|$)/i.test(type)) return null;
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return null;
  for (const part of partsOf(rest, boundary)) {
    const head = headOf(part);
    if (!/^message\/(global-)?delivery-status\s*(;|$)/i.test(head.fields.get("content-type") ?? "")) continue;
    return said(blocksOf(decoded(head.rest, head.fields.get("content-transfer-encoding") ?? "")));
  }
  return null;
}

type Fields = Map<string, string>;

/** The header fields before the first empty line, continued lines joined; of a field that stands twice the first counts. */
function headOf(lines: readonly string[]): { fields: Fields; rest: string[] } {
  const end = lines.findIndex((line) => line.trim() === "");
  const head = end < 0 ? lines : lines.slice(0, end);
  return { fields: fieldsOf(head), rest: end < 0 ? [] : lines.slice(end + 1) };
}

function fieldsOf(lines: readonly string[]): Fields {
  const fields: Fields = new Map();
  let last = "";
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (last !== "") fields.set(last, `${fields.get(last)} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    const name = colon < 1 ? "" : line.slice(0, colon).trim().toLowerCase();
    last = name !== "" && !fields.has(name) ? name : "";
    if (last !== "") fields.set(last, line.slice(colon + 1).trim());
  }
  return fields;
}

function partsOf(lines: readonly string[], boundary: string): string[][] {
  const parts: string[][] = [];
  let open: string[] | null = null;
  for (const line of lines) {
    const mark = line.trimEnd();
    if (mark === `--${boundary}--`) break;
    if (mark === `--${boundary}`) {
      if (parts.length === mostParts) break;
      parts.push((open = []));
    } else open?.push(line);
  }
  return parts;
}

function decoded(lines: readonly string[], encoding: string): string[] {
  const name = encoding.toLowerCase();
  if (name === "base64") return Buffer.from(lines.join(""), "base64").toString("latin1").split(/\r?\n/);
  if (name !== "quoted-printable") return [...lines];
  return lines.join("\n").replace(/=[ \t]*\n/g, "").replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).split("\n");
}

// The first block speaks of the message, each further one of a recipient.
function blocksOf(lines: readonly string[]): Fields[] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() !== "") blocks.at(-1)!.push(line);
    else if (blocks.at(-1)!.length > 0 && blocks.length < mostBlocks) blocks.push([]);
  }
  return blocks.map(fieldsOf).filter((fields) => fields.has("action"));
}

// A mail of ours has one recipient; behind it may stand a list of several, of whom one who is reached is enough.
function said(recipients: readonly Fields[]): Reported | null {
  const actions = recipients.map((fields) => fields.get("action")!.toLowerCase().split(/[\s;(]/)[0]!);
  if (actions.includes("delivered")) return { delivered: true, because: null };
  const failed = recipients[actions.indexOf("failed")];
  if (!failed || actions.some((action) => reached.has(action))) return null;
  const diagnostic = (failed.get("diagnostic-code") ?? "").replace(/^[\w-]+\s*;\s*/, "");
  return { delivered: false, because: plain(["bounced", failed.get("status") ?? "", diagnostic].filter(Boolean).join(": ")) };
}

function plain(text: string): string {
  return Buffer.from(text, "latin1").toString("utf8").replace(/[\p{C}\s]+/gu, " ").slice(0, longestReason).trim();
}
