import type { Applicant } from "./applying.ts";

/** Selin of the made-up students: extends her student permit in İstanbul, in Arabic. Her number is a computed test value. */
export const selma: Applicant = {
  lang: "ar",
  kind: "extension",
  contact: { channel: "sms", phone: "+905321234567" },
  door: { presentPermitType: "student", permitValidUntil: "2026-12-31" },
  person: {
    surname: "Haddad", givenNames: "Selma", nationality: "JOR", foreignerNumber: "99123456740", permitSeries: "AZ", permitNumber: "1234567",
  },
  topics: {
    identity: {
      fatherName: "Omar", motherName: "Laila", gender: "female", birthDate: "2003-05-21", birthPlace: "Amman", birthCountry: "JOR", maritalStatus: "single",
    },
    "travel-document": {
      documentType: "ordinary", passportNumber: "N1234567", passportCountry: "JOR", passportAuthority: "Amman", passportIssuedOn: "2023-01-10", passportValidUntil: "2033-01-09",
    },
    permit: { presentPermitType: "student", permitValidUntil: "2026-12-31", permitHeldSince: "2024-10-01", permitProvince: "34" },
    stay: { permitType: "student", level: "bachelor", requestedFrom: "2027-01-01", requestedUntil: "2027-12-31" },
    province: { province: "34" },
    address: { neighbourhood: "Kadıköy/Caferağa Mah", street: "Moda Caddesi 5", door: "2", addressProof: "dormitory" },
    education: { school: "İstanbul Üniversitesi", programme: "Mimarlık", programmeUntil: "2028-07-01" },
    work: { occupationStatus: "student", incomeSource: "family", monthlyIncome: "30000", incomeCurrency: "TRY" },
    insurance: { insuranceKind: "gss" },
    contact: { postalAddress: "same" },
  },
};

/** Pavel: from a student permit to a family permit with his wife, a citizen, in İzmir, in Russian. */
export const pavel: Applicant = {
  lang: "ru",
  kind: "transfer",
  contact: { channel: "email", email: "pavel@example.org" },
  door: { presentPermitType: "student", permitValidUntil: "2027-06-30" },
  person: {
    surname: "Orlov", givenNames: "Pavel", nationality: "KAZ", foreignerNumber: "99876543292", permitSeries: "B", permitNumber: "7654321",
  },
  topics: {
    identity: { fatherName: "Ivan", motherName: "Olga", gender: "male", birthDate: "1998-02-03", birthPlace: "Almaty", birthCountry: "KAZ", maritalStatus: "married" },
    "travel-document": {
      documentType: "ordinary", passportNumber: "K7654321", passportCountry: "KAZ", passportAuthority: "Almaty", passportIssuedOn: "2022-03-01", passportValidUntil: "2032-02-28",
    },
    permit: { presentPermitType: "student", permitValidUntil: "2027-06-30", permitHeldSince: "2023-07-01", permitProvince: "35" },
    stay: { permitType: "family", relation: "spouse", requestedFrom: "2026-12-01", requestedUntil: "2028-11-30" },
    province: { province: "35" },
    address: { neighbourhood: "Karşıyaka/Bostanlı Mah", street: "1814 Sokak 3", door: "9", addressProof: "own-home" },
    family: { sponsorKind: "citizen", sponsorName: "Ece Örnek", sponsorIncome: "90000", familySize: "2", marriageDate: "2026-05-09" },
    work: { occupationStatus: "working", occupation: "Engineer", incomeSource: "salary", monthlyIncome: "55000", incomeCurrency: "TRY" },
    insurance: { insuranceKind: "sgk" },
    contact: { postalAddress: "same" },
  },
};
