import { renderDocument } from "../ui/document.tsx";
import type { Area } from "./guard.ts";
import type { Answer, Visit } from "./page.ts";
import { partsOf } from "./office/nav.ts";
import { inLanguage, office, portal } from "./routes.ts";

/** A page answer in the frame of its audience. */
export function documentOf(visit: Visit, area: Area, answer: Extract<Answer, { kind: "page" }>): string {
  const { l, app } = visit;
  const shared = {
    l, title: answer.title, body: answer.body, demonstration: app.demonstration, errors: answer.errors, refresh: answer.refresh, scripts: answer.scripts, index: answer.index,
  };
  if (area === "portal") {
    const lang = { lang: l.code };
    return renderDocument({
      ...shared, area,
      path: (code) => inLanguage(visit.path, code),
      form: answer.form,
      links: {
        home: portal.home.href(lang), continue: visit.returning ? undefined : portal.resume.href(lang), fees: portal.fees.href(lang), draws: portal.draws.href(lang),
        accessibility: portal.accessibility.href(lang), privacy: portal.privacy.href(lang), source: portal.program.href(lang),
      },
      mine: visit.returning ? { href: portal.tasks.href(lang), leaveHref: portal.leave.href(lang), csrf: visit.csrf } : undefined,
      authority: app.authority,
    });
  }
  const officer = answer.officer;
  return renderDocument({
    ...shared, area,
    path: (code) => withLanguage(visit.path, code),
    links: { home: office.day.href() },
    nav: officer ? partsOf(l, officer.role).map(({ part, ...link }) => ({ ...link, current: answer.nav === part })) : undefined,
    officer: officer ? { name: officer.name, office: officer.office, role: l.t(`office.role.${officer.role}`), signOutHref: office.signOut.href(), sessionsHref: office.sessions.href(), csrf: visit.csrf } : undefined,
  });
}

function withLanguage(path: string, code: string): string {
  const [where = "/", query = ""] = path.split("?");
  const parameters = new URLSearchParams(query);
  parameters.set("language", code);
  return `${where}?${parameters}`;
}
