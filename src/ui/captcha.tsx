import { asset } from "./assets.ts";
import { useLanguage } from "./language.ts";

/** The script that solves the captcha of the page; give it to the page's `scripts`. */
export const captchaScript = () => asset("captcha.js");

/**
 * The captcha of a form: a hidden field `altcha` that the browser fills in by itself, and one line that says how far it is.
 * `challengeUrl` answers a challenge as JSON, good for `minutes`. Without JavaScript the form is sent without it.
 */
export function Captcha({ challengeUrl, minutes }: { challengeUrl: string; minutes: number }) {
  const l = useLanguage();
  return (
    <div class="captcha" data-captcha={challengeUrl} data-good-for={minutes * 60}
      data-ready={l.t("registration.captcha-ready")} data-working={l.t("registration.captcha-working")}
      data-done={l.t("registration.captcha-done")} data-failed={l.t("registration.captcha-failed")} data-wait={l.t("registration.captcha-sending")}>
      <input type="hidden" name="altcha" autocomplete="off" />
      <p class="muted small" role="status" />
      <noscript><p class="muted small">{l.t("registration.captcha-without")}</p></noscript>
    </div>
  );
}

/** The id of what stands in the form about waiting. */
export const patience = "patience";

/** What stands in the form that came back: the token, and how long to wait. `token` must be sent as it is, with the same content. */
export function Patience({ token, seconds }: { token: string; seconds: number }) {
  const l = useLanguage();
  return <p class="field" id={patience} role="status">{l.t("registration.captcha-wait", { seconds })}<input type="hidden" name="_wait" value={token} /></p>;
}
