import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { generated, schemaDump, schemaTypes } from "../../test/schema.ts";

test("the committed types and the dump are those of the migrated database (`npm run schema` writes them)", async () => {
  await using it = await testDatabase();
  expect(await schemaTypes(it.url)).toBe(readFileSync(generated.types, "utf8"));
  expect(await schemaDump(it.url)).toBe(readFileSync(generated.dump, "utf8"));
});
