import type { Database, Transaction } from "../platform/database.ts";

/**
 * Whether this database is a demonstration: a property of the database, written once when it is made. Nothing in the environment turns a
 * database into one.
 */
export async function isDemonstration(db: Database): Promise<boolean> {
  const row = await db.selectFrom("database_property").select("value").where("name", "=", "demonstration").executeTakeFirst();
  return row?.value === "yes";
}

/** Whether the database has ever been given its nature; false right after the first migration. */
export async function isSettled(db: Database): Promise<boolean> {
  return (await db.selectFrom("database_property").select("value").where("name", "=", "demonstration").executeTakeFirst()) !== undefined;
}

export async function settleNature(tx: Transaction, demonstration: boolean): Promise<void> {
  await tx.insertInto("database_property").values({ name: "demonstration", value: demonstration ? "yes" : "no" }).onConflict((it) => it.doNothing()).execute();
}
