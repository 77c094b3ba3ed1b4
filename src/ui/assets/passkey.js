// A form with data-passkey asks the device for a passkey when its button is pressed, and is sent with the answer.
const able = "PublicKeyCredential" in window;
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// Browsers before 2025 read and write no JSON here, and what some password managers hand back does not either.
const read = able && PublicKeyCredential.parseCreationOptionsFromJSON ? {
  get: (options) => PublicKeyCredential.parseRequestOptionsFromJSON(options),
  create: (options) => PublicKeyCredential.parseCreationOptionsFromJSON(options),
} : {
  get: (options) => ({ ...options, challenge: bytes(options.challenge) }),
  create: (options) => ({
    ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((key) => ({ ...key, id: bytes(key.id) })),
  }),
};
const written = (credential) => credential.toJSON ? credential : {
  id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {},
  response: Object.fromEntries(["clientDataJSON", "attestationObject", "authenticatorData", "signature"]
    .filter((part) => credential.response[part]).map((part) => [part, text(credential.response[part])])),
};

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  form.querySelector("[data-passkey-unable]").hidden = able;
  form.querySelector("[data-passkey-able]").hidden = !able;
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const ask = form.dataset.passkey;
      const credential = await navigator.credentials[ask]({ publicKey: read[ask](JSON.parse(form.dataset.options)) });
      form.elements.credential.value = JSON.stringify(written(credential));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
});
