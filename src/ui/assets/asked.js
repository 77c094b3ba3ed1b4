// Adds what a choice has shown to the names that the form says were asked: only a browser knows what its styles let somebody see, and
// what was seen and left empty is a fault, while what nobody saw is not.
export function asked(form) {
  const names = form.elements._asked;
  if (!names || names.length) return;
  form.addEventListener("submit", () => {
    const shown = [...form.querySelectorAll(".brought .field")].filter((field) => field.getClientRects().length > 0);
    const seen = shown.flatMap((field) => [...field.querySelectorAll("[name]")].map(({ name }) => name.replace(/-(day|month|year)$/, "")));
    names.value = [...new Set([...names.value.split(" "), ...seen])].join(" ");
  });
}
