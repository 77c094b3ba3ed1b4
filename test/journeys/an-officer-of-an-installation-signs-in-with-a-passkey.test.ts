import type { CDPSession, Page } from "playwright-core";
import { expect, test } from "vitest";
import { appoint } from "../../src/identity/appoint.ts";
import { transact } from "../../src/platform/act.ts";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";

/** A device with an authenticator that checks its owner, as laptops and phones have one; `willing` says whether the owner is recognised. */
async function deviceOf(page: Page): Promise<{ cdp: CDPSession; willing(yes: boolean): Promise<void> }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { cdp, willing: async (yes) => void (await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: yes })) };
}

test("an officer of an installation adds a passkey by the operator’s link, signs in with it, adds another, removes the first, and leaves", async () => {
  await using house = await openHouse({ host: "localhost", demonstration: false, places: [] });
  await using browser = await openBrowser();
  const order = (...words: string[]) => transact(house.db, house.clock, { kind: "system", id: null, name: "operator" }, (act) => appoint(act, words, (invitation) => `${house.office}/passkey/${invitation}`));
  const link = /(http\S+)/.exec((await order("add", "ada@office.example", "Ada Deneme", "supervisor", "35")).said)![1]!;

  const page = await (await browser.newContext({ locale: "en" })).newPage();
  const device = await deviceOf(page);
  await page.goto(`${house.office}/cases`);
  expect(await page.locator("input[type=password]").count()).toBe(0);
  await checkAccessibility(page);

  await page.goto(link);
  await checkAccessibility(page);
  expect(await page.locator("main").innerText()).toContain("Ada Deneme, this link is yours alone");
  await page.locator("[name=name]").fill("Laptop at counter 3");
  await device.willing(false);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("Your device gave nothing").waitFor();
  await device.willing(true);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey was added").waitFor();

  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: "Today" }).waitFor();
  // The link is over.
  expect((await page.goto(link))!.status()).toBe(410);

  await page.goto(`${house.office}/sessions`);
  await checkAccessibility(page);
  expect(await page.locator("main").innerText()).toContain("Laptop at counter 3");
  await page.getByRole("button", { name: "Remove Laptop at counter 3" }).click();
  await page.getByText("This is your only passkey").waitFor();

  const other = await (await browser.newContext({ locale: "en", storageState: await page.context().storageState() })).newPage();
  await deviceOf(other);
  // This one is an older browser, without WebAuthn's JSON.
  await other.addInitScript(() => {
    for (const [owner, name] of [[PublicKeyCredential, "parseCreationOptionsFromJSON"], [PublicKeyCredential, "parseRequestOptionsFromJSON"], [PublicKeyCredential.prototype, "toJSON"]] as const) {
      if (!Reflect.deleteProperty(owner, name) || name in owner) throw new Error(`${name} stays`);
    }
  });
  await other.goto(`${house.office}/sessions`);
  await other.getByRole("button", { name: "Add another passkey" }).click();
  await other.locator("[name=name]").fill("Phone");
  await other.getByRole("button", { name: "Add a passkey" }).click();
  await other.getByText("The passkey was added").waitFor();
  await page.goto(`${house.office}/sessions`);
  await page.getByRole("button", { name: "Remove Laptop at counter 3" }).click();
  await page.getByText("The passkey was removed").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("This passkey does not open this office").waitFor();
  await other.getByRole("button", { name: "Sign in with a passkey" }).click();
  await other.getByRole("heading", { name: "Today" }).waitFor();

  // The day they leave, what stands open is over too.
  expect((await order("end", "ada@office.example")).well).toBe(true);
  await other.reload();
  expect(other.url()).toContain("/sign-in");
  const acts = await house.db.selectFrom("audit").select(["act", "actor_name"]).where("act", "like", "%passkey%").orderBy("id").execute();
  expect(acts).toEqual([
    { act: "passkey-added", actor_name: "Ada Deneme" }, { act: "passkey-added", actor_name: "Ada Deneme" }, { act: "passkey-revoked", actor_name: "Ada Deneme" },
  ]);
}, 120_000);
