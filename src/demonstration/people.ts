/** A made-up person. Whoever bears such a name in truth is not meant: passports begin with T000, contacts are reserved names and numbers. */
export type Person = {
  key: string; surname: string; givenNames: string; fatherName: string; motherName: string; gender: "female" | "male"; birthDate: string; birthPlace: string;
  nationality: string; maritalStatus: "single" | "married" | "divorced" | "widowed"; language: string; province: string; neighbourhood: string;
  passportNumber: string; foreignerNumber: string; email: string; phone: string;
};

type Row = [
  key: string, surname: string, givenNames: string, fatherName: string, motherName: string, gender: "f" | "m", birthDate: string, birthPlace: string,
  nationality: string, maritalStatus: Person["maritalStatus"], language: string, province: string, neighbourhood: string,
];

const rows: readonly Row[] = [
  ["nino", "Beridzade", "Nino", "Giorgi", "Ketevan", "f", "1991-04-12", "Batumi", "GEO", "single", "en", "35", "Konak/Alsancak Mah"],
  ["alexei", "Lugovkin", "Alexei", "Pavel", "Irina", "m", "1984-09-30", "Tver", "RUS", "married", "ru", "35", "Karşıyaka/Bostanlı Mah"],
  ["liang", "Sheng", "Liang", "Sheng Guo", "Luo Mei", "m", "1996-01-22", "Qingdao", "CHN", "single", "en", "35", "Bornova/Erzene Mah"],
  ["yusuf", "Al-Hadrami", "Yusuf", "Salim", "Nadia", "m", "1979-06-03", "Mukalla", "YEM", "married", "ar", "35", "Konak/Güzelyalı Mah"],
  ["dmitri", "Sarsenov", "Dmitri", "Yerlan", "Galina", "m", "1988-11-17", "Aktobe", "KAZ", "single", "ru", "35", "Bayraklı/Mansuroğlu Mah"],
  ["grace", "Adebisi-Cole", "Grace Temitope", "Samuel", "Ruth", "f", "1993-02-08", "Ibadan", "NGA", "single", "en", "35", "Buca/Barış Mah"],
  ["tomasz", "Wierzbowiak", "Tomasz", "Marek", "Halina", "m", "1975-07-26", "Toruń", "POL", "divorced", "en", "35", "Çeşme/Alaçatı Mah"],
  ["lena", "Osterhagen-Brühl", "Lena", "Karl", "Ada", "f", "1990-04-12", "Bremen", "DEU", "single", "en", "35", "Konak/Kültür Mah"],
  ["omar", "Khreisheh", "Omar", "Tariq", "Hala", "m", "2015-05-19", "Irbid", "JOR", "single", "ar", "35", "Karşıyaka/Mavişehir Mah"],
  ["sukarni", "", "Sukarni", "Wiryo", "Lastri", "f", "2004-08-14", "Malang", "IDN", "single", "en", "35", "Bornova/Erzene Mah"],
  ["fatemeh", "Rostamzadeh", "Fatemeh", "Hossein", "Maryam", "f", "1987-03-05", "Tebriz", "IRN", "married", "tr", "35", "Balçova/Korutürk Mah"],
  ["andrei", "Munteanescu", "Andrei", "Ion", "Doina", "m", "1982-12-01", "Bălți", "MDA", "married", "ru", "35", "Konak/Göztepe Mah"],
  ["priya", "Venkatraghavan", "Priya Lakshmi", "Suresh", "Meena", "f", "1995-10-10", "Coimbatore", "IND", "single", "en", "35", "Urla/Bademler Mah"],
  ["paul", "Kiprotanui", "Paul", "Daniel", "Esther", "m", "1989-05-28", "Eldoret", "KEN", "single", "en", "35", "Bornova/Atatürk Mah"],
  ["olena", "Hrynchak", "Olena", "Vasyl", "Oksana", "f", "1992-07-07", "Chernivtsi", "UKR", "married", "ru", "35", "Narlıdere/Huzur Mah"],
  ["samir", "Benkadour", "Samir", "Rachid", "Fatiha", "m", "1994-09-19", "Oran", "DZA", "single", "ar", "35", "Bornova/Erzene Mah"],
  ["zeynab", "Rəhimbəyli", "Zeynəb", "Elçin", "Sevda", "f", "1998-02-27", "Gence", "AZE", "single", "tr", "35", "Buca/Adatepe Mah"],
  ["akiko", "Moriyanagi", "Akiko", "Takashi", "Yoko", "f", "1981-03-31", "Sendai", "JPN", "single", "en", "35", "Konak/Alsancak Mah"],
  ["bekzod", "Turdimatov", "Bekzod", "Alisher", "Nodira", "m", "1986-06-15", "Namangan", "UZB", "married", "ru", "35", "Gaziemir/Atatürk Mah"],
  ["mariam", "El-Shennawy", "Mariam", "Adel", "Samia", "f", "1990-01-09", "Tanta", "EGY", "single", "ar", "35", "Karşıyaka/Bostanlı Mah"],
  // The same name and birth date under another passport: an officer has to look whether that is one person.
  ["mariam-again", "Elshennawy", "Mariam", "Adel", "Samia", "f", "1990-01-09", "Tanta", "EGY", "single", "ar", "35", "Karşıyaka/Alaybey Mah"],
  ["viktor", "Drazdovich", "Viktor", "Mikhail", "Alena", "m", "1977-08-21", "Grodno", "BLR", "married", "ru", "35", "Güzelbahçe/Çelebi Mah"],
  ["kwabena", "Amoah-Darkwa", "Kwabena", "Kwesi", "Abena", "m", "1997-12-24", "Kumasi", "GHA", "single", "en", "35", "Konak/Akdeniz Mah"],
  ["reto", "Ambühlmann", "Reto", "Urs", "Verena", "m", "1968-10-02", "Chur", "CHE", "married", "en", "35", "Urla/Atatürk Mah"],
  ["sofia", "Vasconçalves", "Sofia", "Rui", "Teresa", "f", "1999-05-06", "Recife", "BRA", "single", "en", "35", "Konak/Kültür Mah"],
  ["aysel", "Kırcalieva", "Aysel", "Mümin", "Sevim", "f", "1972-04-18", "Kırcaali", "BGR", "divorced", "tr", "35", "Buca/Barış Mah"],
  ["mehdi", "Trabouni", "Mehdi", "Lotfi", "Salma", "m", "1985-11-11", "Sfax", "TUN", "single", "ar", "35", "Çiğli/Atatürk Mah"],
  ["ivana", "Radosavčić", "Ivana", "Dragan", "Milica", "f", "1983-01-30", "Niš", "SRB", "married", "en", "35", "Karşıyaka/Aksoy Mah"],
  ["thanh", "Nguyen Phuoc", "Thanh", "Nguyen Phuoc Duc", "Le Thi Sen", "f", "1994-06-23", "Hue", "VNM", "single", "en", "35", "Bornova/Atatürk Mah"],
  ["prisca", "Kouadjo", "Aya Prisca", "Yao", "Akissi", "f", "1991-09-09", "Bouaké", "CIV", "single", "en", "35", "Buca/Adatepe Mah"],
  ["rashid", "Qureshani", "Rashid", "Akram", "Shazia", "m", "1990-08-08", "Multan", "PAK", "single", "en", "35", "Konak/Akdeniz Mah"],
  ["lucas", "Ferreyrola", "Lucas", "Hugo", "Marta", "m", "1986-02-14", "Rosario", "ARG", "single", "en", "35", "Çeşme/Alaçatı Mah"],
  ["emma", "Thistlewood-Hale", "Emma", "Colin", "Janet", "f", "1961-12-12", "Whitby", "GBR", "widowed", "en", "35", "Seferihisar/Atatürk Mah"],
  ["bilal", "Ouchenane", "Bilal", "Hassan", "Khadija", "m", "1995-03-21", "Fes", "MAR", "single", "ar", "35", "Konak/Göztepe Mah"],
  ["gulnara", "Asankulova", "Gulnara", "Talant", "Ainura", "f", "1989-10-29", "Osh", "KGZ", "divorced", "ru", "35", "Bayraklı/Adalet Mah"],
  ["farid", "Wardakzai", "Farid", "Nasir", "Zarghuna", "m", "2005-04-04", "Herat", "AFG", "single", "tr", "34", "Sarıyer/Ayazağa Mah"],
  ["marco", "Bellandini", "Marco", "Piero", "Lucia", "m", "1980-05-15", "Ravenna", "ITA", "married", "en", "34", "Beşiktaş/Etiler Mah"],
  ["hamza", "Al-Ghariani", "Hamza", "Miftah", "Amal", "m", "1970-07-13", "Misrata", "LBY", "married", "ar", "34", "Şişli/Mecidiyeköy Mah"],
  ["irina", "Stolyarchuk", "Irina", "Boris", "Lidia", "f", "1993-11-02", "Samara", "RUS", "single", "ru", "34", "Beyoğlu/Cihangir Mah"],
  ["teresa", "Macaraig-Luna", "Teresa", "Jose", "Corazon", "f", "1954-09-01", "Iloilo", "PHL", "widowed", "en", "06", "Çankaya/Ayrancı Mah"],
  ["nurlan", "Zhaksygali", "Nurlan", "Murat", "Saule", "m", "2001-02-18", "Semey", "KAZ", "single", "ru", "06", "Çankaya/Bahçelievler Mah"],
  ["maral", "Annagurbanova", "Maral", "Batyr", "Jeren", "f", "1990-12-20", "Daşoguz", "TKM", "single", "tr", "06", "Keçiören/Etlik Mah"],
];

export const people: ReadonlyMap<string, Person> = new Map(rows.map((row, n) => [row[0], personOf(row, n + 1)]));

function personOf(row: Row, serial: number): Person {
  const [key, surname, givenNames, fatherName, motherName, gender, birthDate, birthPlace, nationality, maritalStatus, language, province, neighbourhood] = row;
  return {
    key, surname, givenNames, fatherName, motherName, gender: gender === "f" ? "female" : "male", birthDate, birthPlace, nationality, maritalStatus, language,
    province, neighbourhood, passportNumber: `T${String(serial).padStart(7, "0")}`, foreignerNumber: foreignerNumber(serial),
    email: `${key}@example.org`, phone: `+905000000${String(serial).padStart(3, "0")}`,
  };
}

/** The foreigner identity number 9900000nn with its two check digits: the lowest numbers that the form takes. */
export function foreignerNumber(serial: number): string {
  const body = `99${String(serial).padStart(7, "0")}`;
  const d = Array.from(body, Number);
  const odd = d[0]! + d[2]! + d[4]! + d[6]! + d[8]!;
  const even = d[1]! + d[3]! + d[5]! + d[7]!;
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return `${body}${tenth}${(odd + even + tenth) % 10}`;
}
