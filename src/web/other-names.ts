import { complete, language } from "../platform/i18n.ts";
import { countryName, nationalities } from "../rules/countries.ts";
import { provinces } from "../rules/provinces.ts";
import { provide } from "../ui/assets.ts";

// Names by which people look for a country, besides its codes and what the four languages call it. They are searched and never shown.
const ofCountries: Record<string, string> = {
  TUR: "Turkey", USA: "US, America, Amerika, ABD, أمريكا, США, Америка", GBR: "UK, England, Britain, Great Britain, Scotland, Wales, İngiltere, إنجلترا, بريطانيا, Англия", NLD: "Holland, Голландия",
  PSE: "Palestine, Filistin, فلسطين, Палестина", CIV: "Ivory Coast, Fildişi Sahili, كوت ديفوار, Берег Слоновой Кости", ARE: "UAE, Emirates, Dubai, BAE, الإمارات, ОАЭ, Эмираты",
  CZE: "Czech Republic, Çek Cumhuriyeti, Чешская Республика", MMR: "Burma, Birmanya, بورما, Бирма", SWZ: "Swaziland, Svaziland, Свазиленд", MKD: "Macedonia, Makedonya, مقدونيا, Македония",
  CPV: "Cape Verde", TLS: "East Timor, Doğu Timor", COD: "DRC, Zaire, Kinshasa, Democratic Republic of the Congo, Demokratik Kongo", COG: "Republic of the Congo, Brazzaville",
  KOR: "Korea, Republic of Korea, Kore", PRK: "DPRK, North Korea", BIH: "Bosnia, Bosna, البوسنة, Босния", BLR: "Belorussia, Beyaz Rusya, Белоруссия", MDA: "Moldavia, Молдавия", KGZ: "Kirghizia, Киргизия",
  RUS: "Russian Federation, Российская Федерация, РФ", CHN: "PRC, Çin Halk Cumhuriyeti, КНР", SAU: "KSA, Saudi, السعودية", SYR: "Syrian Arab Republic", LBY: "Libyan", GRC: "Yunanistan, Hellas", DEU: "Deutschland, Almanya",
  VAT: "Vatican, Vatikan", XNC: "TRNC, KKTC, Northern Cyprus, Kuzey Kıbrıs, شمال قبرص, Северный Кипр", RKS: "Kosova", IRN: "Persia", VNM: "Viet Nam", LAO: "Lao", TZA: "Tanganyika",
};

// What Arabic and Russian call the provinces, by plate number, and the shorter or former names that are still said.
const ofProvinces: Record<string, string> = {
  "01": "أضنة, Адана", "02": "أديامان, Адыяман", "03": "Afyon, أفيون قره حصار, Афьонкарахисар", "04": "أغري, Агры", "05": "أماسيا, Амасья", "06": "أنقرة, Анкара", "07": "أنطاليا, Анталья, Анталия",
  "08": "أرتفين, Артвин", "09": "أيدن, أيدين, Айдын", "10": "باليكسير, Балыкесир", "11": "بيله جك, بيلجيك, Биледжик", "12": "بينغول, Бингёль", "13": "بتليس, Битлис", "14": "بولو, Болу", "15": "بوردور, Бурдур",
  "16": "بورصة, Бурса", "17": "جناق قلعة, تشاناكالي, Чанаккале", "18": "جانقري, تشانكيري, Чанкыры", "19": "جوروم, تشوروم, Чорум", "20": "دنيزلي, Денизли", "21": "ديار بكر, Диярбакыр", "22": "أدرنة, Эдирне",
  "23": "إلازيغ, ألازغ, Элязыг", "24": "أرزينجان, Эрзинджан", "25": "أرضروم, أرزروم, Эрзурум", "26": "إسكي شهير, Эскишехир", "27": "Antep, غازي عنتاب, عنتاب, Газиантеп", "28": "غيرسون, Гиресун",
  "29": "غوموشهانة, Гюмюшхане", "30": "هكاري, Хаккяри", "31": "Antakya, Antioch, هاتاي, أنطاكيا, Хатай, Антакья", "32": "إسبرطة, Ыспарта, Испарта", "33": "İçel, مرسين, Мерсин",
  "34": "Istanbul, Constantinople, إسطنبول, اسطنبول, استنبول, Стамбул", "35": "Izmir, Smyrna, إزمير, ازمير, Измир", "36": "قارص, كارس, Карс", "37": "قسطموني, Кастамону", "38": "قيصري, Кайсери",
  "39": "قرقلر إيلي, كيركلاريلي, Кыркларели", "40": "قر شهير, كيرشهير, Кыршехир", "41": "İzmit, قوجه إيلي, كوجالي, إزميت, Коджаэли, Измит", "42": "قونية, Конья", "43": "كوتاهية, Кютахья", "44": "ملاطية, Малатья",
  "45": "مانيسا, Маниса", "46": "Maraş, قهرمان مرعش, مرعش, كهرمان مرعش, Кахраманмараш", "47": "ماردين, Мардин", "48": "موغلا, Мугла", "49": "موش, Муш", "50": "نوشهير, نفشهير, Невшехир", "51": "نيغدة, Нигде",
  "52": "أوردو, Орду", "53": "ريزة, Ризе", "54": "Adapazarı, سقاريا, صقاريا, Сакарья", "55": "سامسون, Самсун", "56": "سعرد, سيرت, Сиирт", "57": "سينوب, Синоп", "58": "سيواس, Сивас", "59": "تكيرداغ, Текирдаг",
  "60": "توقات, توكات, Токат", "61": "طرابزون, ترابزون, Трабзон", "62": "Dersim, تونجلي, Тунджели", "63": "Urfa, شانلي أورفا, أورفا, Шанлыурфа, Урфа", "64": "أوشاق, عشاق, Ушак", "65": "وان, فان, Ван",
  "66": "يوزغات, Йозгат", "67": "زونغولداق, Зонгулдак", "68": "آق سراي, أكساراي, Аксарай", "69": "بايبورت, Байбурт", "70": "قرمان, كرمان, Караман", "71": "قيريق قلعة, كيريكالي, Кырыккале",
  "72": "باطمان, بتمان, Батман", "73": "شرناق, شيرناك, Ширнак, Шырнак", "74": "بارتين, Бартын", "75": "أردهان, Ардахан", "76": "إغدير, Ыгдыр", "77": "يالوفا, يلوا, Ялова", "78": "كارابوك, Карабюк", "79": "كلس, كيليس, Килис",
  "80": "عثمانية, Османие", "81": "دوزجة, Дюздже",
};

/** All names by which an option of a list of countries or provinces is found, by its value. */
export function otherNames(): Record<string, readonly string[]> {
  const languages = complete.map(language);
  const named = nationalities.map(({ code, alpha2 }) => {
    // What has no two-letter code has one that nobody types.
    const names = [...alpha2 ? [code, alpha2] : [], ...languages.map((l) => countryName(l, code)), ...(ofCountries[code]?.split(", ") ?? [])];
    return [code, [...new Set(names)]] as const;
  });
  return Object.fromEntries([...named, ...provinces.map(({ plate }) => [plate, ofProvinces[plate]!.split(", ")] as const)]);
}

// One file, which the script fetches when somebody first comes to such a list, and which the browser keeps.
provide("other-names.json", () => Buffer.from(JSON.stringify(otherNames())), "application/json");
