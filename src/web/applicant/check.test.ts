import { expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";

test.each(["first", "extension", "transfer"])("at the door %s, who is abroad is told so and asked nothing about an entry or a permit", async (kind) => {
  await using it = await apiServer();
  const post = (form: Record<string, string>) =>
    it.call("POST", `/en/check/${kind}`, new URLSearchParams(form).toString(), { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" });
  const asked = "inTurkiye entryBasis stayEnds permitValidUntil";
  const abroad = await post({ _asked: asked, inTurkiye: "no" });
  expect([abroad.status, abroad.text]).toEqual([200, expect.stringContaining("You need to be in Türkiye")]);
  expect(abroad.text).not.toContain("What you can do instead");
  const here = await post({ _asked: asked, inTurkiye: "yes" });
  expect([here.status, here.text]).toEqual([422, expect.stringContaining(kind === "first" ? "#stayEnds" : "#permitValidUntil")]);
});
