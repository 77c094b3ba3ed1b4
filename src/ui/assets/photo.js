// Cuts a picture on the device to what the office keeps, about its middle as the server would: a phone makes 5 to 12 MB, the office keeps
// under a tenth of one, and a server that need not read the rest answers sooner. What the browser cannot draw goes as it is; the server decides.
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
    const [width, height] = input.dataset.cut.split("x").map(Number);
    const shrunk = await Promise.all(files.map((file) => cut(file, width, height)));
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

async function cut(file, width, height) {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.max(width / picture.width, height / picture.height);
    const small = scale >= 1;
    if (small && file.size < 1_500_000 && file.type !== "image/heic") return file;
    const canvas = document.createElement("canvas");
    canvas.width = small ? picture.width : width;
    canvas.height = small ? picture.height : height;
    const [wide, high] = small ? [picture.width, picture.height] : [width / scale, height / scale];
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, (picture.width - wide) / 2, (picture.height - high) / 2, wide, high, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}
