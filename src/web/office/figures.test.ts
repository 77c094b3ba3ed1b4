import { expect, test } from "vitest";
import { office } from "../../../test/office-server.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { roles } from "../../identity/officer.ts";

test("supervisors see how their own office stands, each drawing with its table; who has not the duty is told so", async () => {
  await using it = await office();
  for (const state of ["accepted", "accepted", "in-review"] as const) await makeCase(it.db, it.clock, { state, set: { decide_by: Temporal.PlainDate.from("2026-11-20") } });
  await makeCase(it.db, it.clock, { state: "granted", office: "06" });
  for (const role of roles) {
    const { status, text } = await (await it.enter(role)).get("/figures");
    expect(status, role).toBe(["supervisor", "administrator", "auditor"].includes(role) ? 200 : 403);
    if (status !== 200) expect(text).not.toContain("<figure");
  }
  const { text } = await (await it.enter("supervisor", "35", "another")).get("/figures");
  expect(text.match(/<figure class="bars" aria-hidden="true">/g)).toHaveLength(8);
  expect(text.match(/<table class="table">/g)).toHaveLength(8);
  expect(text).toContain("Now: 3 cases");
  const row = (name: string) => new RegExp(`<th scope="row">${name}</th>(.*?)</tr>`).exec(text)![1]!.replaceAll(/<[^>]*>/g, " ").trim().split(/\s+/);
  expect(row('<a href="/cases\\?state=accepted">.*?</a>')).toEqual(["2"]);
  expect(row('<a href="/cases\\?state=granted">.*?</a>')).toEqual(["0"]);
  expect(row("Passed")).toEqual(["3", "0", "0"]);
  expect(row("Once")).toEqual(["0", "–"]);
});
