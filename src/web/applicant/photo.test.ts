import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { as, fixedClock, makeOffices } from "../../../test/cases.ts";
import { testDatabase, type TestDatabase } from "../../../test/database.ts";
import { openDraft } from "../../applications/draft.ts";
import { openSession } from "../../identity/session.ts";
import type { App } from "../page.ts";
import { portalPages } from "../portal.ts";
import { createServer } from "../server.ts";

let it: TestDatabase;
let server: Awaited<ReturnType<typeof createServer>>;
let cookie: string;
let application: string;

beforeAll(async () => {
  it = await testDatabase();
  const clock = fixedClock();
  await makeOffices(it.db);
  const app: App = { db: it.parts.portal, clock, secret: "u".repeat(40), demonstration: false, gateway: null, origins: { portal: "http://portal.test", office: "", bank: null }, authority: { name: "x", phone: "1" } };
  server = await createServer(app, "portal", portalPages, async () => true);
  const nobody = { kind: "applicant", id: null, name: "applicant" } as const;
  const draft = await as(it.db, clock, nobody, (act) => openDraft(act, { kind: "first", channel: "email", email: "a@example.org" }, { number: "T", language: "en" }));
  application = draft.id;
  cookie = `portal=${await as(it.db, clock, nobody, (act) => openSession(act, { application }, "en"))}`;
});
afterAll(async () => {
  await server.close();
  await it[Symbol.asyncDispose]();
});

const part = (name: string, content: Buffer, file?: string) => Buffer.concat([
  Buffer.from(`--b\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? "" : `; filename="${file}"`}\r\n${file === undefined ? "" : "content-type: image/jpeg\r\n"}\r\n`), content, Buffer.from("\r\n"),
]);
async function upload(...parts: Buffer[]) {
  const answer = await server.inject({
    method: "POST", url: "/en/application/photo", payload: Buffer.concat([...parts, Buffer.from("--b--\r\n")]),
    headers: { "content-type": "multipart/form-data; boundary=b", "sec-fetch-site": "same-origin", cookie },
  });
  const summary = /error-summary__list">([\s\S]*?)<\/ul>/.exec(answer.body)?.[1] ?? /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(answer.body)?.[1] ?? "";
  return { status: answer.statusCode, said: summary.replace(/<[^>]+>/g, "") };
}
const photo = (content: Buffer, name = "photo.jpg") => upload(part("photo", content, name));

/** A PNG that says it is so many pixels wide and high and brings next to none of them. */
function claiming(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.alloc(2_000_000))), chunk("IEND", Buffer.alloc(0))]);
}

test("what is too large is refused with its words, and nothing of it is kept", async () => {
  expect(await photo(Buffer.concat([Buffer.from("ffd8ff", "hex"), Buffer.alloc(26 * 1024 * 1024)]))).toEqual({ status: 413, said: "This file is too large" });
  // Small to send, and by its own word five billion pixels, or one row of sixty million.
  for (const bomb of [claiming(70_000, 70_000), claiming(60_000_001, 1), claiming(2 ** 31 - 1, 2 ** 31 - 1)]) {
    const answer = await photo(bomb);
    expect(answer.status).toBe(422);
    expect(answer.said).toMatch(/far larger than any camera|cannot open/i);
  }
  // Within the bound by its word, and without the pixels: broken, not waited for.
  expect((await photo(claiming(7000, 8000))).status).toBe(422);
});

test("what is no photo is told by its content, whatever it is called", async () => {
  const zip = Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(500)]);
  const script = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><image href='file:///etc/passwd'/></svg>");
  for (const content of [zip, script, Buffer.from("%PDF-1.7"), Buffer.from("GIF89a"), Buffer.from("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><svg/>"), Buffer.from("#!/bin/sh"), Buffer.from("MZ")]) {
    const answer = await photo(content);
    expect(answer.status).toBe(422);
    expect(answer.said.length).toBeGreaterThan(10);
  }
  for (const name of ["../../etc/passwd", "photo.php\0.jpg", "a\"b.jpg", `${"x".repeat(5000)}.jpg`, "‮gpj.exe"]) expect((await photo(zip, name)).status).toBeLessThan(500);
  expect((await photo(Buffer.concat([Buffer.from("ffd8ffe0", "hex"), Buffer.alloc(2000, 7)]))).status).toBe(422);
});

test("what is named like something else is refused by its name; a photo called by another photo's name, or by none, is taken", async () => {
  const jpeg = await sharp({ create: { width: 500, height: 650, channels: 3, background: "#ffffff" } }).jpeg().toBuffer();
  for (const name of ["photo.pdf", "photo.jpg.exe", "photo.php", "photo.svg", "page.HTML", "photo.gif"]) {
    expect(await photo(jpeg, name)).toMatchObject({ status: 422, said: expect.stringContaining("does not end like a photo’s") });
  }
  expect(await it.db.selectFrom("file").selectAll().execute()).toEqual([]);
  for (const name of ["photo.png", "PHOTO.JPG", "image.jfif", "IMG_0001.HEIC", "1000012345", "10.15.30", "photo.jpg (1)"]) expect((await photo(jpeg, name)).status, name).toBe(303);
  await it.db.deleteFrom("file").execute();
});

test("forms that are no forms are answered", async () => {
  const small = part("x", Buffer.from("y"));
  expect((await upload()).status).toBe(422);
  expect((await upload(part("photo", Buffer.alloc(0), ""))).status).toBe(422);
  expect((await upload(...Array<Buffer>(60).fill(small))).status).toBe(413);
  expect((await upload(part("photo", Buffer.from("x"), "a"), part("photo", Buffer.from("x"), "b"))).status).toBe(413);
  expect((await upload(part("x", Buffer.alloc(70_000, 65)))).status).toBeLessThan(500);
  expect((await upload(Buffer.from("--b\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"x\"\r\n\r\nnever ended"))).status).toBeLessThan(500);
});

test("after all of that nothing is kept, and another person's photo is nobody else's", async () => {
  expect(await it.db.selectFrom("file").selectAll().execute()).toEqual([]);
  expect((await server.inject({ url: "/en/application/photo.jpg", headers: { cookie } })).statusCode).toBe(404);
  expect((await server.inject({ url: "/en/application/photo.jpg" })).statusCode).toBe(303);
});
