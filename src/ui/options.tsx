import { render } from "preact-render-to-string";
import type { SelectOption } from "./fields.tsx";

type Drawn = { value: string; html: string };

/**
 * The options of a list, drawn once for as long as the list lives: a page that asks for five countries has 1,275 of them, and drawing them
 * anew was half of its cost. A list that is made for one page only gains nothing and loses nothing.
 */
const drawnLists = new WeakMap<readonly SelectOption[], Drawn[]>();

/** The options of a list as HTML, with the chosen one marked. Options with a `group` are put under it, groups in order of first appearance. */
export function optionsHtml(options: readonly SelectOption[], chosen: string | undefined): string {
  let drawn = drawnLists.get(options);
  if (!drawn) drawnLists.set(options, drawn = draw(options));
  let html = "";
  for (const one of drawn) html += one.value === chosen ? one.html.replace("<option", "<option selected") : one.html;
  return html;
}

function draw(options: readonly SelectOption[]): Drawn[] {
  const drawn: Drawn[] = [];
  for (const [group, members] of Map.groupBy(options, (option) => option.group)) {
    members.forEach(({ value, label, disabled }, at) => {
      const opens = group !== undefined && at === 0 ? render(<optgroup label={group} />).replace("</optgroup>", "") : "";
      const closes = group !== undefined && at === members.length - 1 ? "</optgroup>" : "";
      drawn.push({ value, html: opens + render(<option value={value} disabled={disabled}>{label}</option>) + closes });
    });
  }
  return drawn;
}
