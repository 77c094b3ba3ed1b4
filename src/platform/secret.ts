/**
 * The house's secret; while it is changed, the new one and behind it those before it. What is made is made with the newest, what is checked
 * may have been made with any of them.
 */
export type Secret = string | readonly [newest: string, ...former: string[]];

export function newest(secret: Secret): string {
  return typeof secret === "string" ? secret : secret[0];
}

export function everyOf(secret: Secret): readonly [newest: string, ...former: string[]] {
  return typeof secret === "string" ? [secret] : secret;
}
