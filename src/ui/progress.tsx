import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";

/** Work that takes a moment, in words, with a moving line ("drawing your form, 2 seconds"). */
export function Working({ children }: { children: ComponentChildren }) {
  return <div class="working" role="status"><Icon name="clock" /><p>{children}</p><span class="working__line" aria-hidden="true" /></div>;
}
