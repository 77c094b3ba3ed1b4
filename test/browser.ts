import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const require = createRequire(import.meta.url);

// The network is none of a test's business: without these Chromium asks for updates and looks its maker's hosts up at every start.
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--font-render-hinting=none"];

/** A real browser: the one CHROMIUM_PATH names, else the one from npm, else one installed on the system. `await using` closes it. */
export async function openBrowser(): Promise<Browser> {
  const { path, env } = findChromium();
  return chromium.launch({ executablePath: path, args: flags, env: { ...inherited(), ...env } });
}

function findChromium(): { path: string; env?: Record<string, string> } {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return { path: named };
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there`);
  }
  if (process.platform === "linux" && process.arch === "x64") return unpacked();
  const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];
  const path = usual.find((path) => existsSync(path));
  if (path !== undefined) return { path };
  throw new Error("no browser to test with: install Chromium (Debian: apt-get install chromium), or name one in CHROMIUM_PATH");
}

// The npm package unpacks itself and the libraries it needs into the temporary folder. It gets one of the project's own, in a process of
// its own because it changes the environment, and beside the final place so that two tests never see a half-written browser.
function unpacked(): { path: string; env: Record<string, string> } {
  const { version } = JSON.parse(readFileSync(resolve("node_modules/@sparticuz/chromium/package.json"), "utf8")) as { version: string };
  const folder = resolve(".tmp", `browser-${version}`);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    execFileSync(process.execPath, ["--input-type=module", "-e", "await (await import('@sparticuz/chromium')).default.executablePath()"], {
      env: { ...inherited(), TMPDIR: draft, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
    });
    // Its own list of font folders names only places outside this one.
    writeFileSync(join(draft, "fonts", "fonts.conf"), `<?xml version="1.0"?>\n<fontconfig><dir prefix="relative">.</dir></fontconfig>\n`);
    try {
      renameSync(draft, folder);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return { path: join(folder, "chromium"), env: { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") } };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Has every page of a context carry the examiner of accessibility from its beginning: for journeys that look at many pages, twice as fast. */
export async function carryExaminer(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: require.resolve("axe-core/axe.min.js") });
}

/** Fails with a readable list when the page as it stands breaks a rule of WCAG 2.2 A or AA that axe can see. */
export async function checkAccessibility(page: Page): Promise<void> {
  // Evaluated, not added as a script element: the page's own policy forbids those, as it should.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<AxeResults> } };
    return axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] });
  });
  if (violations.length === 0) return;
  const told = violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(" ")}\n      ${node.html.slice(0, 200)}\n      ${(node.failureSummary ?? "").replaceAll("\n", "\n      ")}`).join("\n")}`);
  throw new Error(`${page.url()} breaks ${violations.length} rule${violations.length > 1 ? "s" : ""} of accessibility\n${told.join("\n")}`);
}

/** Two pictures of the whole page, on a phone and on a desk, in .tmp/shots/. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(".tmp/shots", { recursive: true });
  const before = page.viewportSize();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `.tmp/shots/${name}-${width}.png`, fullPage: true });
  }
  if (before) await page.setViewportSize(before);
}
