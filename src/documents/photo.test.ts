import { describe, expect, it } from "vitest";
import sharp, { type Sharp } from "sharp";
import { type PhotoWarning, readPhoto } from "./photo.ts";

// A drawn head before a wall: no person.
const head = (width: number, height: number, wall = "#f4f2f0", skin = "#b98c78") => Buffer.from(`
  <svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 600 771" preserveAspectRatio="xMidYMid slice">
    <rect x="-600" width="1800" height="771" fill="${wall}"/><rect x="90" y="560" width="420" height="300" rx="120" fill="#334455"/>
    <ellipse cx="300" cy="330" rx="150" ry="200" fill="${skin}"/><ellipse cx="300" cy="190" rx="150" ry="80" fill="#332211"/>
    <circle cx="240" cy="310" r="9"/><circle cx="360" cy="310" r="9"/><path d="M250 430q50 30 100 0" stroke="#833" stroke-width="8" fill="none"/>
  </svg>`);
const drawn = (width = 1200, height = 1600, wall?: string, skin?: string) => sharp(head(width, height, wall, skin)).flatten();
const warnings = async (picture: Sharp): Promise<PhotoWarning[]> => {
  const read = await readPhoto(await picture.jpeg().toBuffer());
  if (!read.ok) throw new Error(read.why);
  return read.warnings;
};

describe("a photograph", () => {
  it("becomes 600 x 771 JPEG, whatever it was", async () => {
    for (const bytes of [
      await drawn().jpeg().toBuffer(), await drawn(413, 531).png().toBuffer(), await drawn(3024, 4032).jpeg().toBuffer(),
      await drawn(1600, 1200).webp().toBuffer(), await drawn(700, 900).avif({ effort: 0 }).toBuffer(),
    ]) {
      const read = await readPhoto(bytes);
      expect(read).toMatchObject({ ok: true, width: 600, height: 771 });
      if (read.ok) expect(await sharp(read.jpeg).metadata()).toMatchObject({ format: "jpeg", width: 600, height: 771, space: "srgb" });
    }
  });

  it("is turned upright and loses what the camera wrote into it", async () => {
    // The sensor lies on its side: the left half is red, which upright is the upper half.
    const red = await sharp({ create: { width: 600, height: 1200, channels: 3, background: "#ff0000" } }).png().toBuffer();
    const lying = await sharp({ create: { width: 1200, height: 1200, channels: 3, background: "#0000ff" } })
      .composite([{ input: red, left: 0, top: 0 }]).jpeg().withExif({ IFD0: { Make: "Camera", Copyright: "Somebody" }, IFD3: { GPSLatitudeRef: "N" } })
      .withMetadata({ orientation: 6 }).toBuffer();
    const read = await readPhoto(lying);
    if (!read.ok) throw new Error(read.why);
    const { exif, orientation, icc } = await sharp(read.jpeg).metadata();
    expect({ exif, orientation, icc }).toEqual({ exif: undefined, orientation: undefined, icc: undefined });
    const top = await sharp(await sharp(read.jpeg).extract({ left: 250, top: 100, width: 50, height: 50 }).toBuffer()).stats();
    expect(top.channels[0]!.mean).toBeGreaterThan(200);
    expect(top.channels[2]!.mean).toBeLessThan(60);
  });

  it("is cut about its middle", async () => {
    const mark = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#000000" } }).png().toBuffer();
    const wide = await sharp({ create: { width: 3000, height: 1000, channels: 3, background: "#ffffff" } })
      .composite([{ input: mark, left: 1350, top: 350 }]).jpeg().toBuffer();
    const read = await readPhoto(wide);
    if (!read.ok) throw new Error(read.why);
    const { data } = await sharp(read.jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect(data[385 * 600 + 300]).toBeLessThan(20);
    expect(data[385 * 600 + 20]).toBeGreaterThan(240);
    expect(data[385 * 600 + 580]).toBeGreaterThan(240);
  });

  it("shows white where it was transparent", async () => {
    const read = await readPhoto(await sharp({ create: { width: 600, height: 771, channels: 4, background: "#00000000" } }).png().toBuffer());
    if (!read.ok) throw new Error(read.why);
    expect((await sharp(read.jpeg).stats()).channels[0]!.mean).toBeGreaterThan(250);
  });
});

describe("what is not a usable photograph", () => {
  it("is told by content", async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from("%PDF-1.7 not a picture"), Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), Buffer.from("GIF89a")]) {
      expect(await readPhoto(bytes)).toEqual({ ok: false, why: "not-an-image" });
    }
  });

  it("has its own answer for each reason", async () => {
    expect(await readPhoto(await drawn(300, 386).jpeg().toBuffer())).toEqual({ ok: false, why: "too-small" });
    expect(await readPhoto(await drawn(4000, 400).jpeg().toBuffer())).toEqual({ ok: false, why: "too-small" });
    const whole = await drawn().jpeg().toBuffer();
    expect(await readPhoto(whole.subarray(0, whole.length / 3))).toEqual({ ok: false, why: "unreadable" });
    expect(await readPhoto(Buffer.concat([whole.subarray(0, 20), Buffer.alloc(400, 7)]))).toEqual({ ok: false, why: "unreadable" });
    expect(await readPhoto(Buffer.concat([whole, Buffer.alloc(25 * 1024 * 1024)]))).toEqual({ ok: false, why: "too-large" });
    // The head of a HEIC whose pictures nobody can open here.
    expect(await readPhoto(Buffer.concat([Buffer.from("0000001866747970", "hex"), Buffer.from("heic"), Buffer.alloc(60)]))).toEqual({ ok: false, why: "unreadable" });
  });

  it("cannot fill the memory: a small file that unfolds to a billion pixels is refused unopened", async () => {
    const bomb = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#ffffff" } }).png().toBuffer();
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    // The checksum of the header has to fit, or it would only be a broken file.
    bomb.writeUInt32BE((await import("node:zlib")).crc32(bomb.subarray(12, 29)), 29);
    const began = performance.now();
    expect(await readPhoto(bomb)).toEqual({ ok: false, why: "too-many-pixels" });
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("advice about a photograph", () => {
  it("says nothing about a good one, whatever the colour of skin", async () => {
    expect(await warnings(drawn())).toEqual([]);
    expect(await warnings(drawn(1200, 1600, "#e6e6e4", "#3b2219"))).toEqual([]);
  });

  it("sees a coloured or patterned background", async () => {
    expect(await warnings(drawn(1200, 1600, "#7fb0e0"))).toEqual(["background-not-white"]);
  });

  it("sees darkness", async () => {
    expect(await warnings(drawn().linear(0.25, 0))).toContain("very-dark");
  });

  it("sees blur", async () => {
    expect(await warnings(sharp(await drawn().png().toBuffer()).blur(12))).toContain("blurry");
  });
});
