import { expect, test } from "vitest";
import { portalPages } from "../../src/web/portal.ts";
import { openBrowser } from "../browser.ts";
import { type House, openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { caseOf, type Examiner, examiner, notSeen } from "./examine.ts";
import { hand } from "./hand.ts";
import { pavel, selma } from "./people.ts";
import { drafted, letIn } from "./prepared.ts";

/** What a person reads; the interfaces for programs have no language in their address. */
const pages = portalPages.filter(({ get, route }) => get && route.pattern.startsWith("/:lang")).map(({ route }) => route.pattern);
/** Of a case that is not there, a file, or a paper. */
const notHere = ["/:lang/draws/:id", "/:lang/application/paper/:paper"];

const facts = "kind=first&permitType=short-term&purpose=tourism&nationality=DEU&entryBasis=exemption&stayEnds=2027-01-17&visaFeePaid=no&requestedFrom=2027-01-18&requestedUntil=2027-07-17&birthYearOver=adult";
const open = [
  "", "may-i-apply", `may-i-apply?${facts}`, "fees", `fees?${facts}`, "waiting-times", "waiting-times?province=35&type=short-term", "accessibility", "privacy", "check/first", "check/extension", "check/transfer", "start/first", "start/extension",
  "start-code", "continue", "continue?ended=yes", "continue-code", "draws", "verify/nothing", "mailbox", "nowhere",
];
const topics = ["identity", "travel-document", "entry", "stay", "province", "address", "work", "insurance", "contact"].map((topic) => `topic/${topic}`);
/** Of whom which pages: the demonstration has a case in every state. */
const own: Record<string, string[]> = {
  alexei: ["", "topic/identity", "photo"],
  yusuf: ["created", "status", "appointment", "withdraw", "correct", "contact", "copy"],
  lena: ["status", "appointment", "appointment?change=yes", "appointment/cancel", "pay"],
  farid: ["draw", "status"],
  marco: ["draw"],
  tomasz: ["pay", "status"],
  andrei: ["pay"],
  priya: ["pay", "status"],
  emma: ["pay", "status"],
  reto: ["status", "representative", "representative/end"], omar: ["representative"],
  olena: ["status"], samir: ["status"], akiko: ["status"], mariam: ["status"], sofia: ["status"], aysel: ["status"], ivana: ["status"], thanh: ["status"],
  rashid: ["status"], lucas: ["status"], prisca: ["status"], bilal: ["status"], gulnara: ["status"], fatemeh: ["correct"],
};

test("every page of the portal, in every state of a case, is accessible and fits a phone, to the left and to the right", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T10:00:00Z"), places: [], peopled: true });
  await using browser = await openBrowser();
  const drafts = { anna: await drafted(house, anna), pavel: await drafted(house, pavel), selma: await drafted(house, selma) };
  const walks = await Promise.all((["en", "ar"] as const).map(async (lang) => {
    const it = await examiner(browser, lang);
    await inPublic(it, house);
    for (const [who, paths] of Object.entries({ anna: [...topics, "photo", "review"], pavel: ["topic/permit", "topic/family"], selma: ["topic/education"] })) {
      await letIn(it.context, house, drafts[who as "anna"]);
      for (const path of paths) await it.see(`${house.portal}/${lang}/application/${path}`, `${who}-${path.replaceAll("/", "-")}`);
    }
    for (const [who, paths] of Object.entries(own)) {
      await letIn(it.context, house, await caseOf(house, who));
      for (const path of paths) await it.see(`${house.portal}/${lang}/application${path && "/"}${path}`, `${who}-${path.replace(/\W+/g, "-") || "tasks"}`);
    }
    await letIn(it.context, house, await caseOf(house, "lena"));
    await proved(it, house);
    // Whatever else there is, as the person with an appointment sees it.
    for (const pattern of notSeen(pages, it.seen)) {
      const path = pattern.replace("/:lang", "");
      if (!notHere.includes(pattern)) await it.see(`${house.portal}/${lang}${path}`, `more${path.replaceAll("/", "-")}`);
    }
    return it;
  }));
  expect(walks.flatMap(({ faults }) => faults)).toEqual([]);
  for (const { seen } of walks) expect(notSeen(pages, seen)).toEqual(notHere);
}, 300_000);

/** Who is there is asked again before a contact changes. */
async function proved(it: Examiner, house: House) {
  await house.db.updateTable("session").set({ created_at: house.clock.now().subtract({ minutes: 20 }) }).where("kind", "=", "applicant").execute();
  await it.page.goto(`${house.portal}/${it.lang}/application/contact`);
  await hand(it.page).answer({ channel: "email", email: "new@person.example" });
  await Promise.all([it.page.waitForEvent("framenavigated"), it.page.locator('[name="email"]').press("Enter")]);
  await it.page.locator('[name="proof-code"]').waitFor();
  await it.look("lena-prove");
  await it.page.evaluate(() => document.querySelectorAll("details").forEach((folded) => { folded.open = true; }));
  await it.look("lena-prove-open");
}

/** What anybody sees, and the pages that come back when a form is sent with nothing in it. */
async function inPublic(it: Examiner, house: House) {
  const here = `${house.portal}/${it.lang}`;
  for (const path of open) await it.see(`${here}/${path}`, `public-${path.replace(/\?.*/, "-answered").replaceAll("/", "-") || "home"}`);
  for (const path of ["check/first", "start/first", "continue", "may-i-apply"]) {
    await it.page.goto(`${here}/${path}`);
    await hand(it.page).send();
    await it.look(`public-${path.replaceAll("/", "-")}-empty`);
  }
  await it.page.goto(`${here}/check/extension`);
  await hand(it.page).answer({ inTurkiye: "yes", presentPermitType: "short-term", permitValidUntil: "2027-06-30" });
  await hand(it.page).send();
  await it.look("public-check-extension-too-early");
}
