import { expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";
import { complete } from "../../platform/i18n.ts";
import { makeApplicationNumber } from "../../rules/identifiers.ts";

test("who declares to have read how their data is used finds it there, without losing what they typed", async () => {
  await using it = await apiServer();
  for (const code of complete) {
    const { text } = await it.get(`/${code}/start/first`);
    expect(text, code).toMatch(new RegExp(`id="declaration-hint"><a href="/${code}/privacy" target="_blank" rel="noopener">`));
  }
});

const form = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded", origin: "http://portal.test" };

test("without a solution the form is kept for its own browser, asks to wait on its own page, and opens and sends nothing", async () => {
  await using it = await apiServer();
  const typed = {
    start: { capacity: "self", givenNames: "Anna Maria", "birthDate-day": "12", "birthDate-month": "8", "birthDate-year": "1974", fatherName: "Lars", motherName: "Karin", gender: "female", nationality: "DEU", passportNumber: "l898902c3", channel: "email", email: "anna@example.org", declaration: "yes", _stayEnds: "2027-02-10" },
    continue: { number: makeApplicationNumber(() => 3), identity: "L898902C3" },
  };
  for (const [url, fields, shown] of [["/en/start/first", typed.start, ["Anna Maria", "1974", "L898902C3", "anna@example.org", "2027-02-10"]], ["/en/continue", typed.continue, ["L898902C3"]]] as const) {
    const { status, headers } = await it.call("POST", url, new URLSearchParams(fields).toString(), form);
    expect([status, headers.location!.split("?")[0]]).toEqual([303, url]);
    const cookie = [headers["set-cookie"]].flat().find((one) => one!.startsWith("portal-code="))!.split(";")[0]!;
    const mine = await it.get(headers.location!, { cookie });
    expect(mine.status).toBe(200);
    for (const value of [...shown, "Wait 12 seconds", 'name="_wait"']) expect(mine.text).toContain(value);
    for (const value of shown) {
      expect(headers.location).not.toContain(value);
      expect((await it.get(headers.location!)).text, "another browser").not.toContain(value);
    }
    // It is no code: nothing can be typed for it, and no message is asked for by it.
    for (const page of ["/en/start-code", "/en/continue-code"]) {
      expect((await it.call("POST", page, "resend=same", { ...form, cookie })).status, page).toBe(410);
      expect((await it.call("POST", page, "code=123456", { ...form, cookie })).status, page).toBe(410);
    }
    const wait = /name="_wait" value="([^"]+)"/.exec(mine.text)![1]!;
    const early = await it.call("POST", url, new URLSearchParams({ ...fields, _wait: wait }).toString(), form);
    expect([early.status, [early.headers["set-cookie"]].flat().some((one) => one!.startsWith(cookie))]).toEqual([303, true]);
    it.clock.set(it.clock.now().add({ minutes: 31 }));
    expect((await it.get(headers.location!, { cookie })).text).not.toContain("L898902C3");
  }
  expect(await it.db.selectFrom("code").select("purpose").execute()).toEqual([{ purpose: "form" }, { purpose: "form" }]);
  expect(await it.db.selectFrom("message").selectAll().execute()).toEqual([]);
});

test("whose code is over, with all that was typed for it, is led to the first page or back to their application, and promised nothing", async () => {
  await using it = await apiServer();
  const { status, text } = await it.get("/en/start-code");
  expect(status).toBe(410);
  for (const said of ['href="/en">Go to the first page', 'href="/en/continue">Continue or see result', "is not kept"]) expect(text).toContain(said);
  for (const gone of ["Ask for a new code", "nothing you saved is lost"]) expect(text).not.toContain(gone);
});
