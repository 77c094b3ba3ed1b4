import { applicationCertificate } from "./application-certificate.ts";
import { grant, refusal } from "./decision.ts";
import { missingDocuments } from "./missing-documents.ts";
import type { Paper } from "./paper.ts";
import { receipt } from "./receipt.ts";
import { refund } from "./refund.ts";
import { registrationForm } from "./registration-form.ts";
import type { Sheet } from "./sheet.ts";
import { timelyAttempt } from "./timely-attempt.ts";
import { cleaned, words } from "./words.ts";

/** Everything that will stand on a paper, in both languages, before anything is drawn. */
export function compose(given: Paper): Sheet {
  const w = words(given.language);
  // The signed address is made here and not by a person: not one sign of it may change.
  const paper: Paper = { ...cleaned(given), verify: given.verify };
  switch (paper.kind) {
    case "registration-form": return registrationForm(w, paper);
    case "application-certificate": return applicationCertificate(w, paper);
    case "missing-documents": return missingDocuments(w, paper);
    case "decision-grant": return grant(w, paper);
    case "decision-refusal": return refusal(w, paper);
    case "receipt": return receipt(w, paper);
    case "refund": return refund(w, paper);
    case "timely-attempt": return timelyAttempt(w, paper);
  }
}
