import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { askForCopy } from "../../src/acts/case-copy.ts";
import { findApplication } from "../../src/applications/application.ts";
import { states } from "../../src/applications/states.ts";
import { checkCopy } from "../../src/documents/copy-file.ts";
import { claimKeys } from "../../src/documents/sign.ts";
import { complete } from "../../src/platform/i18n.ts";
import { transact } from "../../src/platform/act.ts";
import { makeCopy } from "../../src/web/copy/make.ts";
import { openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { caseOf, examiner } from "./examine.ts";
import { letIn } from "./prepared.ts";

const paper = join(import.meta.dirname, "../../bin/sojourn-paper.js");

function unpack(folder: string, zip: Uint8Array): string[] {
  const files = unzipSync(zip);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return Object.keys(files);
}

test("a person presses once, downloads everything kept, reads it without a network, and somebody else checks it", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T10:00:00Z"), places: [], peopled: true });
  await using browser = await openBrowser();
  const folder = mkdtempSync(join(tmpdir(), "copy-"));
  const faults: string[] = [];
  for (const [lang, key, pdf] of [["en", "rashid", "papers/decision.pdf"], ["ar", "lena", "papers/registration-form.pdf"]] as const) {
    const it = await examiner(browser, lang);
    const who = await caseOf(house, key);
    await letIn(it.context, house, who);
    await it.see(`${house.portal}/${lang}/application/copy`, `copy-${key}`);
    // Papers are drawn by jobs of their own after the demonstration was made.
    await expect.poll(async () => (await house.db.selectFrom("file").select("id").where("application_id", "=", who.id).where("kind", "=", pdf.slice(7, -4)).execute()).length, { timeout: 60_000 }).toBe(1);
    await it.page.locator(`form[action$="/copy"] button`).click();
    const link = it.page.locator(`a[href$="/copy.zip"]`);
    await link.waitFor({ timeout: 30_000 });
    await it.look(`copy-${key}-ready`);
    const [download] = await Promise.all([it.page.waitForEvent("download"), link.click()]);
    const zip = join(folder, `${lang}.zip`);
    await download.saveAs(zip);

    const published = (await (await fetch(`${house.portal}/api/v1/paper-key`)).json() as { key: string }).key;
    const verify = (given: string) => execFileSync(process.execPath, [paper, "verify", given, published], { cwd: folder, encoding: "utf8" });
    expect(verify(`${lang}.zip`)).toContain(`Genuine: the copy of ${who.registration_number}`);
    expect(() => verify("nothing.zip")).toThrow("There is no file");

    const names = unpack(join(folder, lang), readFileSync(zip));
    expect(names).toContain(pdf);
    await it.context.setOffline(true);
    const fetched: string[] = [];
    it.page.on("request", (request) => fetched.push(request.url()));
    await it.page.goto(pathToFileURL(join(folder, lang, "index.html")).href);
    await it.look(`copy-${key}-inside`);
    expect(fetched.filter((url) => !url.startsWith("file:"))).toEqual([]);
    const links = await it.page.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links.filter((href) => !names.includes(href ?? ""))).toEqual([]);
    faults.push(...it.faults);
  }
  rmSync(folder, { recursive: true });
  expect(faults).toEqual([]);

  // And there is a copy of a case in whatever state, in each language.
  const all = await house.db.selectFrom("application").select("id").where("registration_number", "is not", null).execute();
  const seen = new Set<string>();
  for (const [n, { id }] of all.entries()) {
    const application = (await findApplication(house.db, id))!;
    seen.add(application.state);
    await transact(house.db, house.clock, { kind: "applicant", id, name: "applicant" }, async (act) => {
      await act.tx.deleteFrom("case_copy").where("application_id", "=", id).execute();
      await askForCopy(act, { ...application, capacity: null }, complete[n % complete.length]!);
    });
    await makeCopy({ db: house.db, clock: house.clock, secret: house.app.secret, origins: { portal: house.portal, office: house.office, bank: null }, authority: { name: "Örnek Göç İdaresi", phone: "157" } }, id);
    const { bytes } = await house.db.selectFrom("case_copy").select("bytes").where("application_id", "=", id).executeTakeFirstOrThrow();
    expect(checkCopy(bytes!, claimKeys(house.app.secret).publicKey), application.state).toHaveProperty("manifest");
  }
  expect(states.filter((state) => !seen.has(state) && state !== "draft" && state !== "expired")).toEqual([]);
}, 300_000);
