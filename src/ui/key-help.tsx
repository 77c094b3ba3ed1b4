import type { ComponentChildren } from "preact";
import { useLanguage } from "./language.ts";

export type KeyEntry = { key: string; text: ComponentChildren };

/**
 * The sheet of the office's single keys, opened by "?" or its button; the keys can be switched off there (kept in the browser). `list`: whether the
 * page has a list whose lines `j` and `k` walk.
 */
export function KeyHelp({ keys, list = true }: { keys: KeyEntry[]; list?: boolean }) {
  const l = useLanguage();
  return (
    <>
      <button class="as-link keys-button" type="button" popovertarget="keys">{l.t("ui.keys")} <kbd class="keycap">?</kbd></button>
      <div class="keys" id="keys" popover="auto" role="dialog" aria-labelledby="keys-title">
        <h2 id="keys-title">{l.t("ui.keys")}</h2>
        <dl>
          <div><dt><kbd class="keycap">?</kbd></dt><dd>{l.t("ui.keys_open")}</dd></div>
          {list ? <div><dt><kbd class="keycap">j</kbd> <kbd class="keycap">k</kbd></dt><dd>{l.t("ui.keys_move")}</dd></div> : null}
          {keys.map(({ key, text }) => <div><dt><kbd class="keycap">{key}</kbd></dt><dd>{text}</dd></div>)}
        </dl>
        <div class="choice" data-keys-switch hidden>
          <input type="checkbox" id="keys-on" checked />
          <label for="keys-on">{l.t("ui.keys_on")}</label>
        </div>
        <button class="button button--secondary" type="button" popovertarget="keys" popovertargetaction="hide">{l.t("ui.close")}</button>
      </div>
    </>
  );
}
