import { expect, test } from "vitest";
import { officer } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";

// What a browser leaves out of an address, or resolves in it, before it goes there.
const away = [
  "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", "/\t\\evil.example",
  "/.//evil.example", "/..//evil.example", "/cases/..//evil.example", "/./\\evil.example", "/%2e//evil.example", "/\0/evil.example", "/\u200b/evil.example", "/\nx", "/cases\r\nset-cookie: a=b", "javascript:alert(1)", "", "/sign-in?then=/x",
];

test("signing in leads to a path of this office, however another site is written into the address", async () => {
  await using it = await office();
  const desk = await officer(it.db, it.clock, "front-desk");
  for (const then of away) {
    const answer = await it.stranger.post(`/sign-in?then=${encodeURIComponent(then)}`, { email: desk.email, password: "demonstration" });
    expect([then, answer.status, answer.to]).toEqual([then, 303, "/"]);
  }
  const led = async (then: string) => (await it.stranger.post(`/sign-in?then=${encodeURIComponent(then)}`, { email: desk.email, password: "demonstration" })).to;
  expect(await led("/cases?state=desk#queue")).toBe("/cases?state=desk#queue");
  // A header holds no such letter as it is.
  expect(await led("/cases?q=ğ")).toBe("/cases?q=%C4%9F");
});

test("too many wrong tries are told with the minutes until the next", async () => {
  await using it = await office();
  const desk = await officer(it.db, it.clock, "front-desk");
  for (let n = 0; n < 10; n++) await it.stranger.post("/sign-in", { email: desk.email, password: "guess" });
  it.clock.forward({ minutes: 6, seconds: 20 });
  const refused = await it.stranger.post("/sign-in", { email: desk.email, password: "demonstration" });
  expect(refused.status).toBe(429);
  expect(refused.text).toContain("Try again in 9 minutes");
  it.clock.forward({ minutes: 9 });
  expect((await it.stranger.post("/sign-in", { email: desk.email, password: "demonstration" })).status).toBe(303);
});
