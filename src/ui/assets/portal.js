import { asked } from "./asked.js";
import { autosave } from "./autosave.js";
import { photo } from "./photo.js";
import { typeahead } from "./typeahead.js";
import { upload } from "./upload.js";

// Everything here only makes easier what works without it.

// Runs again on the part of a page that was replaced.
function prepare(root) {
  root.querySelectorAll("form[data-once]").forEach(once);
  root.querySelectorAll("form").forEach(asked);
  root.querySelectorAll("form[data-autosave]").forEach(autosave);
  root.querySelectorAll("form[enctype='multipart/form-data']").forEach((form) => upload(form, prepare));
  root.querySelectorAll("input[data-cut]").forEach(photo);
  root.querySelectorAll("select[data-typeahead]").forEach(typeahead);
  root.querySelectorAll("[data-seconds]").forEach(countdown);
  root.querySelectorAll("textarea[data-count-text]").forEach(count);
  root.querySelectorAll("[data-copy]").forEach(copy);
  root.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  root.querySelector("[data-focus]")?.focus();
}

// A form that its own address gives back as it was typed: with the browser's "back" it is asked for there, and not sent a second time.
if (document.querySelector("form[data-kept]")) history.replaceState(null, "", location.href);

// A form sent twice by an impatient finger is sent once. After 20 seconds without an answer it may be tried again.
function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const release = () => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    };
    form.addEventListener("release", release, { once: true });
    // Only after this turn: a disabled button would not send its own name and value.
    setTimeout(() => form.querySelectorAll("button[type='submit']").forEach((button) => button.setAttribute("aria-disabled", "true")));
    setTimeout(release, 20_000);
    window.addEventListener("pageshow", release, { once: true });
  });
}

function countdown(element) {
  const end = performance.now() + Number(element.dataset.seconds) * 1000;
  const texts = JSON.parse(element.dataset.texts);
  const tick = () => {
    const seconds = Math.round((end - performance.now()) / 1000);
    if (seconds <= 0) {
      element.setAttribute("role", "alert");
      element.dataset.state = "over";
      element.textContent = element.dataset.over;
      return;
    }
    const text = texts[Math.min(texts.length, Math.ceil(seconds / 60)) - 1];
    if (element.textContent !== text) element.textContent = text;
    setTimeout(tick, 1000);
  };
  if (Number(element.dataset.seconds) > 0) tick();
}

function count(area) {
  const note = document.createElement("p");
  note.className = "count";
  note.setAttribute("role", "status");
  area.after(note);
  const write = () => { note.textContent = area.dataset.countText.replace("#", String(area.maxLength - area.value.length)); };
  area.addEventListener("input", write);
  write();
}

function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.querySelector("span");
  const before = words.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = button.dataset.copiedText;
    const status = button.parentElement.querySelector("[data-copy-status]");
    if (status) status.textContent = button.dataset.copiedText;
    setTimeout(() => { words.textContent = before; }, 3000);
  });
}

// A page that waits for something looks again by itself and changes only when there is something new to read.
function lookAgain() {
  const main = document.getElementById("main");
  const seconds = Number(main?.dataset.again);
  if (!seconds) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { accept: "text/html" } });
      if (!answer.headers.get("content-type")?.includes("html")) return location.replace(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      if (answer.ok && fresh) {
        if (fresh.textContent !== main.textContent) {
          main.replaceChildren(...fresh.childNodes);
          prepare(main);
        }
        if (fresh.dataset.again) main.dataset.again = fresh.dataset.again;
        else delete main.dataset.again;
      }
    } catch {
      // No connection: the next look tries again.
    }
    lookAgain();
  }, seconds * 1000);
}

// A link to a group (the three inputs of a date) leads to its first input.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  const control = target.matches("fieldset") ? target.querySelector("[aria-invalid='true']") ?? target.querySelector("input, select, textarea") : target;
  event.preventDefault();
  (target.closest(".field") ?? target).scrollIntoView({ block: "start" });
  control?.focus({ preventScroll: true });
});

const offline = document.querySelector("[data-offline]");
const isOffline = offline?.textContent;
function connection() {
  if (!offline) return;
  offline.hidden = navigator.onLine;
  offline.textContent = isOffline;
}
// Sent now, the browser's own page of no connection would take the place of the form and of all that was typed.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || !offline) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  offline.textContent = offline.dataset.heldText;
}, true);
window.addEventListener("online", connection);
window.addEventListener("offline", connection);

connection();
prepare(document);
lookAgain();
