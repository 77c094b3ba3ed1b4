import type { Language } from "../platform/i18n.ts";
import { Situation } from "../ui/page.tsx";
import { Working } from "../ui/progress.tsx";

/** A paper that is being drawn: a moment, and the page looks again by itself. */
export function drawing(l: Language) {
  return <Situation icon="clock" title={l.t("status.drawing")}><Working>{l.t("status.drawing-text")}</Working></Situation>;
}
