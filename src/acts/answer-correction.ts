import type { Application } from "../applications/application.ts";
import { type CorrectionAnswer, writeAnswer } from "../applications/corrections.ts";
import { type PaperKind, askForPaper, listFiles, paperKinds } from "../documents/storage.ts";
import type { Act } from "../platform/act.ts";

/** Answers a correction; when the data changed, every paper that bears it is drawn again. Outcomes as `writeAnswer`. */
export async function answerCorrection(act: Act, application: Application, correctionId: string, answer: CorrectionAnswer) {
  const answered = await writeAnswer(act, application, correctionId, answer);
  if (!answered.ok || answer.verdict === "refused") return answered;
  const drawn = await listFiles(act.tx, application.id);
  for (const { kind } of drawn) if ((paperKinds as readonly string[]).includes(kind)) await askForPaper(act, application.id, kind as PaperKind);
  return answered;
}
