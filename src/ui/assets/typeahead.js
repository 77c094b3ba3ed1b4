// A long list (countries, districts) becomes a box to type in: the combobox pattern of the ARIA guide. The select stays
// in the form, hidden, and carries the value, so the server sees no difference.
const MOST = 60;
// Without accents, and in Arabic with one letter for those that people exchange.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[ı\u0130]/g, "i").replace(/ة/g, "ه").replace(/ى/g, "ي").toLowerCase().trim();

// Other names of the options by value, fetched once for all boxes of a page. Without them the box finds what it shows.
const fetched = new Map();
function namesAt(address) {
  if (!fetched.has(address)) fetched.set(address, fetch(address).then((answer) => answer.json()).catch(() => ({})));
  return fetched.get(address);
}

export function typeahead(select) {
  const options = [...select.options].filter((option) => option.value !== "" && !option.disabled).map((option) => ({ option, text: option.text, plain: plain(option.text), others: [] }));
  const id = select.id;
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const box = document.createElement("div");
  let shown = [];
  let at = -1;

  box.className = "combo";
  input.className = select.className;
  input.type = "text";
  input.id = id;
  input.autocomplete = "off";
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", `${id}-list`);
  list.id = `${id}-list`;
  list.className = "combo__list";
  list.setAttribute("role", "listbox");
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  if (label) list.setAttribute("aria-label", label.textContent);
  if (select.value === "") {
    input.value = select.dataset.typed ?? "";
    sendTyped();
  } else input.value = select.selectedOptions[0]?.text ?? "";
  select.id = `${id}-select`;
  select.hidden = true;
  select.before(box);
  box.append(input, list);
  close();

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function open() {
    const wanted = plain(input.value);
    const ranked = options.map((entry) => ({ entry, rank: rankOf(entry, wanted) })).filter(({ rank }) => rank < 4).sort((one, other) => one.rank - other.rank);
    shown = ranked.slice(0, MOST).map(({ entry }) => entry);
    list.replaceChildren(...shown.map((entry, n) => item(entry.text, n)));
    if (shown.length === 0) list.append(Object.assign(item(select.dataset.typeahead, 0), { className: "combo__none", ariaDisabled: "true" }));
    list.hidden = false;
    at = -1;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  }
  // A name that is said in full comes first, under whatever name; then what is shown; then what else begins so.
  function rankOf({ plain, others }, wanted) {
    if (wanted !== "" && others.includes(wanted)) return 0;
    if (plain.startsWith(wanted)) return 1;
    if (plain.includes(wanted)) return 2;
    return others.some((name) => name.startsWith(wanted)) ? 3 : 4;
  }
  async function learn() {
    const names = await namesAt(select.dataset.names);
    for (const entry of options) entry.others = (names[entry.option.value] ?? []).map(plain);
    if (list.hidden) return;
    // They may come late: what is marked meanwhile stays marked.
    const marked = shown[at];
    open();
    if (shown.includes(marked)) move(shown.indexOf(marked));
  }
  function item(text, n) {
    const line = document.createElement("li");
    line.id = `${id}-list-${n}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.textContent = text;
    return line;
  }
  function move(to) {
    if (list.hidden) open();
    if (shown.length === 0) return;
    list.children[at]?.setAttribute("aria-selected", "false");
    at = (to + shown.length) % shown.length;
    const line = list.children[at];
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", line.id);
  }
  function take(entry) {
    const value = entry ? entry.option.value : "";
    if (entry) input.value = entry.text;
    if (select.value !== value) {
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    sendTyped();
    close();
  }
  // What named nothing is sent along, so that it stands here again when the page comes back.
  function sendTyped() {
    if (select.value === "" && input.value !== "") input.name = `_typed-${select.name}`;
    else input.removeAttribute("name");
  }

  input.addEventListener("input", open);
  if (select.dataset.names) input.addEventListener("focus", learn, { once: true });
  input.addEventListener("click", () => (list.hidden ? open() : close()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(at === -1 ? -1 : at - 1); }
    // While the list is open Enter chooses and does not send the form.
    else if (event.key === "Enter" && !list.hidden) { event.preventDefault(); take(shown[at] ?? named()); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
  });
  // What was typed counts when it names one entry; otherwise nothing is chosen and the server asks.
  function named() {
    const wanted = plain(input.value);
    return options.find((entry) => entry.plain === wanted) ?? options.find((entry) => wanted !== "" && entry.others.includes(wanted)) ?? (shown.length === 1 && wanted !== "" ? shown[0] : undefined);
  }
  input.addEventListener("blur", () => take((list.hidden ? undefined : shown[at]) ?? named()));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const n = [...list.children].indexOf(event.target.closest("li"));
    if (shown[n]) take(shown[n]);
  });
}
