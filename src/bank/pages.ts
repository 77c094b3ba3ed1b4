import { outcomes, type BankOrder } from "./orders.ts";
import { wordsIn } from "./words.ts";

/** The look of the bank: plain, and unlike the portal's, so that nobody takes one for the other. */
export const styles = `
@font-face { font-family: Vazirmatn; src: url(/arabic.woff2) format("woff2"); font-weight: 100 900; font-display: swap; unicode-range: U+0600-06FF, U+FB50-FDFF, U+FE70-FEFF }
:root { color-scheme: light dark; --ink: #1d1b26; --paper: #f4f1fa; --line: #6a6280; --mark: #5a2fa0; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #efecf7; --paper: #17141f; --line: #a79fbd; --mark: #c3a6ff; --on: #17141f } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.5 Vazirmatn, system-ui, sans-serif }
header { background: var(--mark); color: var(--on); padding-block: 1rem }
header p, main { max-inline-size: 36rem; margin: 0 auto }
header p { font-weight: 700; padding-inline: 1rem }
main { padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; line-height: 1.25 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem }
dd { margin: 0; font-weight: 600 }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 1.5rem 0; padding: 1rem }
legend, label.above { font-weight: 700 }
.choice { display: flex; gap: .75rem; align-items: center; min-block-size: 2.75rem }
.choice input { inline-size: 1.4rem; block-size: 1.4rem; flex: none; accent-color: var(--mark) }
.field { margin: 1.5rem 0 }
.field input { display: block; font: inherit; padding: .5rem; inline-size: 100%; max-inline-size: 16rem; border: 2px solid var(--line); border-radius: 6px; background: transparent; color: inherit }
.error { border-inline-start: 4px solid #c2281b; padding-inline-start: 1rem; font-weight: 700 }
.hint { margin: 0 }
.actions { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center }
button, .button { font: inherit; font-weight: 700; min-block-size: 2.75rem; padding: .5rem 1.25rem; border-radius: 6px; border: 2px solid var(--mark); background: var(--mark); color: var(--on); cursor: pointer; text-decoration: none }
button.quiet { background: transparent; color: var(--mark) }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px }
`;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]!);
}

type Words = ReturnType<typeof wordsIn>;

function page(words: Words, title: string, body: string): string {
  return `<!doctype html><html lang="${words.code}" dir="${words.dir}"><head><meta charset="utf-8">
<title>${escape(title === words.title ? title : `${title} · ${words.title}`)}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><link rel="stylesheet" href="/styles.css"></head>
<body><header><p>${escape(words.title)}</p></header><main>${body}</main></body></html>`;
}

function about(words: Words, order: BankOrder): string {
  const money = new Intl.NumberFormat(words.code === "ar" ? "ar-u-nu-latn" : words.code, { style: "currency", currency: order.currency }).format(order.amount / 100);
  return `<p>${escape(words.warning)}</p>
<dl><dt>${escape(words.about)}</dt><dd><bdi>${escape(order.description)}</bdi></dd><dt>${escape(words.amount)}</dt><dd><bdi>${escape(money)}</bdi></dd></dl>`;
}

/** The hosted page: what is paid, and what the test person wants to happen. */
export function paymentPage(order: BankOrder): string {
  const words = wordsIn(order.language);
  const choices = outcomes.map((outcome, n) =>
    `<label class="choice"><input type="radio" name="choice" value="${outcome}"${n === 0 ? " checked" : ""}><span>${escape(words[outcome])}</span></label>`);
  return page(words, words.title, `<h1>${escape(words.payee)}</h1>${about(words, order)}
<form method="post" action="/pay/${order.reference}">
<div class="field"><label class="above" for="card">${escape(words.card)}</label><input id="card" value="0000 0000 0000 0000" readonly dir="ltr"></div>
<fieldset><legend>${escape(words.choose)}</legend>${choices.join("")}</fieldset>
<p class="actions"><button>${escape(words.continue)}</button><button class="quiet" name="stop" value="yes">${escape(words.stop)}</button></p></form>`);
}

/** The step that stands for the confirmation on the payer's phone. */
export function codePage(order: BankOrder, choice: string, wrong: boolean): string {
  const words = wordsIn(order.language);
  const error = wrong ? `<p class="error" id="code-error">${escape(words.codeWrong)}</p>` : "";
  return page(words, words.code_title, `<h1>${escape(words.code_title)}</h1>${about(words, order)}
<form method="post" action="/pay/${order.reference}/code"><input type="hidden" name="choice" value="${escape(choice)}">
<div class="field"><label class="above" for="code">${escape(words.code_title)}</label><p class="hint" id="code-hint">${escape(words.codeHint)}</p>${error}
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" dir="ltr" aria-describedby="code-hint${wrong ? " code-error" : ""}"${wrong ? ' aria-invalid="true"' : ""}></div>
<p class="actions"><button>${escape(words.confirm)}</button></p></form>`);
}

/** A page that ends the visit without sending the browser back. */
export function endPage(order: BankOrder, how: "left" | "paidSilently" | "done"): string {
  const words = wordsIn(order.language);
  const text = how === "left" ? words.leftText : how === "paidSilently" ? words.paidSilentlyText : "";
  const link = how === "left" ? `/pay/${order.reference}` : order.returnTo;
  return page(words, words[how], `<h1>${escape(words[how])}</h1>${text ? `<p>${escape(text)}</p>` : ""}<p><a class="button" href="${escape(link)}">${escape(how === "left" ? words.continue : words.back)}</a></p>`);
}

export function unknownPage(): string {
  const words = wordsIn("en");
  return page(words, words.unknown, `<h1>${escape(words.unknown)}</h1>`);
}
