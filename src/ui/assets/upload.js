// Sends a form with files while a bar shows how far it is, and can be stopped. A redirect is followed as the browser
// would; a page that comes back with errors takes the place of the present one.
export function upload(form, prepare) {
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type='file']")].flatMap((input) => [...input.files]);
    if (event.defaultPrevented || files.length === 0) return;
    event.preventDefault();
    const bar = panel(form);
    const request = new XMLHttpRequest();
    const stop = (text) => {
      bar.progress.hidden = bar.cancel.hidden = true;
      bar.words.textContent = text;
      form.dispatchEvent(new Event("release"));
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((loaded / total) * 100);
      bar.progress.value = percent;
      // Spoken and written in steps of ten, or a screen reader would never fall silent.
      const text = form.dataset.sendingText.replace("#", String(percent - (percent % 10)));
      if (bar.words.textContent !== text) bar.words.textContent = text;
    });
    request.addEventListener("error", () => stop(form.dataset.failedText));
    request.addEventListener("abort", () => stop(""));
    request.addEventListener("load", () => arrive(request, form, prepare));
    bar.cancel.addEventListener("click", () => request.abort());
    request.open("POST", form.action);
    request.setRequestHeader("accept", "text/html");
    request.send(new FormData(form, event.submitter ?? undefined));
  });
}

function panel(form) {
  form.querySelector(".upload")?.remove();
  const box = document.createElement("div");
  box.className = "upload";
  const progress = document.createElement("progress");
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-hidden", "true");
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  words.textContent = form.dataset.sendingText.replace("#", "0");
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "as-link";
  cancel.textContent = form.dataset.cancelText;
  box.append(progress, words, cancel);
  (form.querySelector(".actions") ?? form).after(box);
  return { progress, words, cancel };
}

function arrive(request, form, prepare) {
  if (request.responseURL && request.responseURL.split("#")[0] !== form.action.split("#")[0]) return location.assign(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  window.scrollTo(0, 0);
  prepare(main);
}
