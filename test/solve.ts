import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";

/** What a browser finds for a challenge as `/captcha` gave it, as the form carries it. */
export async function solve(body: string): Promise<string> {
  const challenge = JSON.parse(body) as Challenge;
  return Buffer.from(JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) })).toString("base64");
}
