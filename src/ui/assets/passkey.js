// A form with data-passkey asks the device for a passkey when its button is pressed, and is sent with the answer.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const ask = {
  async get(options) {
    const { rawId, response } = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge) } });
    return { credential: text(rawId), clientData: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature) };
  },
  async create(options) {
    const publicKey = {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: options.excludeCredentials.map((id) => ({ type: "public-key", id: bytes(id) })),
    };
    const { response } = await navigator.credentials.create({ publicKey });
    return {
      clientData: text(response.clientDataJSON), authenticatorData: text(response.getAuthenticatorData()), publicKey: text(response.getPublicKey()),
      algorithm: String(response.getPublicKeyAlgorithm()),
    };
  },
};

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const able = "PublicKeyCredential" in window;
  form.querySelector("[data-passkey-unable]").hidden = able;
  form.querySelector("[data-passkey-able]").hidden = !able;
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const answer = await ask[form.dataset.passkey](JSON.parse(form.dataset.options));
      for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
});
