// Bench server: what remains of the flows when nothing is drawn, checked or decided. Every request reads who is signed in; a page is ready
// beforehand and as large as those of the flows came packed; a form is one statement, on the disk before it is answered. No mail, no paper.
import type { AddressInfo } from "node:net";
import { clock } from "../../src/platform/clock.ts";
import { connect } from "../../src/platform/database.ts";
import { applicantPage, bytes, redirect } from "../../src/web/page.ts";
import { portal } from "../../src/web/routes.ts";
import { createServer } from "../../src/web/server.ts";

const [url, secret, size] = process.argv.slice(2) as [string, string, string];
const page = "x".repeat(Number(size));
const db = connect(url, { max: 8 });
const app = { db, clock: clock(), secret, demonstration: false, origins: { portal: "http://127.0.0.1", office: "", bank: null }, gateway: null, authority: { name: "Sojourn", phone: "157" } };
const ready = applicantPage(portal.section, {
  get: () => bytes("text/html; charset=utf-8", page),
  async post(visit) {
    await db.updateTable("application").set({ changed_at: visit.now }).where("id", "=", visit.application.id).execute();
    return redirect(visit.path);
  },
});
const server = await createServer(app, "portal", [ready], async () => true);
await server.listen({ host: "127.0.0.1", port: 0 });
console.log(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
process.on("SIGTERM", () => void server.close().then(() => db.destroy()));
