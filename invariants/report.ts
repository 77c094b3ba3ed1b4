import { connect } from "../src/platform/database.ts";
import { check } from "./checks.ts";

const url = process.env.DATABASE_URL ?? process.argv[2];
if (!url) {
  console.error("Which database? Set DATABASE_URL or give its address.");
  process.exit(2);
}
const db = connect(url, { max: 1, name: "sojourn invariants" });
try {
  const findings = await check(db);
  for (const { name, says, broken } of findings) {
    console.log(`${broken.length === 0 ? "holds " : "BROKEN"}  ${name}: ${says}`);
    for (const row of broken.slice(0, 10)) console.log(`          ${row}`);
    if (broken.length > 10) console.log(`          and ${broken.length - 10} more`);
  }
  const failed = findings.filter((finding) => finding.broken.length > 0).length;
  console.log(failed === 0 ? `All ${findings.length} invariants hold.` : `${failed} of ${findings.length} invariants are broken.`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await db.destroy();
}
