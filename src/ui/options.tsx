import { render } from "preact-render-to-string";
import type { SelectOption } from "./fields.tsx";

/** A list as HTML, and where in it the option of each value begins. */
type Drawn = { html: string; at: Map<string, number> };

/**
 * The options of a list, drawn once for as long as the list lives: a page that asks for five countries has 1,275 of them, and putting them
 * together anew was half of its cost. A list that is made for one page only gains nothing and loses nothing.
 */
const drawnLists = new WeakMap<readonly SelectOption[], Drawn>();
const opening = "<option";

/** The options of a list as HTML, with the chosen one marked. Options with a `group` are put under it, groups in order of first appearance. */
export function optionsHtml(options: readonly SelectOption[], chosen: string | undefined): string {
  let drawn = drawnLists.get(options);
  if (!drawn) drawnLists.set(options, drawn = draw(options));
  const at = chosen === undefined ? undefined : drawn.at.get(chosen);
  if (at === undefined) return drawn.html;
  const behind = at + opening.length;
  return `${drawn.html.slice(0, behind)} selected${drawn.html.slice(behind)}`;
}

const emptyOptions = new Map<string, string>();

/** The first option of a list, which stands for no answer. Pages have a handful of words for it, each drawn once. */
export function emptyOption(label: string): string {
  let drawn = emptyOptions.get(label);
  if (drawn === undefined) emptyOptions.set(label, drawn = draw([{ value: "", label }]).html);
  return drawn;
}

function draw(options: readonly SelectOption[]): Drawn {
  const at = new Map<string, number>();
  let html = "";
  for (const [group, members] of Map.groupBy(options, (option) => option.group)) {
    if (group !== undefined) html += render(<optgroup label={group} />).replace("</optgroup>", "");
    for (const { value, label, disabled } of members) {
      at.set(value, html.length);
      // HTML ends an option where the next begins; the end tags were a quarter of a page with five countries.
      html += render(<option value={value} disabled={disabled}>{label}</option>).replace("</option>", "");
    }
    if (group !== undefined) html += "</optgroup>";
  }
  return { html, at };
}
