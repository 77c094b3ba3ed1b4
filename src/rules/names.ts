/**
 * Names in the machine-readable zone of a passport (ICAO 9303 part 3, section 6): which Latin letters stand for a letter
 * with marks, and for Cyrillic and Arabic letters. The first spelling is what passports bear.
 */
const latin: Record<string, string> = {
  Ä: "AE", Æ: "AE", Å: "AA", Ð: "D", Đ: "D", Ħ: "H", Ĳ: "IJ", Ł: "L", Ŋ: "N", Ö: "OE", Ø: "OE", Œ: "OE", ẞ: "SS", ß: "SS", Þ: "TH",
  Ŧ: "T", Ü: "UE", İ: "I", I: "I", Ə: "E", ı: "I", ĸ: "K", Ñ: "N", Ğ: "G", Ş: "S", Ș: "S", Ț: "T",
};

const cyrillic: Record<string, string> = {
  А: "A", Б: "B", В: "V", Г: "G", Д: "D", Е: "E", Ё: "E", Ж: "ZH", З: "Z", И: "I", Й: "I", К: "K", Л: "L", М: "M", Н: "N", О: "O", П: "P",
  Р: "R", С: "S", Т: "T", У: "U", Ф: "F", Х: "KH", Ц: "TS", Ч: "CH", Ш: "SH", Щ: "SHCH", Ъ: "IE", Ы: "Y", Ь: "", Э: "E", Ю: "IU", Я: "IA",
  Ґ: "G", Є: "IE", І: "I", Ї: "I", Ў: "U", Ә: "A", Ғ: "G", Қ: "Q", Ң: "N", Ө: "O", Ұ: "U", Ү: "U", Һ: "H", Ҷ: "J", Ҳ: "H", Ӣ: "I", Ӯ: "U", Ҝ: "G",
};

const arabic: Record<string, string> = {
  "\u0621": "", "\u0622": "A", "\u0623": "A", "\u0624": "W", "\u0625": "I", "\u0626": "Y", "\u0627": "A", "\u0628": "B", "\u0629": "H",
  "\u062A": "T", "\u062B": "TH", "\u062C": "J", "\u062D": "H", "\u062E": "KH", "\u062F": "D", "\u0630": "DH", "\u0631": "R", "\u0632": "Z",
  "\u0633": "S", "\u0634": "SH", "\u0635": "S", "\u0636": "D", "\u0637": "T", "\u0638": "Z", "\u0639": "A", "\u063A": "GH", "\u0641": "F",
  "\u0642": "Q", "\u0643": "K", "\u0644": "L", "\u0645": "M", "\u0646": "N", "\u0647": "H", "\u0648": "W", "\u0649": "A", "\u064A": "Y",
  "\u067E": "P", "\u0686": "CH", "\u0698": "ZH", "\u06A9": "K", "\u06AF": "G", "\u06CC": "Y", "\u06BE": "H", "\u06C1": "H", "\u06D2": "Y",
};

/** Letter by letter into A to Z; what is no letter becomes a space. */
function spell(name: string, umlauts: boolean): string {
  let spelt = "";
  // Composed first, so that Ü is one letter; Turkish casing only for i and ı, which both become I.
  for (const sign of name.normalize("NFC").replaceAll("i", "I").toUpperCase().normalize("NFC")) {
    if (/[A-Z]/.test(sign)) spelt += sign;
    else if (latin[sign] !== undefined && (umlauts || latin[sign].length === 1 || "ÆŒÞẞßĲ".includes(sign))) spelt += latin[sign];
    else if (cyrillic[sign] !== undefined) spelt += cyrillic[sign];
    else if (arabic[sign] !== undefined) spelt += arabic[sign];
    else if (/[\u0640\u064B-\u065F\u0670\u200C\u200D'’ʻʼ`´]/.test(sign)) spelt += "";
    else {
      const bare = sign.normalize("NFD").replace(/\p{M}/gu, "");
      spelt += /^[A-Z]+$/.test(bare) ? bare : bare !== sign && cyrillic[bare] !== undefined ? cyrillic[bare] : " ";
    }
  }
  return spelt.trim().replace(/\s+/g, " ");
}

/**
 * A name as the machine-readable zone writes it: A to Z, words parted by one filler. Apostrophes vanish, dashes part:
 * `Şükrü Gül-İçöz` is `SUEKRUE<GUEL<ICOEZ`.
 */
export function transliterate(name: string): string {
  return spell(name, true).replaceAll(" ", "<");
}

/**
 * A key that is equal for spellings of one name that people and passports use side by side: any casing (Turkish too), marks
 * left out or spelt out (Müller, MUELLER, Muller), one word or two, and most Cyrillic and Latin pairs. It finds likely
 * duplicates for an officer to look at; it proves nothing, and names in Arabic script match only through their consonants.
 */
export function nameKey(surname: string, given: string): string {
  return `${oneKey(surname)}/${oneKey(given)}`;
}

function oneKey(name: string): string {
  const isArabic = /\p{Script=Arabic}/u.test(name);
  const folded = spell(name, false)
    .replaceAll(" ", "")
    .replace(/AE/g, "A").replace(/OE/g, "O").replace(/UE/g, "U").replace(/AA/g, "A")
    .replace(/SHCH/g, "SH").replace(/KH|X/g, "H").replace(/TS|TZ/g, "C").replace(/CH/g, "C").replace(/ZH|DJ|DZH/g, "J").replace(/SH/g, "S")
    .replace(/GH/g, "G").replace(/PH/g, "F").replace(/TH/g, "T").replace(/DH/g, "D").replace(/OU/g, "U")
    .replace(/IE|YE/g, "E").replace(/IU|YU/g, "U").replace(/IA|YA/g, "A").replace(/IO|YO/g, "O").replace(/IY|YI/g, "I")
    .replace(/Y/g, "I").replace(/W/g, "V").replace(/Q/g, "K")
    .replace(/(.)\1+/g, "$1");
  return isArabic ? `~${folded.replace(/[AEIOUV]/g, "")}` : folded;
}

// Turkish and Azerbaijani write İ as the capital of i, and I as that of ı; everybody else's i becomes I.
const dotted = new Set(["TUR", "XNC", "AZE"]);

/**
 * A surname in capitals, as pages and papers write it: Demir of a citizen of Azerbaijan, and Yıldırım of anybody, become DEMİR and YILDIRIM,
 * Eriksson becomes ERIKSSON. What tells is the nationality, and letters that only these spellings have; what was typed in capitals stays.
 * The machine-readable zone has its own spelling, see `transliterate`.
 */
export function inCapitals(surname: string, nationality?: string | null): string {
  const name = surname.normalize("NFC");
  return dotted.has(nationality ?? "") || /[ıİğĞ]/.test(name) ? name.toLocaleUpperCase("tr") : name.toUpperCase();
}

/** A word of random signs of an alphabet. */
export function randomWord(alphabet: string, length: number, random: (n: number) => number): string {
  let word = "";
  for (let place = 0; place < length; place += 1) word += alphabet.charAt(random(alphabet.length));
  return word;
}
