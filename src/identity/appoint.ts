import { record } from "../audit/record.ts";
import { type Act, transact } from "../platform/act.ts";
import { clock } from "../platform/clock.ts";
import { readConfig } from "../platform/config.ts";
import { connect } from "../platform/database.ts";
import { insertOfficer, type Role, roles } from "./officer.ts";
import { inviteToPasskey } from "./passkey.ts";

const usage = `npm run officer -- add ADDRESS "NAME" ROLE OFFICE   appoints an officer and prints the link with which they add their passkey
npm run officer -- invite ADDRESS                   prints another link, for a new or a lost device
npm run officer -- end ADDRESS                      ends an officer's passkeys, links and sessions; the trail keeps their name
npm run officer -- list                             who may sign in, and with how many passkeys
ROLE is one of ${roles.join(", ")}; OFFICE a code of a directorate, like 35 or 34-fatih.
It works on the database of DATABASE_URL; links lead to OFFICE_ORIGIN.`;

/** Carries out one order of the operator; says in sentences what came of it. `link` makes the address of an invitation. */
export async function appoint(act: Act, words: string[], link: (invitation: string) => string): Promise<{ well: boolean; said: string }> {
  const [order = "", address = "", name = "", role = "", office = ""] = words.map((word) => word.trim());
  const email = address.toLowerCase();
  if (order === "list") return { well: true, said: (await listed(act)).join("\n") };
  if (!["add", "invite", "end"].includes(order) || !/^\S+@\S+$/.test(email)) return { well: false, said: usage };
  const known = await act.tx.selectFrom("officer").select(["id", "name", "office_code", "ended_at"]).where("email", "=", email).executeTakeFirst();
  if (order === "add") {
    if (known) return { well: false, said: `${email} is ${known.name} already${known.ended_at ? ", who has left: a name of the trail is not given to somebody else" : ""}.` };
    if (name === "" || !roles.includes(role as Role)) return { well: false, said: usage };
    if (!(await act.tx.selectFrom("office").select("code").where("code", "=", office).executeTakeFirst())) return { well: false, said: `There is no office ${office}.` };
    const id = await insertOfficer(act, { email, name, role: role as Role, office });
    await record(act, "officer-appointed", { office, facts: { officer: id, role } });
    return invited(act, id, email, link);
  }
  if (!known || known.ended_at) return { well: false, said: `Nobody signs in as ${email}.` };
  if (order === "invite") {
    await record(act, "passkey-invited", { office: known.office_code, facts: { officer: known.id } });
    return invited(act, known.id, email, link);
  }
  const ending = { ended_at: act.now };
  await act.tx.updateTable("officer").set({ ...ending, password_hash: null }).where("id", "=", known.id).execute();
  await act.tx.updateTable("passkey").set({ revoked_at: act.now }).where("officer_id", "=", known.id).where("revoked_at", "is", null).execute();
  await act.tx.updateTable("session").set(ending).where("officer_id", "=", known.id).where("ended_at", "is", null).execute();
  await record(act, "officer-ended", { office: known.office_code, facts: { officer: known.id } });
  return { well: true, said: `${known.name} can sign in no more.` };
}

async function invited(act: Act, officer: string, email: string, link: (invitation: string) => string) {
  const address = link(await inviteToPasskey(act, officer));
  return { well: true, said: `Give this link to ${email} alone, by a way you trust. It adds one passkey, once, within a day:\n${address}` };
}

async function listed(act: Act): Promise<string[]> {
  const rows = await act.tx.selectFrom("officer as o").select((it) => [
    "o.email", "o.name", "o.role", "o.office_code",
    it.selectFrom("passkey as p").select(it.fn.countAll<number>().as("n")).whereRef("p.officer_id", "=", "o.id").where("p.revoked_at", "is", null).as("keys"),
  ]).where("o.ended_at", "is", null).orderBy("o.office_code").orderBy("o.email").execute();
  return rows.length === 0 ? ["Nobody may sign in yet."] : rows.map(({ email, name, role, office_code, keys }) => [office_code, role, email, name, `${keys} passkeys`].join("  "));
}

if (import.meta.main) {
  const read = readConfig(undefined, "migrate");
  if ("faults" in read) {
    console.error(read.faults.join("\n"));
    process.exit(1);
  }
  const { databaseUrl, officeOrigin } = read.config;
  if (databaseUrl === null || officeOrigin === null) {
    console.error(`${usage}\n\n${databaseUrl === null ? "DATABASE_URL is not set." : "OFFICE_ORIGIN is not set."}`);
    process.exit(1);
  }
  const db = connect(databaseUrl, { max: 1, name: "sojourn officer" });
  try {
    const { well, said } = await transact(db, clock(), { kind: "system", id: null, name: "operator" }, (act) => appoint(act, process.argv.slice(2), (invitation) => `${officeOrigin}/passkey/${invitation}`));
    (well ? console.log : console.error)(said);
    process.exitCode = well ? 0 : 1;
  } finally {
    await db.destroy();
  }
}
