import { expect, test } from "vitest";
import { makeCase, papersAsked } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { readForPaper } from "../../acts/paper-file.ts";
import { findAppointment } from "../../appointments/book.ts";
import { askForPaper } from "../../documents/storage.ts";

test("an office says where it is; the forms of those still to come are drawn anew; nonsense comes back, and others may not", async () => {
  await using it = await office();
  const chief = await it.enter("supervisor");
  const coming = await makeCase(it.db, it.clock, { appointment: { day: "2026-12-01" } });
  await makeCase(it.db, it.clock, { appointment: { day: "2026-11-20" } });
  await makeCase(it.db, it.clock, { office: "06", appointment: { day: "2026-12-01" } });
  for (const language of ["en", "tr", "ar", "ru"]) expect((await chief.get("/address", language)).status).toBe(200);
  expect((await chief.get("/hours")).text).toContain('href="/address"');
  const wrong = await chief.post("/address", { address: "no" });
  expect([wrong.status, wrong.text.includes('href="#address"'), wrong.text.includes('value="no"')]).toEqual([422, true, true]);
  expect((await chief.post("/address", { address: " Deneme  Caddesi 12, Konak / İzmir " })).to).toBe("/address?set=1");
  expect((await chief.get("/address?set=1")).text).toContain("One registration form is drawn anew");
  expect(await papersAsked(it.db, coming.id), "drawn once, also when something else asks for it").toEqual(["registration-form"]);
  await it.act(chief.who, (act) => askForPaper(act, coming.id, "registration-form"));
  expect(await papersAsked(it.db, coming.id)).toEqual(["registration-form"]);
  expect((await findAppointment(it.db, coming.id))!.officeAddress).toBe("Deneme Caddesi 12, Konak / İzmir");
  expect((await readForPaper(it.db, coming.id, "registration-form", { shown: false, bytes: false }))!.appointment!.address).toBe("Deneme Caddesi 12, Konak / İzmir");
  expect(await it.db.selectFrom("office").select("code").where("address", "is not", null).execute()).toEqual([{ code: "35" }]);
  expect(await it.db.selectFrom("audit").select("office_code").where("act", "=", "office-address-set").execute()).toEqual([{ office_code: "35" }]);
  for (const role of ["front-desk", "auditor"] as const) expect((await (await it.enter(role)).post("/address", { address: "Deneme Caddesi 12" })).status).toBe(403);
});
