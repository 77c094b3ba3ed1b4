import { renderToString } from "preact-render-to-string";
import type { Language } from "../platform/i18n.ts";

export type Letter = { subject: string; sender: string; paragraphs: string[]; footer: string[]; link: { href: string; label: string }; stop: { href: string; label: string } | null };

// A mail program knows neither our stylesheet nor custom properties; what it does not understand it leaves out, and plain paragraphs remain.
const style = `
body { margin: 0; background: #f4f5f2; color: #1d2523; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 36em; margin: 0 auto; padding: 24px; background: #ffffff; }
h1 { font-size: 22px; line-height: 1.3; }
.sender { font-weight: 700; color: #0b5c57; }
.open { display: inline-block; padding: 12px 20px; border-radius: 8px; background: #0b5c57; color: #ffffff; text-decoration: none; }
footer { margin-top: 32px; padding-top: 16px; border-top: 1px solid #d5dad7; font-size: 14px; color: #4b5653; }
`;

/** A message as a page of HTML in its language and direction. No picture, no script, nothing fetched: opening it tells nobody anything. */
export function letterHtml(l: Language, { subject, sender, paragraphs, footer, link, stop }: Letter): string {
  const lines = (text: string) => text.split("\n").map((line, n) => (n === 0 ? line : [<br />, line]));
  return `<!doctype html>${renderToString(
    <html lang={l.code} dir={l.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{subject}</title>
        <style>{style}</style>
      </head>
      <body dir={l.dir}>
        <main>
          <p class="sender"><bdi>{sender}</bdi></p>
          <h1>{subject}</h1>
          {paragraphs.map((paragraph) => <p>{lines(paragraph)}</p>)}
          <p><a class="open" href={link.href}>{link.label}</a></p>
          <p><a href={link.href}><bdi dir="ltr">{link.href}</bdi></a></p>
          <footer>{footer.map((paragraph) => <p>{paragraph}</p>)}{stop ? <p><a href={stop.href}>{stop.label}</a></p> : null}</footer>
        </main>
      </body>
    </html>,
  )}`;
}
