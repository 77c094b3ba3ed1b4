import { render } from "preact-render-to-string";
import type { ComponentChildren } from "preact";
import { complete, language } from "../platform/i18n.ts";
import type { Code, Language } from "../platform/i18n.ts";
import { asset } from "./assets.ts";
import { Doorway } from "./icons.tsx";
import { LanguageContext, useLanguage } from "./language.ts";

export type NavLink = { href: string; text: ComponentChildren; current?: boolean; shortcut?: string };

export type DocumentProps = {
  l: Language;
  title: string;
  body: ComponentChildren;
  area: "portal" | "office";
  /** The same place in another language. */
  path: (code: Code) => string;
  /** The id of a form whose answers are kept nowhere yet: then the languages are buttons that carry them along, as `_language`. */
  form?: string | undefined;
  /** For who is signed in to an application: the way to it, and out of it. */
  mine?: { href: string; leaveHref: string; csrf: string } | undefined;
  links: { home: string; continue?: string | undefined; fees?: string; draws?: string; accessibility?: string; privacy?: string; source?: string };
  /** Whose office it is and the number to call, in the footer of the portal. */
  authority?: { name: string; phone: string };
  nav?: NavLink[];
  demonstration: boolean;
  /** True when the page comes back with errors: the title then says so first. */
  errors?: boolean;
  /** Addresses of further scripts, loaded deferred. */
  scripts?: string[];
  /** Seconds after which the page looks again by itself; without JavaScript a link of its own does. A meta refresh would tear the page away from a reader. */
  refresh?: number;
  officer?: { name: string; office: string; role: string; signOutHref: string; sessionsHref: string; csrf: string };
  /** False for pages that must not be found by search engines (everything of a person's case). */
  index?: boolean;
};

/** A whole page as text, from `<!doctype html>` on. */
export function renderDocument(props: DocumentProps): string {
  return "<!doctype html>" + render(<LanguageContext.Provider value={props.l}><Html {...props} /></LanguageContext.Provider>);
}

function Html({ l, title, body, area, path, form, mine, links, authority, nav, demonstration, errors, scripts = [], refresh, officer, index }: DocumentProps) {
  const name = area === "office" ? l.t("ui.office_name") : "Sojourn";
  return (
    <html lang={l.code} dir={l.dir} class={area}>
      <head>
        <meta charset="utf-8" />
        <title>{`${errors ? l.t("ui.error_prefix") + " " : ""}${title} · ${name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#FFFFFF" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#191E28" media="(prefers-color-scheme: dark)" />
        {index ? null : <meta name="robots" content="noindex" />}
        <link rel="stylesheet" href={asset("styles.css")} />
        <link rel="icon" type="image/svg+xml" href={asset("icon.svg")} />
        <script src={asset("portal.js")} defer />
        {area === "office" ? <script src={asset("office.js")} defer /> : null}
        {scripts.map((src) => <script src={src} defer />)}
      </head>
      <body>
        <a class="skip" href="#main">{l.t("ui.skip")}</a>
        <header class="header">
          {demonstration ? <p class="demonstration">{l.t("ui.demonstration")}</p> : null}
          <div class="header__inner wide">
            <a class="wordmark" href={links.home}><Doorway /><span>{name}</span></a>
            {nav && nav.length > 0 ? <Navigation nav={nav} /> : null}
            <div class="header__end">
              {area === "portal" ? <Languages path={path} form={form} /> : null}
              {officer ? <Officer {...officer} /> : null}
              {mine ? <Mine {...mine} /> : null}
              {links.continue ? <a class="header__continue" href={links.continue}>{l.t("ui.continue")}</a> : null}
            </div>
          </div>
        </header>
        <p class="offline" data-offline data-held-text={l.t("ui.offline_held")} hidden role="status">{l.t("ui.offline")}</p>
        <main id="main" class="wide" tabIndex={-1} data-again={refresh}>
          {body}
        </main>
        {area === "portal" ? <Footer links={links} authority={authority} /> : (
          <footer class="footer footer--office"><div class="wide footer__inner"><Languages path={path} /></div></footer>
        )}
      </body>
    </html>
  );
}

function Navigation({ nav }: { nav: NavLink[] }) {
  const l = useLanguage();
  return (
    <nav class="navigation" aria-label={l.t("ui.navigation")}>
      <ul>
        {nav.map((link) => (
          <li><a href={link.href} aria-current={link.current ? "page" : undefined} data-key={link.shortcut}>{link.text}</a></li>
        ))}
      </ul>
    </nav>
  );
}

function Languages({ path, form }: { path: (code: Code) => string; form?: string | undefined }) {
  const l = useLanguage();
  return (
    <nav class="languages" aria-label={l.t("ui.language")}>
      {/* The Enter key presses the first button of a form, and that must not be a language. */}
      {form ? <button class="visually-hidden" type="submit" form={form} tabIndex={-1} aria-hidden="true" /> : null}
      <ul>
        {complete.map((code) => {
          const { name, dir } = language(code);
          const current = code === l.code ? "true" : undefined;
          if (form) return <li><button type="submit" form={form} formaction={path(code)} name="_language" value={code} lang={code} dir={dir} aria-current={current}>{name}</button></li>;
          return <li><a href={path(code)} lang={code} dir={dir} hreflang={code} aria-current={current}>{name}</a></li>;
        })}
      </ul>
    </nav>
  );
}

function Mine({ href, leaveHref, csrf }: NonNullable<DocumentProps["mine"]>) {
  const l = useLanguage();
  return (
    <div class="mine">
      <a href={href}>{l.t("ui.my_application")}</a>
      <form method="post" action={leaveHref}>
        <input type="hidden" name="_csrf" value={csrf} />
        <button class="as-link" type="submit">{l.t("ui.leave")}</button>
      </form>
    </div>
  );
}

function Officer({ name, office, role, signOutHref, sessionsHref, csrf }: NonNullable<DocumentProps["officer"]>) {
  const l = useLanguage();
  return (
    <div class="officer">
      <span><bdi>{name}</bdi> · <bdi>{office}</bdi> · {role}</span>
      <a href={sessionsHref}>{l.t("sessions.link")}</a>
      <form method="post" action={signOutHref}>
        <input type="hidden" name="_csrf" value={csrf} />
        <button class="as-link" type="submit">{l.t("ui.sign_out")}</button>
      </form>
    </div>
  );
}

function Footer({ links, authority }: Pick<DocumentProps, "links" | "authority">) {
  const l = useLanguage();
  return (
    <footer class="footer">
      <div class="wide footer__inner">
        <div class="footer__words">
          <p><strong>{l.t("ui.footer_fees")}</strong> {l.t("ui.footer_nothing_else")}</p>
          <p>{l.t("ui.footer_no_intermediary")}</p>
          {authority ? <p>{l.rich("ui.footer_authority", { authority: <bdi>{authority.name}</bdi>, phone: <a href={`tel:${authority.phone.replace(/[^\d+]/g, "")}`}><bdi dir="ltr">{authority.phone}</bdi></a> })}</p> : null}
        </div>
        <ul class="footer__links">
          {links.fees ? <li><a href={links.fees}>{l.t("ui.footer_fee_link")}</a></li> : null}
          {links.draws ? <li><a href={links.draws}>{l.t("ui.footer_draws")}</a></li> : null}
          {links.accessibility ? <li><a href={links.accessibility}>{l.t("ui.accessibility")}</a></li> : null}
          {links.privacy ? <li><a href={links.privacy}>{l.t("ui.privacy")}</a></li> : null}
          {links.source ? <li><a href={links.source}>{l.t("ui.source")}</a></li> : null}
        </ul>
      </div>
    </footer>
  );
}
