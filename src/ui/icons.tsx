/** Small drawings of the system. All are decoration: the words beside them carry the meaning. */
const shapes = {
  arch: "M3 22V11a9 9 0 0 1 18 0v11",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  warning: "M12 4L2.5 20h19zM12 10v4.5M12 17.4v.1",
  error: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7.5v5.5M12 16.2v.1",
  info: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
  arrow: "M5 12h14M13 6l6 6-6 6",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
  cross: "M6 6l12 12M18 6L6 18",
  dot: "M12 11.9v.2",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
} as const;
export type IconName = keyof typeof shapes;

/** Icons that point somewhere turn round in a right-to-left page. */
const directional: readonly IconName[] = ["arrow", "back", "forward"];

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg class={directional.includes(name) ? "icon icon--turns" : "icon"} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}

/** The doorway of the wordmark. */
export function Doorway() {
  return (
    <svg class="doorway" width="26" height="32" viewBox="0 0 26 32" aria-hidden="true" focusable="false">
      <path d="M2 31V13a11 11 0 0 1 22 0v18" fill="none" stroke="currentColor" stroke-width="3" />
      <path d="M8 31V17a5 5 0 0 1 10 0v14z" fill="currentColor" />
    </svg>
  );
}

/** Doorways behind one another, with light in the last: the drawing of the home page. */
export function Enfilade() {
  const arch = (half: number, top: number) => `M${100 - half} 196V${top + half}a${half} ${half} 0 0 1 ${half * 2} 0V196`;
  return (
    <svg class="art" width="200" height="196" viewBox="0 0 200 196" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true" focusable="false">
      <path d={arch(92, 2)} opacity="0.16" /><path d={arch(72, 32)} opacity="0.3" /><path d={arch(54, 62)} opacity="0.5" /><path d={arch(38, 92)} opacity="0.75" />
      <path class="art__light" d={arch(24, 122)} fill="currentColor" stroke="none" />
    </svg>
  );
}
