import { anyDate, country, optional, text, yesNo } from "../../applications/questions.ts";
import type { Answers, Field, Fields } from "../../platform/form.ts";
import type { Confidence } from "../../rules/dated.ts";
import { type Drafted, draftedSeries } from "../../rules/drafting.ts";
import { isNationality } from "../../rules/countries.ts";
import { offices } from "../../rules/offices.ts";
import { districts, provinces } from "../../rules/provinces.ts";

const series = (...of: Drafted["series"][]) => (answers: Answers) => (of as string[]).includes(answers.ruleSeries ?? "");
const when = (asked: (answers: Answers) => boolean, field: Field): Field => ({ ...field, when: asked });
const standing = (answers: Answers) => answers.ruleSeries !== undefined && !series("holidays", "counters", "lateGraceDays")(answers);
const sourced = (answers: Answers) => standing(answers) || series("holidays")(answers);

/** An amount as people write it: `964`, `348,10` or `348.10`. */
const amount: Field = {
  ...text({ maxlength: 14, inputmode: "decimal" }), normalise: (typed) => typed.replace(/\s/g, "").replace(",", "."),
  check: (value) => (/^\d{1,9}(\.\d{1,2})?$/.test(value) ? null : { key: "fields.error.amount" }),
};
const count: Field = { control: "number", attributes: { inputmode: "numeric", maxlength: 3 } };

/** The questions by which one change of the law is drafted; which are asked depends on what changes. */
export const changeFields: Fields = {
  ruleSeries: { control: "select", options: draftedSeries },
  ruleAmount: when(series("cardPrice", "singleEntryFee", "minimumWage"), amount),
  rulePerDay: when(series("liraTariff"), amount),
  ruleMinimum: when(series("liraTariff"), amount),
  ruleMaximum: when(series("liraTariff"), amount),
  ruleFirstMonth: when(series("dollarTariffs"), amount),
  ruleFurtherMonth: when(series("liraTariff", "dollarTariffs"), amount),
  nationality: when(series("feeGroups"), { ...country, check: (value) => (isNationality(value) ? null : { key: "fields.error.choose" }) }),
  ruleGroup: when(series("dollarTariffs", "feeGroups"), {
    control: "select", options: (answers) => ["main", "a", "b", "c", "d", ...(answers.ruleSeries === "feeGroups" ? ["lira", "exempt"] : [])],
  }),
  province: when(series("closedAreas"), { control: "select", options: provinces.map(({ plate }) => plate) }),
  district: when((answers) => series("closedAreas")(answers) && answers.province !== undefined, { control: "select", options: (answers) => districts(answers.province ?? "") }),
  ruleNeighbourhood: when(series("closedAreas"), optional(text())),
  ruleDate: when(series("holidays"), anyDate),
  ruleHalf: when(series("holidays"), yesNo),
  ruleOffice: when(series("counters"), { control: "select", options: offices.map(({ code }) => code) }),
  ruleCount: when(series("counters", "lateGraceDays"), count),
  ruleFrom: when(standing, anyDate),
  ruleUntil: when(standing, optional(anyDate)),
  ruleSource: when(sourced, text()),
  ruleConfidence: when(sourced, { control: "radios", options: ["high", "medium", "low"] }),
};

const minor = (value: string | undefined) => Math.round(Number(value) * 100);

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
    case "liraTariff":
      return {
        series: name, ...stands,
        value: { perDay: minor(answers.rulePerDay), minimum: minor(answers.ruleMinimum), maximum: minor(answers.ruleMaximum), furtherMonth: minor(answers.ruleFurtherMonth) },
      };
    case "dollarTariffs":
      return { series: name, group: group as "a", value: { firstMonth: minor(answers.ruleFirstMonth), furtherMonth: minor(answers.ruleFurtherMonth) }, ...stands };
    case "feeGroups":
      return { series: name, nationality: answers.nationality!, group: group as "a", ...stands };
    case "closedAreas":
      return { series: name, province: answers.province!, district: answers.district!, neighbourhood: answers.ruleNeighbourhood ?? null, ...stands };
    case "holidays":
      return { series: name, date: answers.ruleDate!, half: answers.ruleHalf === "yes", source: stands.source, confidence: stands.confidence };
    case "counters":
      return { series: name, office: answers.ruleOffice!, value: Number(answers.ruleCount) };
    case "lateGraceDays":
      return { series: name, value: Number(answers.ruleCount) };
  }
}
