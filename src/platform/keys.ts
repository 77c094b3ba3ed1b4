/** The key of every text, from the English files: `file.key`. A misspelt key is a compile error. */
type Files = {
  ui: typeof import("../locales/en/ui.json");
  home: typeof import("../locales/en/home.json");
  check: typeof import("../locales/en/check.json");
  registration: typeof import("../locales/en/registration.json");
  fields: typeof import("../locales/en/fields.json");
  sections: typeof import("../locales/en/sections.json");
  eligibility: typeof import("../locales/en/eligibility.json");
  documents: typeof import("../locales/en/documents.json");
  reference: typeof import("../locales/en/reference.json");
  appointments: typeof import("../locales/en/appointments.json");
  payments: typeof import("../locales/en/payments.json");
  status: typeof import("../locales/en/status.json");
  notices: typeof import("../locales/en/notices.json");
  papers: typeof import("../locales/en/papers.json");
  office: typeof import("../locales/en/office.json");
  waiting: typeof import("../locales/en/waiting.json");
  figures: typeof import("../locales/en/figures.json");
  fees: typeof import("../locales/en/fees.json");
  privacy: typeof import("../locales/en/privacy.json");
  copy: typeof import("../locales/en/copy.json");
  faults: typeof import("../locales/en/faults.json");
  application: typeof import("../locales/en/application.json");
  case: typeof import("../locales/en/case.json");
  sessions: typeof import("../locales/en/sessions.json");
  states: typeof import("../locales/en/states.json");
};
export type Key = { [File in keyof Files & string]: `${File}.${keyof Files[File] & string}` }[keyof Files & string];
