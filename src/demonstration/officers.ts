import type { Act } from "../platform/act.ts";
import { hashPassword, insertOfficer, type Role, roles } from "../identity/officer.ts";
import { findOffice } from "../rules/offices.ts";

/** The password of every demonstration sign-in. It opens nothing outside a demonstration: there no officer has a password. */
export const demonstrationPassword = "demonstration";

const at = [
  { office: "35", place: "izmir" },
  { office: "34-fatih", place: "istanbul" },
  { office: "06", place: "ankara" },
] as const;

const given: Record<Role, string> = {
  "front-desk": "Deniz", "case-officer": "Umut", supervisor: "Yaren", finance: "Kumru", administrator: "Evren", auditor: "Poyraz",
};

/** The made-up officers of the demonstration: one of each role in three offices, and two of finance, since a refund takes both. */
export const officers = at.flatMap(({ office, place }) => [
  ...roles.map((role) => ({ email: `${role}@${place}.example`, name: `${given[role]} Örnek`, role, office })),
  { email: `finance2@${place}.example`, name: "Çınar Örnek", role: "finance" as Role, office },
]);

/** Writes them into the database. */
export async function appointOfficers(act: Act): Promise<void> {
  const hash = await hashPassword(demonstrationPassword);
  for (const { email, name, role, office } of officers) {
    const known = findOffice(office);
    if (!known) throw new Error(`there is no office ${office}`);
    await insertOfficer(act, { email, name, role, office: known.code, password: hash });
  }
}

/** The sign-ins as the start of the program prints them. */
export function signIns(): string[] {
  return [...roles, "finance2"].map((name) => `  ${name.padEnd(13)} ${at.map(({ place }) => `${name}@${place}.example`).join("   ")}`);
}
