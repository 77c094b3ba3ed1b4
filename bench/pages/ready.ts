// Bench server (a): the same program, which after the same session and application reads answers a string that was ready before. It is
// what remains of a page when nothing is rendered: no page of this program on this machine is faster.
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { clock } from "../../src/platform/clock.ts";
import { connect } from "../../src/platform/database.ts";
import { applicantPage, bytes } from "../../src/web/page.ts";
import { portal } from "../../src/web/routes.ts";
import { createServer } from "../../src/web/server.ts";

const [url, secret, file] = process.argv.slice(2) as [string, string, string];
const page = readFileSync(file, "utf8");
const db = connect(url, { max: 20 });
const app = { db, clock: clock(), secret, demonstration: false, origins: { portal: "http://127.0.0.1", office: "", bank: null }, gateway: null, authority: { name: "Sojourn", phone: "157" } };
const server = await createServer(app, "portal", [applicantPage(portal.section, { get: () => bytes("text/html; charset=utf-8", page) })], async () => true);
await server.listen({ host: "127.0.0.1", port: 0 });
console.log(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
process.on("SIGTERM", () => void server.close().then(() => db.destroy()));
