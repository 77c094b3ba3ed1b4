import sharp from "sharp";
import { done, not, type Outcome } from "../platform/outcome.ts";

/** What may be worth a second look; advice, never a refusal: people and their cameras differ. */
export type PhotoWarning = "background-not-white" | "very-dark" | "blurry";
export type PhotoFault = "not-an-image" | "too-small" | "too-large" | "too-many-pixels" | "unreadable";

/** 35 x 45 mm at about 435 dots an inch. */
export const PHOTO_WIDTH = 600;
export const PHOTO_HEIGHT = 771;
/** The most bytes that are looked at. */
export const PHOTO_BYTES = 25 * 1024 * 1024;

const MOST_PIXELS = 60_000_000;
// 35 x 45 mm at 300 dots an inch: what printing on the card needs.
const LEAST_WIDTH = 413;
const LEAST_HEIGHT = 531;
// Spread of the Laplacian at 600 x 771: a sharp portrait has 1.4, blurred by 2 pixels 0.42, by 3 pixels 0.30.
const BLURRED = 0.35;

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
    const upright = await open().autoOrient().resize(PHOTO_WIDTH, PHOTO_HEIGHT, { fit: "cover", position: "centre" })
      .flatten({ background: "#ffffff" }).toColourspace("srgb").removeAlpha().timeout({ seconds: 20 }).png({ compressionLevel: 0 }).toBuffer();
    const warnings = await warningsOf(upright);
    const jpeg = await sharp(upright).jpeg({ quality: 90, chromaSubsampling: "4:4:4", mozjpeg: true }).toBuffer();
    return done({ jpeg, width: PHOTO_WIDTH, height: PHOTO_HEIGHT, warnings });
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

// Statistics are always of a whole file, never of the steps asked before: so each part is cut out into a file first.
async function warningsOf(upright: Buffer): Promise<PhotoWarning[]> {
  const warnings: PhotoWarning[] = [];
  const part = (left: number) => sharp(upright).extract({ top: 10, left, width: 66, height: 260 }).png().toBuffer();
  const sides = await Promise.all([8, PHOTO_WIDTH - 66 - 8].map(async (left) => sharp(await part(left)).stats()));
  if (sides.some(({ channels }) => !isWhite(channels.map(({ mean }) => mean), channels.map(({ stdev }) => stdev)))) warnings.push("background-not-white");
  // The brightest tenth decides, not the mean: a dark face or dark clothes before a light wall are no fault of the picture.
  const tones = [...await sharp(upright).greyscale().resize(100, 128).raw().toBuffer()].sort((one, other) => one - other);
  if ((tones[Math.floor(tones.length * 0.9)] ?? 0) < 90) warnings.push("very-dark");
  if ((await sharp(upright).stats()).sharpness < BLURRED) warnings.push("blurry");
  return warnings;
}

// Walls are seldom pure white and light is seldom even: light, without colour, without pattern is enough.
function isWhite(means: number[], deviations: number[]): boolean {
  return Math.min(...means) > 180 && Math.max(...means) - Math.min(...means) < 30 && Math.max(...deviations) < 28;
}
