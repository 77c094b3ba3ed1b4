// Posts the form quietly a moment after the last key, and tells so. The server answers JSON; a `version` in it goes into
// the form's own field of that name, so that the next save and the final send stand on the same page. Who goes away sooner than that
// loses nothing either: it is posted then, and a link is followed once it has arrived.
const PAUSE = 1200;
const RETRY = 8000;
// How long a link waits for what was typed: longer than a slow network answers, shorter than somebody presses again.
const PATIENCE = 3000;

export function autosave(form) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let running = null;
  let again = false;
  let last = fingerprint(form);

  function say(state) {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = status.dataset[`${state}Text`] ?? "";
  }
  function plan(after) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }
  const isDirty = () => !form.dataset.sent && (running !== null || fingerprint(form) !== last);
  function save() {
    if (!isDirty()) return running;
    if (running) again = true;
    else running = post(fingerprint(form)).finally(() => { running = null; }).then(() => { if (again) { again = false; plan(PAUSE); } });
    return running;
  }
  async function post(now) {
    say("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(now), headers: { accept: "application/json" }, credentials: "same-origin", redirect: "error", keepalive: true,
      });
      if (answer.ok) {
        const typed = fingerprint(form);
        const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
        if (said.version !== undefined && form.elements.version) form.elements.version.value = said.version;
        if (typed === now) last = fingerprint(form);
        else again = true;
        say("saved");
      } else {
        // The page is stale or the session over: sending it the ordinary way explains it and shows what was typed.
        say("refused");
      }
    } catch {
      say("unsaved");
      plan(RETRY);
    }
  }
  // The page that follows is drawn from what is kept, so a link waits for it: sent while leaving it would come after that page.
  async function leave(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#") || !isDirty()) return;
    event.preventDefault();
    if (!navigator.onLine) return say("unsaved");
    const late = new Promise((over) => setTimeout(over, PATIENCE));
    await Promise.race([(async () => { await running; await save(); })(), late]);
    location.assign(link.href);
  }
  form.addEventListener("input", () => plan(PAUSE));
  form.addEventListener("change", () => plan(PAUSE));
  window.addEventListener("online", () => plan(0));
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  document.addEventListener("click", leave);
}

function fingerprint(form) {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(fields).toString();
}
