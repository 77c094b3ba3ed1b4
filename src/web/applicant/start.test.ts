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
