import { expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { noShow } from "../../acts/no-show.ts";

test("the sheet of keys names what the page offers by a key, by the same words, and nothing else", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const at = (time: string) => ({ appointment: { day: "2026-11-23", time } });
  const missed = await makeCase(it.db, it.clock, at("09:00"));
  await it.act(one.who, (act) => noShow(act, missed));
  const cases = [
    ["i", await makeCase(it.db, it.clock, at("09:20"))], ["i", missed], ["am", await makeCase(it.db, it.clock, { state: "attended" })], ["am", await makeCase(it.db, it.clock, { state: "incomplete" })],
    ["vm", await makeCase(it.db, it.clock, { state: "accepted" })], ["gm", await makeCase(it.db, it.clock, { state: "in-review" })], ["", await makeCase(it.db, it.clock, { state: "granted" })],
  ] as const;
  for (const [keys, { id, state }] of cases) {
    const { text } = await one.get(`/cases/${id}`);
    const sheet = [...text.matchAll(/<dt><kbd class="keycap">([iavgm])<\/kbd><\/dt><dd>([^<]+)<\/dd>/g)].map(([, key, words]) => `${key} ${words}`);
    const offered = [...text.matchAll(/data-key="([iavgm])"[^>]*>([^<]+?) ?</g)].map(([, key, words]) => `${key} ${words}`);
    expect(sheet.map(([key]) => key).join(""), state).toBe(keys);
    expect(offered.sort(), state).toEqual([...sheet].sort());
  }
});
