import { afterEach } from "vitest";

type Closable = { close(): Promise<void> };

/** Keeps what the tests of a file open, and closes it after each of them, the newest first. */
export function closingAfterEach(): <T extends Closable>(it: T) => T {
  const open: Closable[] = [];
  afterEach(async () => {
    for (const it of open.splice(0).reverse()) await it.close();
  });
  return (it) => {
    open.push(it);
    return it;
  };
}
