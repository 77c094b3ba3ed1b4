import { existsSync, readFileSync } from "node:fs";
import { type Fault, faultOf } from "./record.ts";

const explained: Record<Fault, string> = {
  "not-a-record": "This is not the record of a draw, or a part of it is missing.",
  commitment: "The secret is not the one that was promised when the batch opened.",
  list: "The list of requests is not the one that was closed.",
  seed: "The seed of the lottery does not come from the secret, the list and the public value.",
  result: "Drawing again gives other dates than the record says.",
  digest: "The record was changed after it was written.",
};

/** Reads the text of a record and says in a sentence whether drawing it again gives the same, and whether it does. */
export function verify(text: string): { equal: boolean; sentence: string } {
  let published: unknown;
  try {
    published = JSON.parse(text);
  } catch {
    return { equal: false, sentence: explained["not-a-record"] };
  }
  const fault = faultOf(published);
  return fault === null ? { equal: true, sentence: "Equal: drawing again gives exactly these dates." } : { equal: false, sentence: `Not equal. ${explained[fault]}` };
}

if (import.meta.main) {
  const path = process.argv[2];
  if (!path) {
    console.error("Which record? Give the path of its file.");
    process.exit(2);
  }
  if (!existsSync(path)) {
    console.error(`There is no file ${path}.`);
    process.exit(2);
  }
  const { equal, sentence } = verify(readFileSync(path, "utf8"));
  console.log(sentence);
  process.exitCode = equal ? 0 : 1;
}
