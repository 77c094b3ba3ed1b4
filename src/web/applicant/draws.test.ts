import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { makeCase, makeCases, MONDAY } from "../../../test/cases.ts";
import { office } from "../../../test/office-server.ts";
import { publishedDraws } from "../../appointments/drawn.ts";
import { findOpenBatch } from "../../appointments/join.ts";
import { type DrawRecord, faultOf } from "../../appointments/record.ts";
import { noPublicValue, runDraws } from "../../appointments/run-draw.ts";

const inFatih = { province: "34", office: "34-fatih", district: "Fatih/Aksaray" };
const settings = { batchMinutes: 1, publicValue: noPublicValue };

async function drawn() {
  const it = await desk({ offices: ["34-fatih"], workingDays: 10 });
  await runDraws(it.db, it.clock, settings);
  const open = (await findOpenBatch(it.db, "34"))!;
  const people = await makeCases(it.db, 4, inFatih);
  for (const who of people) await (await it.visitor(who)).post("draw", { do: "join" });
  it.clock.set(MONDAY.add({ minutes: 1 }));
  await runDraws(it.db, it.clock, settings);
  return { it, open, people, anybody: await it.visitor(await makeCase(it.db, inFatih)) };
}

test("anybody sees the promise while a list is open, and the whole record once it is drawn", async () => {
  const { it, open, people, anybody } = await drawn();
  await using _ = it;
  const list = await it.stranger("/en/draws");
  expect(list.status).toBe(200);
  for (const said of ["Every draw", "İstanbul", "npx sojourn-draw verify", "open until", "Offices", "İstanbul İl Göç İdaresi Müdürlüğü (Fatih)", open.commitment.slice(0, 8), `/en/draws/${open.id}`]) expect(list.text, said).toContain(said);
  const file = await it.stranger(`/en/draws/${open.id}`);
  expect(file).toMatchObject({ status: 200, type: "application/json; charset=utf-8" });
  expect(file.disposition).toContain(`draw-${open.id}.json`);
  const record = JSON.parse(file.text) as DrawRecord;
  expect(record.commitment).toBe(open.commitment);
  expect(faultOf(record)).toBeNull();
  for (const who of people) for (const own of [who.id, who.number, who.person_id!, who.registration_number!, "GEO", "TEST"]) expect(file.text).not.toContain(own);
  const next = (await findOpenBatch(it.db, "34"))!;
  for (const path of [`/en/draws/${next.id}`, "/en/draws/nonsense", `/en/draws/${people[0]!.id}`]) expect((await it.stranger(path)).status, path).toBe(404);
  for (const code of ["tr", "ar", "ru"]) expect((await it.stranger(`/${code}/draws`)).text).toContain(`<html lang="${code}"`);
  expect((await anybody.get("draw")).text).toContain('href="/en/draws"');
});

test("the list begins with what was drawn last, whatever was opened last, and each draw stands on one page of it", async () => {
  const { it, open } = await drawn();
  await using _ = it;
  // Thirty more of other days: the longer ago one was drawn, the later it was opened.
  await sql`insert into draw select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'opened_at', d.opened_at - interval '90 days' + n * interval '1 day',
    'closes_at', d.closes_at - n * interval '1 day', 'closed_at', d.closed_at - n * interval '1 day', 'drawn_at', d.drawn_at - n * interval '1 day'))).*
    from draw d, generate_series(1, 30) n where d.id = ${open.id}`.execute(it.db);
  const first = await publishedDraws(it.db);
  const rest = await publishedDraws(it.db, { before: first.at(-1)!.id });
  const all = [...first, ...rest];
  expect([first.length, rest.length, new Set(all.map(({ id }) => id)).size]).toEqual([25, 7, 32]);
  // What people still wait for stands above all, then the day's own draw.
  expect([all[0]!.drawn, all[1]!.id]).toEqual([null, open.id]);
  const days = all.slice(1).map(({ drawn: at }) => at!.epochMilliseconds);
  expect(days).toEqual(days.toSorted((one, other) => other - one));
  expect(await publishedDraws(it.db, { province: "06" })).toEqual([]);
  expect((await it.stranger(`/en/draws?before=${first.at(-1)!.id}`)).text).toContain(rest.at(-1)!.id);
});

test("the program’s own command says of a published record whether it is equal, and of a changed one what is wrong", async () => {
  const { it, open } = await drawn();
  await using _ = it;
  const { text } = await it.stranger(`/en/draws/${open.id}`);
  const folder = mkdtempSync(join(tmpdir(), "draw-"));
  try {
    const path = join(folder, "draw.json");
    writeFileSync(path, text);
    expect(await command("verify", path)).toEqual({ code: 0, said: "Equal: drawing again gives exactly these dates.\n" });
    writeFileSync(path, text.replace(/"starts":"08:30"/, '"starts":"09:10"'));
    expect(await command("verify", path)).toMatchObject({ code: 1, said: expect.stringContaining("Not equal.") });
    expect((await command("verify", join(folder, "none.json"))).said).toContain("no file");
    expect((await command("redraw", path)).code).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an office sees the draws of its own province, and nothing there can be pressed", async () => {
  await using it = await office();
  const desk = await it.enter("supervisor", "34-fatih");
  await runDraws(it.db, it.clock, settings);
  const page = await desk.get("/draws");
  expect(page.status).toBe(200);
  for (const said of ["Draws", "open until", "Nobody can repeat, undo or edit a draw"]) expect(page.text, said).toContain(said);
  expect(page.text.split("<main")[1]).not.toMatch(/<button|<form/);
  const elsewhere = await it.enter("supervisor", "35");
  const without = (await elsewhere.get("/draws")).text;
  expect(without).toContain("There is no draw");
  expect(without, "the press stands behind what it does to the whole office").toMatch(/<details[^>]*><summary>Give the dates of this office by draw<\/summary>.*It can be switched off again.*<button.*<\/details>/);
  // Where people choose, an office may give its dates by draw instead, and go back to choosing; the front desk may not.
  expect((await (await it.enter("front-desk", "35")).post("/draws", { draw: "on" })).status).toBe(403);
  expect((await elsewhere.post("/draws", { draw: "on" })).to).toBe("/draws?said=on");
  expect((await elsewhere.get("/draws?said=on")).text).toContain("The dates of this office are given by draw from now on");
  expect((await elsewhere.post("/draws", { draw: "on" })).to).toBe("/draws");
  expect((await elsewhere.post("/draws", { draw: "off" })).to).toBe("/draws?said=off");
  expect((await desk.post("/draws", { draw: "off" })).to).toBe("/draws");
  expect(await it.db.selectFrom("audit").select(["act", "office_code"]).where("act", "like", "draw-switched-%").orderBy("id").execute())
    .toEqual([{ act: "draw-switched-on", office_code: "35" }, { act: "draw-switched-off", office_code: "35" }]);
});

function command(...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["bin/sojourn-draw.js", ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (part) => { said += String(part); });
    child.stderr.on("data", (part) => { said += String(part); });
    child.once("close", (code) => resolve({ code, said }));
  });
}
