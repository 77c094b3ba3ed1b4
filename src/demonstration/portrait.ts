import sharp from "sharp";
import { readPhoto } from "../documents/photo.ts";
import { well } from "./stage.ts";

const tones = [
  { skin: "#e6b999", hair: "#3a2a20", cloth: "#4a5d73" }, { skin: "#c98f68", hair: "#1d1917", cloth: "#6b4f63" },
  { skin: "#8f5c3c", hair: "#141211", cloth: "#3f6357" }, { skin: "#f0cdb4", hair: "#8a6237", cloth: "#7a6a4a" },
] as const;

/** Photographs of nobody: drawn heads and shoulders without a face, taken in by the same door as everybody's photo. */
export async function portraits(): Promise<Buffer[]> {
  return Promise.all(tones.map(async (tone, n) => {
    const drawn = await sharp(Buffer.from(drawing(tone, n % 2 === 0))).jpeg({ quality: 92 }).toBuffer();
    return well(await readPhoto(drawn), "portrait").jpeg;
  }));
}

function drawing({ skin, hair, cloth }: (typeof tones)[number], longHair: boolean): string {
  const behind = longHair ? `<path d="M182 300c0-96 50-152 118-152s118 56 118 152c0 90 10 150 22 196H160c12-46 22-106 22-196z" fill="${hair}"/>` : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="771" viewBox="0 0 600 771"><rect width="600" height="771" fill="#fdfdfd"/>${behind}
    <path d="M60 771c8-138 84-196 176-214h128c92 18 168 76 176 214z" fill="${cloth}"/><path d="M252 470h96v96c-14 32-82 32-96 0z" fill="${skin}"/>
    <path d="M252 508c24 22 72 22 96 0v24c-24 22-72 22-96 0z" fill="#000" opacity=".12"/><ellipse cx="300" cy="356" rx="103" ry="132" fill="${skin}"/>
    <path d="M196 352c-8-130 44-196 104-196s112 66 104 196c-14-70-40-104-104-104s-90 34-104 104z" fill="${hair}"/></svg>`;
}
