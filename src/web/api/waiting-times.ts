import { z } from "zod";
import { allowance } from "../../identity/allowance.ts";
import { secondsUntilNext } from "../../identity/limits.ts";
import { rulesOn } from "../../rules/in-force.ts";
import { findProvince } from "../../rules/provinces.ts";
import { PERIOD, trendOf, waits, waitingTimes } from "../../supervision/waiting-times.ts";
import { openPage } from "../page.ts";
import { portal } from "../routes.ts";
import { problem } from "./problem.ts";
import { kept } from "./reference.ts";

const allowed = allowance("reference", 20);

export const waitingTimeShape = z.strictObject({
  province: z.string().describe("Plate number."),
  type: z.string().describe("Permit type."),
  step: z.enum(waits).describe("appointment: from creation to the day of the appointment. decision: from that day to the decision. card: from the grant to the day on which the card was posted."),
  from: z.iso.date().describe("First day of the period in which the steps counted here ended."),
  until: z.iso.date().describe("Its last day."),
  casesAtLeast: z.int().min(10).multipleOf(10).describe("How many steps were counted, rounded down to whole tens."),
  quarter: z.int().min(0).describe("Days within which a quarter of them were through."),
  half: z.int().min(0).describe("Days within which half of them were through."),
  threeQuarters: z.int().min(0).describe("Days within which three quarters of them were through."),
  halfBefore: z.int().min(0).nullable().describe("The half of the period of the same length before; null where it had fewer than ten cases."),
  trend: z.enum(["shorter", "longer", "same"]).nullable().describe("The half against the one before; a change of a day, or of less than a tenth, is none."),
});

/** How long it takes now, for other programs: what the public page shows, of all provinces and types or of one. */
export const waitingTimesOfAll = openPage(portal.waitingTimes, {
  async get(visit) {
    const { app, l, query, today } = visit;
    if (!(await allowed(app.db, visit.address, visit.now))) return problem(429, "too-many", { headers: { "retry-after": String(secondsUntilNext("reference", visit.now)) } });
    const { province, type, ...others } = query as Record<string, unknown>;
    const unknown = Object.keys(others)[0];
    if (unknown !== undefined) return problem(422, "senseless", { errors: [{ pointer: `?${unknown.slice(0, 100)}`, detail: l.t("eligibility.wrong-unknown-field") }] });
    if (province !== undefined && (typeof province !== "string" || !findProvince(province))) return problem(422, "senseless", { errors: [{ pointer: "?province", detail: l.t("eligibility.wrong-unknown-province") }] });
    const types = [...rulesOn(today).permitTypes.keys()];
    const permitType = types.find((code) => code === type);
    if (type !== undefined && permitType === undefined) return problem(422, "senseless", { errors: [{ pointer: "?type", detail: l.t("eligibility.wrong-code", { codes: types.join(", ") }) }] });
    const measured = await waitingTimes(app.db, { province, permitType });
    return kept(visit, measured.map((one): z.infer<typeof waitingTimeShape> => ({
      province: one.province, type: one.permitType, step: one.step, from: one.measuredOn.subtract({ days: PERIOD }).toString(), until: one.measuredOn.subtract({ days: 1 }).toString(),
      casesAtLeast: one.cases, quarter: one.quarter, half: one.half, threeQuarters: one.threeQuarters, halfBefore: one.halfBefore, trend: trendOf(one),
    })));
  },
});
