import type { Application } from "../applications/application.ts";
import { isOpenElsewhere } from "../applications/clashes.ts";
import type { Moved } from "../applications/move.ts";
import type { Act } from "../platform/act.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { grant, type Granting } from "./decide.ts";

type NotGranted = Extract<Awaited<ReturnType<typeof grant>>, { ok: false }>["why"];

/** Grants as `grant` does, unless another case known to be of the same person is still open (`same-person-open`): that one has to end first. */
export async function grantToOne(act: Act, application: Application, granting: Granting): Promise<Outcome<Moved, NotGranted | "same-person-open">> {
  if (await isOpenElsewhere(act.tx, application.id)) return not("same-person-open");
  return grant(act, application, granting);
}
