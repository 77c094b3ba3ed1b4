import { expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";
import { complete } from "../../platform/i18n.ts";

test("who declares to have read how their data is used finds it there, without losing what they typed", async () => {
  await using it = await apiServer();
  for (const code of complete) {
    const { text } = await it.get(`/${code}/start/first`);
    expect(text, code).toMatch(new RegExp(`id="declaration-hint"><a href="/${code}/privacy" target="_blank" rel="noopener">`));
  }
});

test("whose code is over, with all that was typed for it, is led to the first page or back to their application, and promised nothing", async () => {
  await using it = await apiServer();
  const { status, text } = await it.get("/en/start-code");
  expect(status).toBe(410);
  for (const said of ['href="/en">Go to the first page', 'href="/en/continue">Continue or see result', "is not kept"]) expect(text).toContain(said);
  for (const gone of ["Ask for a new code", "nothing you saved is lost"]) expect(text).not.toContain(gone);
});
