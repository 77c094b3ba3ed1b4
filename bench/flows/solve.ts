import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { openWire } from "../setting/wire.ts";

/**
 * Fetches a challenge from an applicant's own address and solves it, as the applicant's phone does while the form is filled in. Answers what
 * the form carries. The work is done by the threads of this process: it is the client's cost and none of the office's.
 */
export async function solve(origin: string, address: string): Promise<string> {
  const wire = openWire(origin, address);
  try {
    const reply = await wire.ask("GET", "/captcha", "");
    if (reply.status !== 200) throw new Error(`no challenge: ${reply.status}`);
    const challenge = JSON.parse(reply.body.toString("utf8")) as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
  } finally {
    wire.close();
  }
}
