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

test("who holds a long-term permit is asked no last day of it: there is nothing to extend, and for another permit an officer decides", async () => {
  await using it = await apiServer();
  const post = async (kind: string, form: Record<string, string>) => {
    const answer = await it.call("POST", `/en/check/${kind}`, new URLSearchParams({ _asked: "inTurkiye presentPermitType permitValidUntil", inTurkiye: "yes", ...form }).toString(), { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" });
    return { status: answer.status, text: answer.text };
  };
  const holder = { presentPermitType: "long-term" };
  const extending = await post("extension", holder);
  expect([extending.status, extending.text]).toEqual([200, expect.stringContaining("there is nothing to extend")]);
  expect(extending.text).toContain("/en/check/transfer");
  const changing = await post("transfer", holder);
  expect([changing.status, changing.text]).toEqual([200, expect.stringContaining("Speak with the directorate before you give it up")]);
  expect(changing.text).toContain('name="_presentPermitType" value="long-term"');
  expect((await post("transfer", { presentPermitType: "family" })).status).toBe(422);
});
