// The peer: nodemailer with the same pooled transport, and the same SMPP route, in a loop over messages that are written already. No
// database, no words to be found. Reads one JSON line {kind, messages} and says the rate, until its input ends.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { mailRoute } from "../../src/notifications/email.ts";
import type { Handed, Mail, Sms } from "../../src/notifications/route.ts";
import { smppRoute } from "../../src/notifications/smpp.ts";

const [smtp = "", smpp = "", file = ""] = process.argv.slice(2);
const written = JSON.parse(readFileSync(file, "utf8")) as { email: Mail[]; sms: Sms[] };
const routes = { email: mailRoute(smtp, "office@sojourn.example"), sms: smppRoute(smpp, { sender: "Sojourn", heard: async () => {} }) };
const lanes = 24;

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, count } = JSON.parse(line) as { kind: "email" | "sms"; count: number };
  const send: (n: number) => Promise<Handed> = kind === "email"
    ? (n) => routes.email.send({ ...written.email[n % written.email.length]!, id: `${n}-${count}` }) : (n) => routes.sms.send(written.sms[n % written.sms.length]!);
  let next = 0;
  const begun = performance.now();
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (next < count) {
      const handed = await send(next++);
      if (handed.outcome !== "sent") throw new Error(handed.because);
    }
  }));
  console.log(JSON.stringify({ rate: count / ((performance.now() - begun) / 1000) }));
}
