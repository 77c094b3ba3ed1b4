// Makes a picture smaller on the device before it is sent: a phone makes 5 to 12 MB, the office needs a few hundred KB.
// What the browser cannot draw goes as it is; the server decides.
export function photo(input) {
  const note = input.closest(".field")?.querySelector("[data-file-note]");
  const say = (text) => {
    if (!note) return;
    note.hidden = text === "";
    note.textContent = text;
  };
  input.addEventListener("change", async () => {
    const files = [...input.files];
    if (!files.some((file) => file.type.startsWith("image/"))) return say("");
    say(input.dataset.shrinkingText);
    const shrunk = await Promise.all(files.map((file) => shrink(file, Number(input.dataset.shrink))));
    try {
      const transfer = new DataTransfer();
      for (const file of shrunk) transfer.items.add(file);
      input.files = transfer.files;
    } catch {
      // Old browsers cannot put files into an input; the original is sent.
    }
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    say(input.dataset.shrunkText.replace("#", size < 1e6 ? `${Math.ceil(size / 1000)} KB` : `${(size / 1e6).toFixed(1)} MB`));
  });
}

async function shrink(file, side) {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 1_500_000 && file.type !== "image/heic") return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}
