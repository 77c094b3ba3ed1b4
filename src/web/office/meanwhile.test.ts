import { expect, test } from "vitest";
import { allPresent, makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";

test("who presses twice is told it is done, and nobody is told that they were faster than themselves", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk", "35", "Ada");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  await allPresent(it.db, it.clock, made.id);
  const url = `/cases/${made.id}`;
  const seen = await it.seen(made.id);
  it.clock.forward({ minutes: 1 });
  expect((await desk.post(`${url}/accept`, { seen })).status).toBe(303);
  const again = await desk.post(`${url}/accept`, { seen });
  expect(again.status).toBe(409);
  expect(again.text).toContain("You have already done this");
  expect(again.text).toContain("Accepted, Mon 23 November 2026");
  for (const text of ["was faster", "Nothing of yours was carried out"]) expect(again.text, text).not.toContain(text);
  const other = await desk.post(`${url}/not-accept`, { seen, "not-accept-words": "Late thought." });
  expect(other.text).toContain("You changed it yourself");
  expect(other.text).not.toContain("was faster");
  const colleague = await it.enter("front-desk", "35", "Bora");
  expect((await colleague.post(`${url}/not-accept`, { seen, "not-accept-words": "Late thought." })).text).toContain("<bdi>Ada</bdi> was faster");
});

test("what the state of a case does not allow is said so, and nobody is blamed for it", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  const refused = await one.post(`/cases/${made.id}/review`, { seen: await it.seen(made.id) });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain("This is not possible now");
  for (const text of ["was faster", "changed while you were working"]) expect(refused.text, text).not.toContain(text);
  const corrected = await one.post(`/cases/${made.id}/withdraw`, { seen: "2020-01-01T00:00:00Z", "withdraw-words": "Petition." });
  expect(corrected.text).toContain("changed while you were working");
  expect((await one.post(`/cases/${made.id}/withdraw`, { seen: "nonsense", "withdraw-words": "Petition." })).status).toBe(409);
});
