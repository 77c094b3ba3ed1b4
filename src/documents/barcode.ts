// The widths of bars and gaps, in modules, of each of the 107 signs of Code 128 (ISO/IEC 15417, table 1).
const signs = [
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132",
  "221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313",
  "231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111",
  "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111",
  "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141",
  "114131 311141 411131 211412 211214 211232 2331112",
].join(" ").split(" ");
const [toPairs, toLetters, startLetters, startPairs, stop] = [99, 100, 104, 105, 106];

/** Code 128 as SVG, of the form's barcode: letters one by one, digits in pairs. Throws where the text is empty or not plain ASCII. */
export function code128(text: string): string {
  if (!/^[ -~]+$/.test(text)) throw new Error("a barcode takes plain letters, digits and signs only");
  const values = valuesOf(text);
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103;
  let path = "";
  let at = 0;
  for (const [place, width] of [...[...values, check, stop].map((value) => signs[value]).join("")].entries()) {
    if (place % 2 === 0) path += `M${at} 0h${width}v30h-${width}z`;
    at += Number(width);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at} 30"><path d="${path}"/></svg>`;
}

function valuesOf(text: string): number[] {
  const values: number[] = [];
  let inPairs = false;
  for (let at = 0; at < text.length;) {
    const digits = /^\d*/.exec(text.slice(at))![0].length;
    // Going over to pairs costs a sign, and coming back another: worth it from four digits at an end, from six in the middle.
    const worth = at + digits === text.length || at === 0 ? 4 : 6;
    const pairs: boolean = inPairs ? digits >= 2 : digits >= worth && (digits % 2 === 0 || at === 0);
    if (values.length === 0) values.push(pairs ? startPairs : startLetters);
    else if (pairs !== inPairs) values.push(pairs ? toPairs : toLetters);
    inPairs = pairs;
    values.push(pairs ? Number(text.slice(at, at + 2)) : text.charCodeAt(at) - 32);
    at += pairs ? 2 : 1;
  }
  return values;
}
