import type { ComponentChildren } from "preact";

/** One bar: its name, the parts it is made of (0 or more, in the order of the series), and what is written at its end. */
export type Bar = { name: ComponentChildren; parts: number[]; value: ComponentChildren };

const patterns = ["bars__first", "bars__second"] as const;

/**
 * Bars beside their names, each with its value written at its end, so that nothing depends on telling colours apart: the second series is
 * hatched too. `beside`: the parts of a bar make no whole, and are drawn one under the other. The same figures must stand in a table near it;
 * this drawing is left out by screen readers. `id` is unique on the page.
 */
export function BarChart({ id, caption, series, bars, beside }: { id: string; caption: ComponentChildren; series: ComponentChildren[]; bars: Bar[]; beside?: boolean | undefined }) {
  const end = (parts: number[]) => parts.reduce((sum, part) => sum + Math.max(0, part), 0);
  const whole = Math.max(1, ...bars.map(({ parts }) => (beside ? Math.max(...parts) : end(parts))));
  const percent = (part: number) => `${Math.round((Math.max(0, part) / whole) * 10_000) / 100}%`;
  return (
    <figure class="bars" aria-hidden="true">
      <figcaption class="bars__caption">{caption}</figcaption>
      <svg width="0" height="0" focusable="false">
        <defs>
          <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="bars__second" width="6" height="6" /><rect class="bars__hatch" width="2" height="6" /></pattern>
        </defs>
      </svg>
      {series.length > 1 ? (
        <ul class="bars__series">
          {series.map((name, n) => <li><svg width="16" height="16" focusable="false"><rect class={n === 1 ? undefined : patterns[n]} fill={n === 1 ? `url(#${id}-hatch)` : undefined} width="16" height="16" /></svg>{name}</li>)}
        </ul>
      ) : null}
      <ul class="bars__list">
        {bars.map(({ name, parts, value }) => (
          <li>
            <span class="bars__name">{name}</span>
            <svg class="bars__bar" width="100%" height="20" focusable="false">
              {parts.map((part, n) => (
                <rect class={n === 1 ? undefined : patterns[n]} fill={n === 1 ? `url(#${id}-hatch)` : undefined}
                  x={beside ? 0 : percent(end(parts.slice(0, n)))} y={beside ? n * 11 : 0} width={percent(part)} height={beside ? 9 : 20} />
              ))}
            </svg>
            <span class="bars__value">{value}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
