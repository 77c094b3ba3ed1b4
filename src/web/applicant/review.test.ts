import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as } from "../../../test/cases.ts";
import { openDraft } from "../../applications/draft.ts";
import { putFile } from "../../documents/storage.ts";
import { json } from "../../platform/database.ts";

/** All that a man of thirty answers who said he was exempt from insurance by age, as one does whose birth date was mended afterwards. */
const answers = {
  kind: "first", surname: "Deneme", givenNames: "Kim", fatherName: "Lee", motherName: "Ann", gender: "male", birthDate: "1990-05-05", birthPlace: "Zenith", birthCountry: "GBR",
  maritalStatus: "single", nationality: "GBR", documentType: "ordinary", passportNumber: "P1234567", passportCountry: "GBR", passportAuthority: "Zenith",
  passportIssuedOn: "2022-01-01", passportValidUntil: "2034-01-01", entryBasis: "exemption", entryDate: "2026-10-10", stayEnds: "2027-01-06", visaFeePaid: "no",
  permitType: "short-term", purpose: "tourism", requestedFrom: "2026-12-01", requestedUntil: "2027-05-31", province: "35", neighbourhood: "Konak/Alsancak Mah",
  street: "1437. Sokak 8", door: "4", addressProof: "lease", occupationStatus: "not-working", incomeSource: "savings", monthlyIncome: "60000", incomeCurrency: "TRY",
  insuranceKind: "exempt", channel: "email", email: "kim@example.org", postalAddress: "same",
};

test.each([["en", "Health insurance"], ["tr", "Sağlık sigortası"], ["ar", "التأمين الصحي"], ["ru", "Медицинская страховка"]])("nothing is created with a fact unknown that the law needs, and the topic that asks for it is named; in %s", async (code, topic) => {
  await using it = await desk();
  const draft = await as(it.db, it.clock, { kind: "applicant", id: null, name: "applicant" }, async (act) => {
    const made = await openDraft(act, answers, { number: "AB12CD34E", language: code });
    await putFile(act, made.id, "photo", "image/jpeg", Buffer.from("a photo"));
    return made;
  });
  const me = await it.visitor(draft, code);
  const page = await me.get("review");
  expect(page.status).toBe(200);
  expect(page.text).toContain(`/${code}/application/topic/insurance">${topic}</a>: `);
  expect(page.text).not.toContain('name="declaration"');
  const pressed = await me.post("review", { declaration: "yes", version: String(draft.version) });
  expect(pressed.status).toBe(422);
  expect((await it.db.selectFrom("application").select(["state", "registration_number"]).where("id", "=", draft.id).executeTakeFirstOrThrow())).toEqual({ state: "draft", registration_number: null });

  await it.db.updateTable("application").set({ answers: json({ ...answers, insuranceKind: "gss" }) }).where("id", "=", draft.id).execute();
  expect((await me.get("review")).text).toContain('name="declaration"');
  expect(await me.post("review", { declaration: "yes", version: String(draft.version) })).toMatchObject({ status: 303, to: expect.stringContaining(`/${code}/application/created`) });
});
