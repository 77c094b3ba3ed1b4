import sharp from "sharp";
import { done, not, type Outcome } from "../platform/outcome.ts";

/** What may be worth a second look; advice, never a refusal: people and their cameras differ. */
export type PhotoWarning = "background-not-white" | "very-dark" | "blurry";
export type PhotoFault = "not-an-image" | "too-small" | "too-large" | "too-many-pixels" | "unreadable";

// Under these names devices keep what is read here. Which of them says nothing: phones and messengers call a JPEG .png, and it is drawn anew.
const ENDINGS = /\.(jpe?g|jpe|jfif|pjpeg|png|webp|hei[cf]|hif|avif)$/i;

/** Whether a file may be a photo by its name: one that ends like a photo's, or not at all, as where a phone hands over a number or a date. */
export function namedLikePhoto(name: string): boolean {
  return ENDINGS.test(name) || !/\.[a-z]\w*$/i.test(name);
}

/** 35 x 45 mm at about 435 dots an inch. */
export const PHOTO_WIDTH = 600;
export const PHOTO_HEIGHT = 771;
/** The most bytes that are looked at. */
export const PHOTO_BYTES = 25 * 1024 * 1024;

const MOST_PIXELS = 60_000_000;
// 35 x 45 mm at 300 dots an inch: what printing on the card needs.
const LEAST_WIDTH = 413;
const LEAST_HEIGHT = 531;
// Deviation of the Laplacian at 600 x 771: a sharp portrait has 12.6, blurred by 2 pixels 3.8, by 3 pixels 2.7.
const BLURRED = 3.2;

/**
 * A photograph as the office keeps it: turned upright, cut to 35:45 about its middle, 600 x 771, JPEG, without anything
 * the camera wrote into it (place, time, device). The kind is told by content, never by name.
 */
export async function readPhoto(bytes: Uint8Array): Promise<Outcome<{ jpeg: Buffer; width: number; height: number; warnings: PhotoWarning[] }, PhotoFault>> {
  if (!isPhotograph(bytes)) return not("not-an-image");
  if (bytes.length > PHOTO_BYTES) return not("too-large");
  const open = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 });
  let size: { width: number; height: number };
  try {
    // Without the limit here, or a picture with too many pixels could not be told from one that is broken.
    size = (await sharp(bytes, { limitInputPixels: false }).metadata()).autoOrient;
  } catch {
    return not("unreadable");
  }
  if (size.width * size.height > MOST_PIXELS) return not("too-many-pixels");
  const cutWidth = Math.min(size.width, (size.height * 35) / 45);
  if (cutWidth < LEAST_WIDTH || (cutWidth * 45) / 35 < LEAST_HEIGHT) return not("too-small");
  try {
    // Raw pixels from here on: each step that wrote and read a file in between cost as much as the picture itself.
    const upright = await open().autoOrient().resize(PHOTO_WIDTH, PHOTO_HEIGHT, { fit: "cover", position: "centre" })
      .flatten({ background: "#ffffff" }).toColourspace("srgb").removeAlpha().timeout({ seconds: 20 }).raw().toBuffer();
    // Without mozjpeg, and without tables made for this one picture: each saves about a fifth of the bytes, and they take 34 and 4 ms of
    // processor time where this takes 3.
    const jpeg = await sharp(upright, { raw: { width: PHOTO_WIDTH, height: PHOTO_HEIGHT, channels: 3 } })
      .jpeg({ quality: 90, chromaSubsampling: "4:4:4", optimiseCoding: false }).toBuffer();
    return done({ jpeg, width: PHOTO_WIDTH, height: PHOTO_HEIGHT, warnings: warningsOf(upright) });
  } catch {
    return not("unreadable");
  }
}

/** JPEG, PNG, WebP, or the HEIC and AVIF family, by their first bytes. */
function isPhotograph(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16));
  const ascii = (from: number, to: number) => start.toString("latin1", from, to);
  return start.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex"))
    || start.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))
    || (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP")
    || (ascii(4, 8) === "ftyp" && /^(heic|heix|hevc|heim|heis|mif1|msf1|avif)$/.test(ascii(8, 12)));
}

function warningsOf(colours: Uint8Array): PhotoWarning[] {
  const warnings: PhotoWarning[] = [];
  const sides = [8, PHOTO_WIDTH - 66 - 8].map((left) => [0, 1, 2].map((channel) => spread(colours, channel, left)));
  if (sides.some((channels) => !isWhite(channels.map(({ mean }) => mean), channels.map(({ deviation }) => deviation)))) warnings.push("background-not-white");
  const { brightestTenth, sharpness } = tonesOf(colours);
  // The brightest tenth decides, not the mean: a dark face or dark clothes before a light wall are no fault of the picture.
  if (brightestTenth < 90) warnings.push("very-dark");
  if (sharpness < BLURRED) warnings.push("blurry");
  return warnings;
}

/** Mean and deviation of one colour beside the head: 66 by 260 pixels from this column on. */
function spread(colours: Uint8Array, channel: number, left: number): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let y = 10; y < 270; y++) {
    for (let x = left; x < left + 66; x++) {
      const value = colours[(y * PHOTO_WIDTH + x) * 3 + channel]!;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / (66 * 260);
  return { mean, deviation: Math.sqrt(squares / (66 * 260) - mean * mean) };
}

/**
 * The tone that nine tenths of the picture are darker than, and the deviation of the Laplacian: how much each pixel differs from its four
 * neighbours. Every sixth row tells the same as all of them, and takes 1 ms of processor time where the whole picture took 8.
 */
function tonesOf(colours: Uint8Array): { brightestTenth: number; sharpness: number } {
  const counts = new Uint32Array(256);
  const rows = [new Uint8Array(PHOTO_WIDTH), new Uint8Array(PHOTO_WIDTH), new Uint8Array(PHOTO_WIDTH)] as const;
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < PHOTO_HEIGHT - 1; y += 6) {
    rows.forEach((row, n) => greyRow(colours, y - 1 + n, row));
    const [above, here, below] = rows;
    for (let x = 1; x < PHOTO_WIDTH - 1; x++) {
      counts[here[x]!]!++;
      const differs = here[x - 1]! + here[x + 1]! + above[x]! + below[x]! - 4 * here[x]!;
      sum += differs;
      squares += differs * differs;
      count++;
    }
  }
  let brightestTenth = 255;
  for (let seen = counts[255]!; brightestTenth > 0 && seen < count / 10; seen += counts[brightestTenth]!) brightestTenth--;
  return { brightestTenth, sharpness: Math.sqrt(squares / count - (sum / count) ** 2) };
}

/** The tones of one row, as bright as eyes see the colours (ITU-R BT.601, in 256ths). */
function greyRow(colours: Uint8Array, y: number, into: Uint8Array): void {
  for (let x = 0, at = y * PHOTO_WIDTH * 3; x < PHOTO_WIDTH; x++, at += 3) into[x] = (77 * colours[at]! + 150 * colours[at + 1]! + 29 * colours[at + 2]!) >> 8;
}

// Walls are seldom pure white and light is seldom even: light, without colour, without pattern is enough.
function isWhite(means: number[], deviations: number[]): boolean {
  return Math.min(...means) > 180 && Math.max(...means) - Math.min(...means) < 30 && Math.max(...deviations) < 28;
}
