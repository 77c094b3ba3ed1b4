import type { Role } from "../../identity/officer.ts";
import type { Language } from "../../platform/i18n.ts";
import type { KeyEntry } from "../../ui/key-help.tsx";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";

/** The parts of the office in the order of its head, each with the single key that leads there. */
export function partsOf(l: Language, role: Role) {
  return [
    { part: "day", href: office.day.href(), text: l.t("office.nav.day"), shortcut: "t" },
    { part: "cases", href: office.queue.href(), text: l.t("office.nav.cases"), shortcut: "c" },
    ...(mayDo(role, "figures") ? [{ part: "figures", href: office.figures.href(), text: l.t("figures.nav"), shortcut: "f" }] : []),
    { part: "payments", href: office.payments.href(), text: l.t("office.nav.payments"), shortcut: "p" },
    { part: "messages", href: office.messages.href(), text: l.t("office.nav.messages"), shortcut: "e" },
    { part: "draws", href: office.draws.href(), text: l.t("office.nav.draws"), shortcut: "d" },
    ...(mayDo(role, "law") ? [{ part: "law", href: office.editions.href(), text: l.t("office.nav.law"), shortcut: "l" }] : []),
    ...(mayDo(role, "trail") ? [{ part: "trail", href: office.trail.href(), text: l.t("office.trail"), shortcut: "r" }] : []),
  ];
}

/** The same keys as the key sheet tells them. */
export function keysOfParts(l: Language, role: Role): KeyEntry[] {
  return partsOf(l, role).map(({ shortcut, text }) => ({ key: shortcut, text }));
}
