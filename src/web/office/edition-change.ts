import { anyDate, country, optional, text, yesNo } from "../../applications/questions.ts";
import type { Answers, Field, Fields } from "../../platform/form.ts";
import type { Confidence, Ground } from "../../rules/dated.ts";
import { type Drafted, draftedSeries } from "../../rules/drafting.ts";
import { kurus } from "../../platform/money.ts";
import { isNationality } from "../../rules/countries.ts";
import { offices } from "../../rules/offices.ts";
import { districts, provinces } from "../../rules/provinces.ts";
import { law, type RowTable, rowsOf, rowTableNames } from "../../rules/tables.ts";
import type { TermCode } from "../../rules/terms.ts";
import type { University } from "../../rules/universities.ts";

const series = (...of: Drafted["series"][]) => (answers: Answers) => (of as string[]).includes(answers.ruleSeries ?? "");
const when = (asked: (answers: Answers) => boolean, field: Field): Field => ({ ...field, when: asked });
const standing = (answers: Answers) => answers.ruleSeries !== undefined && !series("holidays", "validity")(answers);
const sourced = (answers: Answers) => standing(answers) || series("holidays", "validity")(answers);
const validity = series("validity");
const insurance = series("insuranceMinimum");
/** A university that is on the list only gets other days; one that is not is described. */
const newUniversity = (answers: Answers) => series("universities")(answers) && answers.ruleUniversity === "new";

/** An amount as people write it, `964`, `348,10` or `1.250,50`: kept as `1250.50`. What cannot be read stands as it was typed. */
const amount: Field = {
  ...text({ maxlength: 14, inputmode: "decimal" }), normalise: (typed) => (kurus(typed) > 0 ? (kurus(typed) / 100).toFixed(2) : typed),
  check: (value) => (/^\d{1,9}(\.\d{1,2})?$/.test(value) ? null : { key: "fields.error.amount" }),
};
const count: Field = { control: "number", attributes: { inputmode: "numeric", maxlength: 3 } };
const share: Field = { ...count, check: (value) => (Number(value) <= 100 ? null : { key: "fields.error.percent" }) };

/** The questions by which one change of the law is drafted; which are asked depends on what changes, and all of them stand on the page for that. */
export const changeFields: Fields = {
  ruleSeries: { control: "radios", options: draftedSeries },
  nationality: when(series("feeGroups"), { ...country, check: (value) => (isNationality(value) ? null : { key: "fields.error.choose" }) }),
  ruleGroup: when(series("dollarTariffs", "feeGroups"), {
    control: "radios", options: (answers) => ["main", "a", "b", "c", "d", ...(answers.ruleSeries === "feeGroups" ? ["lira", "exempt"] : [])],
  }),
  ruleAmount: when(series("cardPrice", "singleEntryFee", "minimumWage"), amount),
  ruleDollars: when(series("propertyMinimum"), amount),
  rulePerDay: when(series("liraTariff"), amount),
  ruleMinimum: when(series("liraTariff"), amount),
  ruleMaximum: when(series("liraTariff"), amount),
  ruleFirstMonth: when(series("dollarTariffs"), amount),
  ruleFurtherMonth: when(series("liraTariff", "dollarTariffs"), amount),
  ruleOutPatient: when(insurance, amount),
  ruleOutPatientShare: when(insurance, share),
  ruleOutPatientShareElsewhere: when(insurance, share),
  ruleInPatient: when(insurance, optional(amount)),
  ruleInPatientShare: when(insurance, share),
  ruleInPatientElsewhere: when(insurance, amount),
  ruleInPatientShareElsewhere: when(insurance, share),
  ruleAnnex: when(insurance, amount),
  ruleUniversity: when(series("universities"), { control: "select", options: () => [...law().universities.map(({ code }) => code), "new"] }),
  ruleName: when(newUniversity, text()),
  ruleHandInDays: when(series("universities"), optional(count)),
  province: when((answers) => series("closedAreas")(answers) || newUniversity(answers), { control: "select", options: provinces.map(({ plate }) => plate) }),
  district: {
    control: "select", options: (answers) => districts(answers.province ?? ""), optional: newUniversity,
    when: (answers) => (series("closedAreas")(answers) || newUniversity(answers)) && answers.province !== undefined,
  },
  ruleNeighbourhood: when(series("closedAreas"), optional(text())),
  ruleDate: when(series("holidays"), anyDate),
  ruleHalf: when(series("holidays"), yesNo),
  ruleOffice: when(series("counters"), { control: "select", options: offices.map(({ code }) => code) }),
  ruleTerm: when(series("terms"), { control: "select", options: () => [...new Set(law().terms.map(({ code }) => code))] }),
  ruleCount: when(series("counters", "lateGraceDays", "terms"), count),
  ruleDatum: when(validity, { control: "select", options: data }),
  ruleFrom: when((answers) => standing(answers) || validity(answers), anyDate),
  ruleEnds: when(validity, optional(anyDate)),
  ruleUntil: when((answers) => standing(answers) || validity(answers), optional(anyDate)),
  ruleSource: when(sourced, text()),
  ruleConfidence: when(sourced, { control: "radios", options: ["high", "medium", "low"] }),
};

/** Every row that has days of its own, by its table, its key and its first day. */
function data(): string[] {
  return rowTableNames.flatMap((table) => rowsOf(law(), table).map(({ key, row }) => `${table}/${key}/${row.validFrom}`));
}

const minor = (value: string | undefined) => Math.round(Number(value) * 100);

/** A code made of a name: `İzmir Ekonomi Üniversitesi` is `izmir-ekonomi-universitesi`. */
function codeOf(name: string): string {
  const latin = name.toLocaleLowerCase("tr").replaceAll("ı", "i").normalize("NFD").replace(/\p{M}/gu, "");
  return latin.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "university";
}

function universityOf(answers: Answers): Omit<University, keyof Ground> {
  const handInDays = answers.ruleHandInDays ? Number(answers.ruleHandInDays) : null;
  const known = law().universities.find(({ code }) => code === answers.ruleUniversity);
  if (known) return { code: known.code, name: known.name, province: known.province, district: known.district, handInDays };
  return { code: codeOf(answers.ruleName!), name: answers.ruleName!, province: answers.province!, district: answers.district ?? null, handInDays };
}

/** The change that complete answers make. */
export function changeOf(answers: Answers): Drafted {
  const name = answers.ruleSeries as Drafted["series"];
  const stands = { from: answers.ruleFrom!, until: answers.ruleUntil ?? null, source: answers.ruleSource!, confidence: answers.ruleConfidence as Confidence };
  const group = answers.ruleGroup;
  switch (name) {
    case "cardPrice":
    case "singleEntryFee":
    case "minimumWage":
      return { series: name, value: minor(answers.ruleAmount), ...stands };
    case "propertyMinimum":
      return { series: name, value: minor(answers.ruleDollars), ...stands };
    case "liraTariff":
      return {
        series: name, ...stands,
        value: { perDay: minor(answers.rulePerDay), minimum: minor(answers.ruleMinimum), maximum: minor(answers.ruleMaximum), furtherMonth: minor(answers.ruleFurtherMonth) },
      };
    case "insuranceMinimum":
      return {
        series: name, ...stands,
        value: {
          outPatient: minor(answers.ruleOutPatient), outPatientShare: Number(answers.ruleOutPatientShare), outPatientShareElsewhere: Number(answers.ruleOutPatientShareElsewhere),
          inPatient: answers.ruleInPatient ? minor(answers.ruleInPatient) : null, inPatientShare: Number(answers.ruleInPatientShare),
          inPatientElsewhere: minor(answers.ruleInPatientElsewhere), inPatientShareElsewhere: Number(answers.ruleInPatientShareElsewhere), annex: minor(answers.ruleAnnex),
        },
      };
    case "universities":
      return { series: name, ...universityOf(answers), ...stands };
    case "terms":
      return { series: name, code: answers.ruleTerm as TermCode, value: Number(answers.ruleCount), ...stands };
    case "validity": {
      const [table = "", key = "", at = ""] = answers.ruleDatum!.split("/");
      const { from: validFrom, until: confirmedUntil, source, confidence } = stands;
      return { series: name, table: table as RowTable, key, at, validFrom, validUntil: answers.ruleEnds ?? null, confirmedUntil, source, confidence };
    }
    case "dollarTariffs":
      return { series: name, group: group as "a", value: { firstMonth: minor(answers.ruleFirstMonth), furtherMonth: minor(answers.ruleFurtherMonth) }, ...stands };
    case "feeGroups":
      return { series: name, nationality: answers.nationality!, group: group as "a", ...stands };
    case "closedAreas":
      return { series: name, province: answers.province!, district: answers.district!, neighbourhood: answers.ruleNeighbourhood ?? null, ...stands };
    case "holidays":
      return { series: name, date: answers.ruleDate!, half: answers.ruleHalf === "yes", source: stands.source, confidence: stands.confidence };
    case "counters":
      return { series: name, office: answers.ruleOffice!, value: Number(answers.ruleCount), ...stands };
    case "lateGraceDays":
      return { series: name, value: Number(answers.ruleCount), ...stands };
  }
}
