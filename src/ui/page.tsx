import type { ComponentChildren } from "preact";
import { Enfilade, Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";
import { useLanguage } from "./language.ts";

export type PageProps = {
  /** Where "back" leads. */
  back?: string;
  backText?: ComponentChildren;
  /** Small line above the title: "Extension · step 2 of 9". */
  caption?: ComponentChildren;
  title: ComponentChildren;
  lead?: ComponentChildren;
  /** What stands before the title: the error summary, a message. */
  before?: ComponentChildren;
  /** The second column: task list, good to know. It follows the content on a narrow screen. */
  aside?: ComponentChildren;
  /** The drawing of the home page beside the title, on wide screens. */
  art?: boolean;
  children?: ComponentChildren;
};

/** A page of the portal: one column of at most 68 characters, with an optional second one. */
export function Page({ back, backText, caption, title, lead, before, aside, art, children }: PageProps) {
  return (
    <div class={aside ? "page page--aside" : "page"}>
      <div class="page__main">
        {back ? <BackLink href={back}>{backText}</BackLink> : null}
        {before}
        <div class={art ? "page__head page__head--art" : "page__head"}>
          <div>
            {caption ? <p class="caption">{caption}</p> : null}
            <h1>{title}</h1>
            {lead ? <p class="lead">{lead}</p> : null}
          </div>
          {art ? <Enfilade /> : null}
        </div>
        {children}
      </div>
      {aside ? <aside class="page__aside">{aside}</aside> : null}
    </div>
  );
}

/** A page of the office: the whole width, a head with tags and actions. */
export function OfficePage({ back, backText, title, meta, actions, before, children }: {
  back?: string; backText?: ComponentChildren; title: ComponentChildren; meta?: ComponentChildren; actions?: ComponentChildren;
  before?: ComponentChildren; children?: ComponentChildren;
}) {
  return (
    <div class="office-page">
      {back ? <BackLink href={back}>{backText}</BackLink> : null}
      {before}
      <div class="office-page__head">
        <div>
          <h1>{title}</h1>
          {meta ? <div class="office-page__meta">{meta}</div> : null}
        </div>
        {actions ? <div class="cluster">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

/**
 * A case as two columns: what the person said; what the office does. The latter comes first, read aloud and on a narrow screen: deadline and
 * next act stand at the top, and beside the rest where there is room.
 */
export function CaseColumns({ said, office }: { said: ComponentChildren; office: ComponentChildren }) {
  return <div class="case"><div class="case__office">{office}</div><div class="case__said">{said}</div></div>;
}

/** A box of the office with a heading. */
export function Card({ title, actions, children, id }: { title?: ComponentChildren; actions?: ComponentChildren; children?: ComponentChildren; id?: string }) {
  return (
    <section class="card" id={id}>
      {title || actions ? <div class="card__head">{title ? <h2>{title}</h2> : null}{actions}</div> : null}
      {children}
    </section>
  );
}

export function BackLink({ href, children }: { href: string; children?: ComponentChildren }) {
  const l = useLanguage();
  return <a class="back" href={href}><Icon name="back" size={16} /><span>{children ?? l.t("ui.back")}</span></a>;
}

/** Two equal columns that become one on a narrow screen. */
export function Columns({ children }: { children: ComponentChildren }) {
  return <div class="columns">{children}</div>;
}

/** What happens next, as a numbered list. */
export function Steps({ items }: { items: ComponentChildren[] }) {
  return <ol class="steps">{items.map((item) => <li>{item}</li>)}</ol>;
}

/** A closed piece that opens: a question and its answer. */
export function Details({ summary, children, open }: { summary: ComponentChildren; children: ComponentChildren; open?: boolean }) {
  return <details class="details" open={open}><summary>{summary}</summary><div class="details__body">{children}</div></details>;
}

/** A whole page for a special situation: nothing here, expired, closed, not found, something failed. */
export function Situation({ icon = "info", title, children, actions, reference }: {
  icon?: IconName; title: ComponentChildren; children?: ComponentChildren; actions?: ComponentChildren; reference?: string;
}) {
  const l = useLanguage();
  return (
    <div class="situation">
      <span class="situation__icon"><Icon name={icon} size={32} /></span>
      <h1>{title}</h1>
      {children}
      {actions ? <div class="cluster">{actions}</div> : null}
      {reference ? <p class="muted small">{l.rich("ui.reference", { reference: <bdi>{reference}</bdi> })}</p> : null}
    </div>
  );
}
