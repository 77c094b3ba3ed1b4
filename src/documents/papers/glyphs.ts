/** The code points that the given TrueType fonts can draw, read from their `cmap` (formats 4 and 12). */
export function coverage(fonts: Buffer[]): Set<number> {
  const known = new Set<number>();
  for (const font of fonts) for (const table of subtables(font)) collect(table, known);
  return known;
}

function* subtables(font: Buffer): Generator<Buffer> {
  const tables = font.readUInt16BE(4);
  for (let at = 12; at < 12 + tables * 16; at += 16) {
    if (font.toString("latin1", at, at + 4) !== "cmap") continue;
    const cmap = font.subarray(font.readUInt32BE(at + 8));
    for (let record = 0; record < cmap.readUInt16BE(2); record++) yield cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4));
  }
}

function collect(table: Buffer, known: Set<number>): void {
  const format = table.readUInt16BE(0);
  if (format === 12) {
    for (let group = 0; group < table.readUInt32BE(12); group++) {
      const last = table.readUInt32BE(16 + group * 12 + 4);
      for (let code = table.readUInt32BE(16 + group * 12); code <= last; code++) known.add(code);
    }
  } else if (format === 4) {
    const segments = table.readUInt16BE(6) / 2;
    const starts = 16 + segments * 2;
    for (let segment = 0; segment < segments; segment++) {
      const last = table.readUInt16BE(14 + segment * 2);
      const delta = table.readUInt16BE(starts + segments * 2 + segment * 2);
      const rangeAt = starts + segments * 4 + segment * 2;
      const range = table.readUInt16BE(rangeAt);
      for (let code = table.readUInt16BE(starts + segment * 2); code <= last && code !== 0xffff; code++) {
        const glyph = range === 0 ? (code + delta) & 0xffff : table.readUInt16BE(rangeAt + range + (code - table.readUInt16BE(starts + segment * 2)) * 2);
        if (glyph !== 0) known.add(code);
      }
    }
  }
}

/** The same data with � for every character no font can draw: one such character would make the whole accessible PDF fail. */
export function covered<Value>(value: Value, known: Set<number>): Value {
  if (typeof value === "string") {
    let all = true;
    for (const sign of value) all &&= drawable(sign, known);
    return all ? value : [...value].map((sign) => (drawable(sign, known) ? sign : "\uFFFD")).join("") as Value;
  }
  if (Array.isArray(value)) return value.map((inner) => covered(inner, known)) as Value;
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, covered(inner, known)])) as Value;
  }
  return value;
}

function drawable(sign: string, known: Set<number>): boolean {
  return known.has(sign.codePointAt(0) ?? 0) || /\p{Default_Ignorable_Code_Point}/u.test(sign);
}
