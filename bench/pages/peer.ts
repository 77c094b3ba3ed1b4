// Bench server (b): the same page as most such services are built today, in express, nunjucks and govuk-frontend as their own documents say:
// macros for every field, templates compiled once and kept, the session and the application read by `pg` with a pool of the same size.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import express, { type Request, type Response } from "express";
import nunjucks from "nunjucks";
import pg from "pg";

const [url, file] = process.argv.slice(2) as [string, string];
const page = JSON.parse(readFileSync(file, "utf8")) as object;
const pool = new pg.Pool({ connectionString: url, max: 20 });
const app = express();
const govuk = dirname(createRequire(import.meta.url).resolve("govuk-frontend/package.json"));
nunjucks.configure([join(govuk, "dist"), fileURLToPath(new URL(".", import.meta.url))], { autoescape: true, express: app, noCache: false });

app.get("/:lang/application/topic/:section", (request, response, next) => void show(request, response).catch(next));

async function show(request: Request, response: Response): Promise<void> {
  const cookie = /(?:^|; )portal=([^;]*)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  const now = new Date();
  const { rows: [session] } = await pool.query<{ application_id: string }>(
    "select * from session where id = $1 and kind = 'applicant' and ended_at is null and expires_at > $2", [createHash("sha256").update(cookie).digest("base64url"), now],
  );
  if (!session) return response.redirect(303, "/");
  const { rows: [application] } = await pool.query<{ answers: object; number: string; version: number }>("select * from application where id = $1", [session.application_id]);
  response.render("peer.njk", { ...page, answers: application!.answers, number: application!.number, version: application!.version });
}
const server = app.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.on("SIGTERM", () => server.close(() => void pool.end()).closeAllConnections());
