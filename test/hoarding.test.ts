import { expect, test } from "vitest";
import { simulate } from "../simulate/hoarding/model.ts";
import { numbers } from "./draw-oracle.ts";

test("who is first sells; who is bound to a case sells next to nothing; a draw leaves nothing to sell", { timeout: 60_000 }, () => {
  const [first, choosing, drawn] = (["first-come", "choosing", "draw"] as const).map((mode) => simulate(mode, numbers(1)));
  expect(first!.soldFromStock).toBeGreaterThan(0.6);
  expect(first!.missed).toBeGreaterThan(choosing!.missed);
  expect(choosing!.soldFromStock).toBe(0);
  expect(choosing!.soldAsSpeed).toBeLessThan(0.05);
  expect([drawn!.soldFromStock, drawn!.soldAsSpeed]).toEqual([0, 0]);
  expect(simulate("choosing", numbers(1))).toEqual(choosing);
});
