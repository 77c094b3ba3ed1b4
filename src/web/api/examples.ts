/** Questions to try, as the description of the interface shows them. The people are made up. */
export const examples = {
  tourism: {
    summary: "A first permit for half a year of tourism in İzmir",
    value: {
      on: "2026-11-23", kind: "first", permitType: "short-term", purpose: "tourism", nationality: "GBR", birthDate: "1990-05-05", province: "35", district: "Konak",
      requestedFrom: "2026-12-01", requestedUntil: "2027-05-31", passportValidUntil: "2032-01-01",
      entry: { date: "2026-10-10", basis: "exemption", stayEnds: "2027-01-07", visaFeePaid: false }, insurance: { kind: "private", until: "2027-12-31" }, exchangeRate: "42.4512",
    },
  },
  extension: {
    summary: "An extension asked for after the permit has ended",
    value: {
      on: "2026-11-23", kind: "extension", permitType: "student", nationality: "KAZ", birthDate: "2004-02-29",
      presentPermit: { permitType: "student", validUntil: "2026-11-22", province: "06" }, province: "06", student: { level: "bachelor", programmeUntil: "2028-06-30" },
    },
  },
  family: {
    summary: "A transfer to a family permit through a spouse on a work permit",
    value: {
      on: "2026-11-23", kind: "transfer", permitType: "family", nationality: "UKR", birthDate: "1994-08-24", province: "07", requestedFrom: "2026-12-15", requestedUntil: "2028-12-14",
      passportValidUntil: "2031-03-01", presentPermit: { permitType: "short-term", purpose: "tourism", validUntil: "2027-02-01", province: "07" },
      insurance: { kind: "sgk" }, sponsor: { kind: "work-permit-holder", relation: "spouse", monthlyIncome: 9_500_000, familySize: 3, permitValidUntil: "2029-01-01" },
    },
  },
  longTerm: {
    summary: "A long-term permit after years of study and work",
    value: {
      on: "2026-11-23", kind: "transfer", permitType: "long-term", nationality: "XXA", birthDate: "1988-01-12", province: "34", district: "Kadıköy", passportValidUntil: "2030-01-01",
      presentPermit: { permitType: "short-term", purpose: "property", validUntil: "2027-06-20", heldSince: "2020-06-21", province: "34" },
      permitHistory: [{ permitType: "student", from: "2014-09-01", until: "2020-06-20" }], insurance: { kind: "gss" },
    },
  },
  partial: { summary: "Little is known yet: the answer says what is missing", value: { on: "2027-01-01", kind: "first" } },
};
