// Posts the form quietly a moment after the last key, and tells so. The server answers JSON; a `version` in it goes into
// the form's own field of that name, so that the next save and the final send stand on the same page.
const PAUSE = 1200;
const RETRY = 8000;

export function autosave(form) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let running = false;
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
  async function save() {
    if (form.dataset.sent) return;
    if (running) { again = true; return; }
    const now = fingerprint(form);
    if (now === last) return;
    running = true;
    say("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(now), headers: { accept: "application/json" }, credentials: "same-origin", redirect: "error",
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
    running = false;
    if (again) { again = false; plan(PAUSE); }
  }
  form.addEventListener("input", () => plan(PAUSE));
  form.addEventListener("change", () => plan(PAUSE));
  window.addEventListener("online", () => plan(0));
}

function fingerprint(form) {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(fields).toString();
}
