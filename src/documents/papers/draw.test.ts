import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { complete, texts } from "../../platform/i18n.ts";
import { compose } from "./compose.ts";
import { closePapers, draw } from "./draw.ts";
import type { Paper } from "./paper.ts";
import { common, documents, papers, registrationForm, samplePhoto } from "./samples.ts";

const artists = vi.hoisted((): ChildProcess[] => []);
vi.mock(import("node:child_process"), async (original) => {
  const real = await original();
  const fork = (...asked: Parameters<typeof real.fork>) => {
    const child = real.fork(...asked);
    artists.push(child);
    return child;
  };
  return { ...real, fork: fork as typeof real.fork };
});

afterAll(closePapers);

/** The parts of a PDF that are packed, unpacked: enough to see its structure and the text that its fonts map. */
function opened(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf);
  let text = bytes.toString("latin1");
  for (let at = bytes.indexOf("stream\n"); at !== -1; at = bytes.indexOf("stream\n", at + 7)) {
    if (bytes.toString("latin1", at - 3, at) === "end") continue;
    try {
      text += inflateSync(bytes.subarray(at + 7)).toString("latin1");
    } catch {
      // A picture or a font: packed in its own way.
    }
  }
  return text;
}

/** How many pages the paper has, from its page tree. */
const pages = (pdf: Uint8Array) => Number(/\/Type\s*\/Pages\s*\/Count (\d+)|\/Count (\d+)/.exec(opened(pdf))?.slice(1).find(Boolean));

const HOSTILE = "#panic() *_$x$ \"quoted\" \\u{41} ]#[ // /* @ref <label> = heading \u202Eevil\u0000 ${process} 中文 😀 \u2067";

function hostile<Value>(value: Value): Value {
  if (typeof value === "string") return HOSTILE as Value;
  if (Array.isArray(value)) return value.map(hostile) as Value;
  if (value && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [
      name, ["kind", "language", "currency", "barcode", "verify"].includes(name) ? inner : hostile(inner),
    ])) as Value;
  }
  return value;
}

describe.each(complete)("the papers in %s", (code) => {
  it.each(papers(code).map((paper) => [paper.kind, paper] as const))("draws %s, tagged, titled, in its language", async (_, paper) => {
    const pdf = await draw(paper);
    const inside = opened(pdf);
    expect(Buffer.from(pdf).toString("latin1", 0, 5)).toBe("%PDF-");
    expect(inside).toContain("StructTreeRoot");
    expect(inside).toMatch(/\/Marked true/);
    expect(inside).toMatch(new RegExp(`/Lang ?\\(${code}`));
    expect(inside).toContain("pdfuaid");
    expect(inside).toMatch(/\/DisplayDocTitle true/);
    expect(inside).toContain("<dc:title>");
    expect(inside).toContain(paper.verify);
    expect(inside).toMatch(/\/S ?\/H1/);
    expect(inside).toMatch(/\/Alt/);
  });

  it("takes hostile names as mere text", async () => {
    for (const paper of papers(code)) expect((await draw(hostile(paper))).length).toBeGreaterThan(10_000);
  });

  it("draws a form with one document and with fifteen, with a photograph, in the draw, with everything in it", async () => {
    const own = (text: string) => ({ own: text, turkish: text });
    const full = registrationForm(code, {
      photo: await samplePhoto(), documents: documents(code, 15),
      appointment: { kind: "draw", province: own("İstanbul"), by: Temporal.PlainDate.from("2026-12-15") },
      presentPermit: { type: own("Student"), number: "ABC 123456", expires: Temporal.PlainDate.from("2027-01-01") },
      education: { institution: "Örnek Üniversitesi", programme: "Physics", level: own("Lisans") },
      sponsor: { name: "Deneme Örnek", relation: own("Eş"), nationality: own("Türkiye"), identityNumber: "10000000146" },
      representative: { name: "Av. Zeynep Deneme", capacity: own("Avukat"), details: "İzmir Barosu 12345" },
    });
    const one = registrationForm(code, { documents: documents(code, 1) });
    expect(pages(await draw(one))).toBe(2);
    expect(pages(await draw(full))).toBeLessThanOrEqual(3);
  });

  it("keeps each letter on one page or two", async () => {
    for (const paper of papers(code)) {
      const longest = paper.kind === "registration-form" || paper.kind === "decision-refusal" ? 2 : 1;
      expect([paper.kind, pages(await draw(paper))]).toSatisfy(([, count]: [string, number]) => count >= 1 && count <= longest);
    }
  });
});

describe("the drawing process", () => {
  it("draws many at once, each its own", async () => {
    const pdfs = await Promise.all([1, 2, 3, 4, 5].map((n) => draw({ ...registrationForm("en"), number: `2026-35-000000${n}` })));
    pdfs.forEach((pdf, at) => expect(opened(pdf)).toContain(`2026-35-000000${at + 1}`));
  });

  it("starts again after it was closed", async () => {
    await closePapers();
    expect((await draw(papers("tr")[5]!)).length).toBeGreaterThan(10_000);
  });

  it("draws the paper again when the process dies under it, and gives up after the second time", async () => {
    const drawn = draw(registrationForm("en"));
    artists.at(-1)!.kill("SIGKILL");
    expect((await drawn).length).toBeGreaterThan(10_000);
    const before = artists.length;
    const given = draw(registrationForm("en"));
    artists.at(-1)!.kill("SIGKILL");
    await vi.waitFor(() => expect(artists.length).toBe(before + 1));
    artists.at(-1)!.kill("SIGKILL");
    await expect(given).rejects.toThrow(/twice/);
    expect((await draw(registrationForm("en"))).length).toBeGreaterThan(10_000);
  });

  it("is given no environment: it knows no secret", async () => {
    await draw(registrationForm("en"));
    const { pid } = artists.at(-1)!;
    if (process.platform === "linux") expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toContain("PATH=");
  });

  it("refuses what is waiting when it is closed, and does not hang", async () => {
    const waiting = Promise.allSettled([draw(registrationForm("en")), draw(registrationForm("ar"))]);
    await closePapers();
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("says what is wrong with one paper and draws the next", async () => {
    const broken = draw({ ...registrationForm("en"), photo: Buffer.from("not a picture") });
    await expect(broken).rejects.toThrow(/could not be set/);
    expect((await draw(registrationForm("en"))).length).toBeGreaterThan(10_000);
  });

  it("does not hold the thread of who asks", async () => {
    await draw(registrationForm("en"));
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await Promise.all(Array.from({ length: 20 }, () => draw(registrationForm("ar"))));
    clearInterval(watch);
    expect(longest).toBeLessThan(400);
  });
});

describe("what stands on the papers", () => {
  const lines = (paper: Paper) => JSON.stringify(compose(paper));

  it("has both languages, and Turkish alone in Turkish", () => {
    const english = lines(registrationForm("en"));
    expect(english).toContain("Tuesday 8 December 2026, 10:20");
    expect(english).toContain("8 Aralık 2026 Salı, 10:20");
    expect(JSON.stringify(compose(registrationForm("tr")), (key, value: unknown) => (key === "own" && value !== null ? "!own" : value))).not.toContain("!own");
  });

  it("has the dates of the law on a refusal that was served, and their count on one that was not", () => {
    const refusal = papers("en").find((paper) => paper.kind === "decision-refusal")!;
    expect(lines(refusal)).toContain("Monday 8 February 2027");
    expect(lines(refusal)).toContain("Sunday 20 December 2026");
    const unserved = lines({ ...refusal, served: undefined });
    expect(unserved).toContain("within 60 days");
    expect(unserved).toContain("within 10 days");
  });

  it("gives reasons for other dates only where they differ", () => {
    const grant = papers("en").find((paper) => paper.kind === "decision-grant")!;
    expect(lines(grant)).toContain("not those you asked for");
    expect(lines({ ...grant, askedUntil: grant.until })).not.toContain("not those you asked for");
  });

  it("drops marks that would turn a name round, and keeps isolates that close", () => {
    const sheet = lines({ ...common("en"), kind: "receipt", receiptNumber: "1", accrualNumber: "2", payer: "A\u202Eb\u200Fc\u0007", applicant: "\u2067open", lines: [], total: { amount: 0, currency: "TRY" }, paid: Temporal.Instant.from("2026-11-23T11:09:00Z"), channel: { own: "\u20661\u2069", turkish: "x" }, reference: "r" });
    expect(sheet).toContain('"Abc"');
    expect(sheet).toContain('"open"');
    expect(sheet).toContain("\u20661\u2069");
  });

  it("uses every text there is", () => {
    const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8")).join();
    expect([...texts("en").keys()].filter((key) => key.startsWith("papers.") && !sources.includes(`"${key}"`))).toEqual([]);
  });
});
