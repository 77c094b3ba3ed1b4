import { type Ground, sinceLaw, sinceUnknown } from "./dated.ts";
import type { Kind } from "./permit-types.ts";

/** A document that may be asked for; by which facts stands with the required documents. */
export type DocumentRule = Ground & { code: string };

const official = { source: "practice of the directorates", confidence: "high", ...sinceUnknown } as const;
const likely = { ...official, confidence: "medium" } as const;
const unsure = { ...official, confidence: "low" } as const;
const family = { source: "Law 6458 art. 35", confidence: "medium", ...sinceLaw } as const;
const longTerm = { source: "Law 6458 art. 43", confidence: "medium", ...sinceLaw } as const;
const cardLaw = { source: "Valuable Papers Law 210", confidence: "high", ...sinceUnknown } as const;
const feeLaw = { source: "Fees Law 492 art. 88", confidence: "high", ...sinceUnknown } as const;

/** Every document that exists, in the order of a folder. */
export const documents: readonly DocumentRule[] = [
  { code: "form", ...official },
  { code: "passport", source: "Law 6458 art. 21", confidence: "high", ...sinceLaw },
  { code: "previous-passport", ...likely },
  { code: "photos-four", ...likely },
  { code: "photos-two", ...likely },
  { code: "present-permit", ...likely },
  { code: "income", source: "Law 6458 art. 32", confidence: "high", ...sinceLaw },
  { code: "income-proof", ...longTerm },
  { code: "insurance", ...likely },
  { code: "address", source: "Law 6458 art. 32", confidence: "high", ...sinceLaw },
  { code: "utility-bill", ...likely },
  { code: "card-fee-receipt", ...cardLaw },
  { code: "permit-fee-receipt", ...feeLaw },
  { code: "single-entry-receipt", ...feeLaw },
  { code: "uets", ...likely, validFrom: "2024-04-15", validFromConfidence: "medium" },
  { code: "expenses-letter", ...likely },
  { code: "criminal-record", source: "Law 6458 art. 32", confidence: "medium", ...sinceLaw },

  { code: "parent-proof", ...official },
  { code: "guardianship-decision", ...official },
  { code: "power-of-attorney", ...official },
  { code: "birth-certificate", ...official },
  { code: "parental-consent", ...official },
  { code: "carer-undertaking", ...likely },
  { code: "custody-or-death", ...likely },

  { code: "research-document", ...likely },
  { code: "title-deed", ...likely },
  { code: "property-valuation", ...likely },
  { code: "land-registry-letter", ...likely },
  { code: "business-invitation", ...likely },
  { code: "company-papers", ...likely },
  { code: "institution-letter", ...likely },
  { code: "travel-plan", ...likely },
  { code: "accommodation", ...likely },
  { code: "hospital-report", ...unsure },
  { code: "authority-document", source: "Law 6458 art. 31(1)(g)", confidence: "high", ...sinceLaw },
  { code: "family-change", source: "Law 6458 art. 34", confidence: "medium", ...sinceLaw },
  { code: "course-enrolment", ...likely },
  { code: "diploma", source: "Law 6458 art. 31(1)(i)", confidence: "high", ...sinceLaw },
  { code: "conformity-certificate", ...likely },
  { code: "trnc-identity", ...likely },

  { code: "marriage-certificate", ...family },
  { code: "civil-registry-extract", ...family },
  { code: "dependency-proof", ...family },
  { code: "parents-permits", ...official },
  { code: "sponsor-identity", ...family },
  { code: "sponsor-income", ...family },
  { code: "family-insurance", ...family },
  { code: "sponsor-criminal-record", ...family },
  { code: "family-address", ...family },
  { code: "sponsor-year", ...family },

  { code: "student-certificate", ...official },
  { code: "fingerprint-record", ...likely },
  { code: "school-document", ...official },

  { code: "criminal-record-home", ...longTerm },
  { code: "criminal-record-turkiye", ...longTerm },
  { code: "no-social-aid-letter", ...longTerm },
];

export const documentCodes: readonly string[] = documents.map((rule) => rule.code);

/** A way to prove an address, of which one suffices. `kinds`: the doors at which it is enough. */
export type AddressProof = Ground & { code: string; kinds: readonly Kind[] };

const everywhere = { kinds: ["first", "extension", "transfer"], ...official } as const;
export const addressProofList: readonly AddressProof[] = [
  // Extensions are content with the registration and a bill.
  { code: "registered", ...official, kinds: ["extension"] },
  { code: "own-home", ...everywhere }, { code: "lease", ...everywhere }, { code: "host", ...everywhere }, { code: "hotel", ...everywhere }, { code: "dormitory", ...everywhere },
];
