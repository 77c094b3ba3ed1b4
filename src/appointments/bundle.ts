import type { Request } from "./draw.ts";

/** One place that is asked for. `bundle` names those that must all have one: a group, or the steps of a longer service; null for one alone. */
export type Unit = { request: Request; bundle: string | null };

/** The bundle of a request: its group, else itself where its service takes several steps. */
export function bundleOf({ together, steps, pseudonym }: Request): string | null {
  return together ?? (steps > 1 ? pseudonym : null);
}

/** The places that requests ask for, in their order: a longer service asks for as many as it has steps. */
export function unitsOf(requests: readonly Request[]): Unit[] {
  const units: Unit[] = [];
  for (const request of requests) {
    const bundle = bundleOf(request);
    for (let n = 0; n < request.steps; n += 1) units.push({ request, bundle });
  }
  return units;
}

/**
 * Requests with those of a group brought to the class of its highest member: they come together, so the child brings its parents along. The
 * lot is one for all of them, so that many together have no more luck than one alone.
 */
export function liftGroups(requests: readonly Request[]): Request[] {
  const highest = new Map<string, { waited: number; need: number }>();
  for (const { together, waited, need } of requests) {
    if (together === null) continue;
    const known = highest.get(together);
    if (!known || waited > known.waited || (waited === known.waited && need > known.need)) highest.set(together, { waited, need });
  }
  return highest.size === 0 ? [...requests] : requests.map((request) => (request.together === null ? request : { ...request, ...highest.get(request.together)! }));
}
