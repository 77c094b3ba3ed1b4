// Single keys of the office, and lists that keep themselves fresh. Keys can be switched off (WCAG 2.1.4); the choice is
// remembered in the browser.
const STORE = "sojourn-keys";
const root = document.documentElement;

function keysOn() {
  return localStorage.getItem(STORE) !== "off";
}
function show() {
  root.dataset.keys = keysOn() ? "on" : "off";
}

const toggle = document.querySelector("[data-keys-switch]");
if (toggle) {
  const box = toggle.querySelector("input");
  toggle.hidden = false;
  box.checked = keysOn();
  box.addEventListener("change", () => {
    localStorage.setItem(STORE, box.checked ? "on" : "off");
    show();
  });
}
show();

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === "?") {
    document.getElementById("keys")?.togglePopover?.();
    return;
  }
  if (document.querySelector("[popover]:popover-open, dialog[open]")) return;
  const key = event.key.toLowerCase();
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key.toLowerCase() === key && (element.offsetParent !== null || element.closest("details:not([open])")));
  if (target) {
    event.preventDefault();
    if (target.matches("a")) target.click();
    else goTo(target);
  } else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
});

// A key leads to an act and never does it, for a key is pressed by mistake and by whoever passes: Enter is the second press.
function goTo(target) {
  const fold = target.closest("details");
  if (fold) fold.open = true;
  const at = (target.matches("summary") && fold.querySelector("input:not([type='hidden']), select, textarea, button")) || target;
  (at.form ?? at).scrollIntoView({ block: "nearest" });
  at.focus({ focusVisible: true });
}

// Down and up the rows of the page's list.
function walk(step) {
  const links = [...document.querySelectorAll("[data-row]")].map((row) => row.querySelector("a, button")).filter(Boolean);
  const now = links.findIndex((link) => link.closest("[data-row]").contains(document.activeElement));
  links[now === -1 ? (step === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, now + step))]?.focus();
}

for (const live of document.querySelectorAll("[data-live][id]")) {
  const next = () => setTimeout(() => refresh(live.id).finally(next), Number(live.dataset.live) * 1000);
  next();
}

// Nothing is replaced under a finger, a selection or the keyboard, and the row being read keeps its height on the screen.
async function refresh(id) {
  const old = document.getElementById(id);
  if (!old || document.hidden || !navigator.onLine) return;
  if (old.matches(":hover") || old.contains(document.activeElement) || !document.getSelection().isCollapsed) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(id);
  if (!fresh || fresh.innerHTML === old.innerHTML || old.contains(document.activeElement)) return;
  const read = [...old.querySelectorAll("[data-row][id]")].find((row) => row.getBoundingClientRect().top >= 0);
  const before = read?.getBoundingClientRect().top;
  old.replaceChildren(...fresh.childNodes);
  const after = read && document.getElementById(read.id)?.getBoundingClientRect().top;
  if (before !== undefined && after !== undefined) window.scrollBy(0, after - before);
}
