// Solves the ALTCHA challenge of a form (version 2, PBKDF2) with the browser's own cryptography, which works beside the page and not in it:
// no worker, no blob, nothing a strict content security policy would stop. It begins when the form is first touched, shows one line of
// words, and asks nothing of the person. Where it cannot work the form goes out without a solution and the program asks for patience.

const fromHex = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
// Tries under way at once: more than two would take the second core from a cheap phone that is also being typed on.
const abreast = 2;

async function derive({ salt, cost, keyLength = 32 }, password) {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations: cost }, key, keyLength * 8));
}

async function solve(parameters) {
  if (parameters.algorithm !== "PBKDF2/SHA-256") throw new Error(parameters.algorithm);
  const nonce = fromHex(parameters.nonce);
  const attempt = async (counter) => {
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const derivedKey = toHex(await derive(parameters, password));
    return derivedKey.startsWith(parameters.keyPrefix) ? { counter, derivedKey } : null;
  };
  for (let from = 0; ; from += abreast) {
    const found = (await Promise.all(Array.from({ length: abreast }, (_, n) => attempt(from + n)))).find(Boolean);
    if (found) return found;
  }
}

function captcha(box) {
  const form = box.closest("form");
  const field = box.querySelector("input");
  const status = box.querySelector("[role='status']");
  let work = null;
  let until = 0;

  const say = (state) => {
    box.dataset.state = state;
    status.textContent = box.dataset[state];
  };
  const begin = () => {
    if (field.value && performance.now() > until) forget();
    return (work ??= run());
  };
  const forget = () => {
    work = null;
    field.value = "";
  };
  const run = async () => {
    say("working");
    try {
      const answer = await fetch(box.dataset.captcha, { headers: { accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const challenge = await answer.json();
      // By the browser's own watch: its clock may be wrong. A minute is left for the way back.
      until = performance.now() + Number(box.dataset.goodFor) * 1000 - 60_000;
      const solution = await solve(challenge.parameters);
      field.value = btoa(JSON.stringify({ challenge, solution }));
      say("done");
    } catch {
      say("failed");
    }
  };

  say("ready");
  form.addEventListener("focusin", begin, { once: true });
  // Before the form's own guards hear of it: what is sent too early waits here and is then sent as it was pressed.
  document.addEventListener("submit", (event) => {
    // Another language of the page needs no solution: nothing is sent yet but what is typed.
    if (event.target !== form || box.dataset.state === "failed" || event.submitter?.name === "_language") return;
    if (field.value && performance.now() <= until) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (box.dataset.sending === undefined) {
      box.dataset.sending = "";
      const { submitter } = event;
      begin().then(() => {
        delete box.dataset.sending;
        form.requestSubmit(submitter);
      });
      status.textContent = box.dataset.wait;
    }
  }, true);
  // Back from the next page: that solution is spent.
  addEventListener("pageshow", (event) => event.persisted && forget());
}

document.querySelectorAll("[data-captcha]").forEach(captcha);
