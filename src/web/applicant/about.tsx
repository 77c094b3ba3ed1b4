import { Page } from "../../ui/page.tsx";
import { html, publicPage } from "../page.ts";
import { portal } from "../routes.ts";

/** How the portal is made usable for everybody, and whom to tell where it is not. */
export const accessibility = publicPage(portal.accessibility, {
  get({ l, app }) {
    const title = l.t("ui.accessibility");
    return html(title, (
      <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t("privacy.accessibility-lead")}>
        <ul>{(["keyboard", "scripts", "languages", "zoom", "time"] as const).map((point) => <li>{l.t(`privacy.accessibility-${point}`)}</li>)}</ul>
        <h2>{l.t("privacy.accessibility-trouble")}</h2>
        <p>{l.rich("privacy.accessibility-contact", { authority: <bdi>{app.authority.name}</bdi>, phone: <bdi dir="ltr">{app.authority.phone}</bdi> })}</p>
      </Page>
    ), 200, { index: true });
  },
});

/** The information owed when data is collected (Law 6698 art. 10), in each language. */
export const privacy = publicPage(portal.privacy, {
  get({ l, app }) {
    const title = l.t("ui.privacy");
    return html(title, (
      <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t("privacy.lead")}>
        {(["who", "what", "why", "shared", "kept", "rights", "cookies"] as const).map((point) => (
          <section>
            <h2>{l.t(`privacy.${point}-title`)}</h2>
            <p>{l.rich(`privacy.${point}`, { authority: <bdi>{app.authority.name}</bdi>, phone: <bdi dir="ltr">{app.authority.phone}</bdi> })}</p>
          </section>
        ))}
      </Page>
    ), 200, { index: true });
  },
});

/** What program this is, whose it is not, and where its source can be had, as its licence asks. */
export const program = publicPage(portal.program, {
  get({ l, app }) {
    const title = l.t("privacy.program-title");
    return html(title, (
      <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t("privacy.program-lead")}>
        <p>{l.rich("privacy.program-independent", { authority: <bdi>{app.authority.name}</bdi> })}</p>
        <h2>{l.t("privacy.program-source-title")}</h2>
        <p>{l.t("privacy.program-licence")}</p>
        <p>
          {app.sourceUrl
            ? l.rich("privacy.program-source", { link: <a href={app.sourceUrl}><bdi dir="ltr">{app.sourceUrl}</bdi></a> })
            : l.rich("privacy.program-source-ask", { authority: <bdi>{app.authority.name}</bdi> })}
        </p>
      </Page>
    ), 200, { index: true });
  },
});
