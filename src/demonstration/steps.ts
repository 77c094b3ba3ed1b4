import { accept } from "../acts/accept.ts";
import { askDocuments } from "../acts/ask-documents.ts";
import { begin as beginCase } from "../acts/begin.ts";
import { cardCameBack, deliverCard, postCard, printCard } from "../acts/card.ts";
import { checkIn } from "../acts/check-in.ts";
import { lapse, notAccept, remove } from "../acts/close.ts";
import { create as createCase } from "../acts/create.ts";
import { confirmRefusal, grant, proposeRefusal } from "../acts/decide.ts";
import { expireDrafts } from "../acts/expire-drafts.ts";
import { markDocuments } from "../acts/mark-document.ts";
import { noShow } from "../acts/no-show.ts";
import { serve } from "../acts/serve.ts";
import { withdraw as withdrawCase } from "../acts/withdraw.ts";
import { type Answers, findApplication } from "../applications/application.ts";
import { askCorrection } from "../applications/corrections.ts";
import { keep } from "../applications/draft.ts";
import { move } from "../applications/move.ts";
import { addNote } from "../applications/notes.ts";
import { fieldsOf, journey } from "../applications/sections.ts";
import { book, findAppointment } from "../appointments/book.ts";
import { BATCH_MINUTES, joinDraw } from "../appointments/join.ts";
import { type DrawSettings, noPublicValue, runDraws } from "../appointments/run-draw.ts";
import { freeHours, generateSlots } from "../appointments/slots.ts";
import { listDocuments } from "../documents/checklist.ts";
import { putFile } from "../documents/storage.ts";
import { fillCode, openCode } from "../identity/code.ts";
import { dateOf } from "../platform/clock.ts";
import { findMandate } from "../representation/mandate.ts";
import { missingDocumentsDue } from "../rules/deadlines.ts";
import { as, caseOf, hourOn, type Scene, type Stage, well, workdayToCome } from "./stage.ts";

/**
 * Something that happens in a case: so many calendar days before the last day an office worked (or on a working day a little earlier),
 * not before an hour of that day. `visit`: it is the day the person comes.
 */
export type Step = { on: number; hour: string; visit?: true; play(scene: Scene, answers: Answers): Promise<void> };

/** Who files for the person, as pre-registration asks it. */
export type Representative = { capacity: "parent" | "guardian" | "lawyer"; representativeName: string; bar?: string; barNumber?: string; representativeEmail: string };

const step = (on: number, hour: string, play: Step["play"]): Step => ({ on, hour, play });

/** Pre-registration: the contact is proven by its code, the application number is given. */
export function begin(on: number, representative?: Representative): Step {
  return step(on, "17:40", async (scene, answers) => {
    const { secret } = scene.stage;
    const first = Object.fromEntries(["kind", "surname", "givenNames", "nationality", "birthDate", "fatherName", "motherName", "gender", "passportNumber", "foreignerNumber", "channel", "email", "phone"]
      .flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]])));
    scene.application = await as(scene, "applicant", async (act) => {
      const contact = (answers.channel === "sms" ? answers.phone : answers.email)!;
      const place = await openCode(act, secret, "start", { ...first, capacity: "self", ...representative });
      well(await fillCode(act, secret, place, null, { channel: answers.channel as "email" | "sms", contact, language: scene.language }), "code");
      const sent = await act.tx.selectFrom("message").select("values").where("notice", "=", "code").where("recipient", "=", contact).orderBy("id", "desc").executeTakeFirstOrThrow();
      return well(await beginCase(act, secret, place, (sent.values as { code: string }).code, scene.language), "pre-registration").application;
    });
    const mandate = await findMandate(scene.stage.db, scene.application.id);
    if (mandate) scene.mandate = mandate.id;
  });
}

/** The topics are answered, all or the first ones; the photo comes with the last. */
export function fill(on: number, { topics = Infinity, photo = true }: { topics?: number; photo?: boolean } = {}): Step {
  return step(on, "18:05", async (scene, answers) => {
    const application = caseOf(scene);
    const asked = journey(answers).slice(0, topics).flatMap((topic) => Object.keys(fieldsOf[topic]));
    const given = Object.fromEntries(asked.flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]])));
    // All topics in one go, as an autosave would: page by page it would be ten times as many statements for the same draft.
    scene.application = well(await as(scene, "applicant", (act) => keep(act, application, "identity", given, application.version, false)), `answers of ${scene.person}`).application;
    if (!photo) return;
    const { photos } = scene.stage;
    const suited = photos.filter((_, n) => (n % 2 === 0) === (answers.gender === "female"));
    await as(scene, "applicant", (act) => putFile(act, application.id, "photo", "image/jpeg", suited[scene.n % suited.length]!));
  });
}

/** The application is created. */
export function create(on: number): Step {
  return step(on, "18:40", async (scene) => {
    const application = caseOf(scene);
    scene.application = well(await as(scene, "applicant", (act) => createCase(act, application, application.version, scene.language)), `creation of ${scene.person}`).application;
  });
}

/** A place is chosen: on the day of the story's visit, or on a working day to come (0: today or the first one after it). */
export function choose(on: number, coming?: number): Step {
  return step(on, "19:10", async (scene) => {
    const day = coming === undefined ? scene.visit : workdayToCome(scene.stage.day(0), coming);
    if (!day) throw new Error(`${scene.person} has no day to come on`);
    const wanted = hourOn(scene.stage, day, scene.n);
    await as(scene, "applicant", async (act) => {
      const open = () => freeHours(act.tx, scene.office, day, act.now);
      let hours = await open();
      if (hours.length === 0 && (await generateSlots(act, { from: day, workingDays: 1, office: scene.office })) > 0) hours = await open();
      const hour = hours.find(({ starts }) => starts.equals(wanted)) ?? hours[0];
      if (!hour) throw new Error(`no place is free on ${day}`);
      well(await book(act, caseOf(scene), hour.slot), `appointment of ${scene.person}`);
    });
    await look(scene);
  });
}

/** How long batches are open after the past has ended: time enough to look at who waits, and then to see them drawn. */
const minutesOpen = 10;

// In the past they were open for a day.
function batches({ clock, now }: Stage): DrawSettings {
  const left = clock.now().until(now.add({ minutes: minutesOpen })).total("minutes");
  return { batchMinutes: Math.min(BATCH_MINUTES, Math.ceil(left)), publicValue: noPublicValue };
}

/** The person joins the draw of an automatic province. */
export function join(on: number): Step {
  return step(on, "19:10", async (scene) => {
    await runDraws(scene.stage.db, scene.stage.clock, batches(scene.stage));
    well(await as(scene, "applicant", (act) => joinDraw(act, caseOf(scene))), `draw of ${scene.person}`);
    await look(scene);
  });
}

/** The batch is drawn, for the day of the story's visit where it has one, else for the first day with a place. */
export function drawn(on: number): Step {
  return step(on, "20:30", async (scene) => {
    const { stage, visit } = scene;
    if (visit) await as(scene, "system", (act) => generateSlots(act, { from: visit, workingDays: 1, office: scene.office }));
    await runDraws(stage.db, stage.clock, batches(stage));
    const appointment = await findAppointment(stage.db, caseOf(scene).id);
    const right = appointment !== undefined && (visit === null || appointment.day.equals(visit));
    well({ ok: right }, `draw for ${scene.person}: ${appointment?.day ?? "no day"} instead of ${visit ?? "any"}`);
  });
}

/** The person comes to the office, at the hour of the appointment. */
export function visit(on: number): Step {
  return { ...step(on, "08:30", async (scene) => {
    const { application } = well(await as(scene, "front-desk", (act) => checkIn(act, caseOf(scene))), `visit of ${scene.person}`);
    scene.application = application;
  }), visit: true };
}

/** An appointment to which nobody came: its day passes, and an officer may have noted it. */
export function missed(on: number, noted: boolean): Step {
  return { ...step(on, "17:00", async (scene) => {
    if (!noted) return;
    scene.application = well(await as(scene, "front-desk", (act) => noShow(act, caseOf(scene), "Nobody came to the counter.")), "no-show").application;
  }), visit: true };
}

/** All documents are there, and the case is accepted. */
export function complete(on: number): Step {
  return step(on, "09:05", async (scene) => {
    const asked = (await listDocuments(scene.stage.db, caseOf(scene).id)).filter(({ required, state }) => required === "yes" || state === "missing");
    const marks = asked.map(({ code }) => ({ code, state: code === "passport" ? ("original-seen" as const) : ("present" as const) }));
    well(await as(scene, "front-desk", (act) => markDocuments(act, caseOf(scene), marks)), `documents of ${scene.person}`);
    scene.application = well(await as(scene, "front-desk", (act) => accept(act, caseOf(scene))), `acceptance of ${scene.person}`).application;
  });
}

/** Documents are asked for, until so many days later. */
export function ask(on: number, documents: { code: string; words?: string }[]): Step {
  return step(on, "09:05", async (scene) => {
    const answer = await as(scene, "front-desk", (act) => askDocuments(act, caseOf(scene), { documents, due: missingDocumentsDue(act.today) }));
    scene.application = well(answer, "question for documents").application;
  });
}

export const review = (on: number) => officers(on, "10:20", "case-officer", (act, scene) => move(act, caseOf(scene), "review"));

/** Granted: as asked for, or until an earlier day for a reason. */
export function granted(on: number, earlier?: { months: number; reason: "passport-ends" | "proof-of-stay" | "longest-for-purpose" }): Step {
  return officers(on, "14:10", "case-officer", (act, scene, answers) => {
    const from = Temporal.PlainDate.from(answers.requestedFrom!);
    const until = earlier ? from.add({ months: earlier.months }).subtract({ days: 1 }) : Temporal.PlainDate.from(answers.requestedUntil!);
    return grant(act, caseOf(scene), { from, until, ...(earlier ? { reason: earlier.reason } : {}) });
  });
}

const trackingDigits = (n: number) => String(4_000_000_000 + n).padStart(11, "0");

export const printed = (on: number) => officers(on, "09:40", "case-officer", (act, scene) => printCard(act, caseOf(scene), { series: "T", number: `000${String(scene.n).padStart(4, "0")}` }));
export const posted = (on: number) => officers(on, "15:30", "front-desk", (act, scene) => postCard(act, caseOf(scene), `KP${trackingDigits(scene.n)}`));
export const delivered = (on: number) => officers(on, "16:20", "front-desk", (act, scene) => deliverCard(act, caseOf(scene)));
export const cameBack = (on: number, words: string) => officers(on, "11:00", "front-desk", (act, scene) => cardCameBack(act, caseOf(scene), words));
export const turnedAway = (on: number, words: string) => officers(on, "09:20", "front-desk", (act, scene) => notAccept(act, caseOf(scene), words));
export const lapsed = (on: number, words: string) => officers(on, "11:30", "supervisor", (act, scene) => lapse(act, caseOf(scene), words));
export const removed = (on: number, words: string) => officers(on, "11:40", "supervisor", (act, scene) => remove(act, caseOf(scene), words));
export const confirmed = (on: number) => officers(on, "16:00", "supervisor", (act, scene) => confirmRefusal(act, caseOf(scene)));
export const served = (on: number) => officers(on, "10:00", "front-desk", (act, scene) => serve(act, caseOf(scene), dateOf(act.now)));

/** A refusal is proposed; it waits for the second look. */
export const proposed = (on: number, reasons: string[], comment: string): Step =>
  step(on, "10:50", async (scene) => void well(await as(scene, "case-officer", (act) => proposeRefusal(act, caseOf(scene), { reasons, comment })), "proposal"));

export const noted = (on: number, text: string): Step => step(on, "10:30", (scene) => as(scene, "case-officer", (act) => addNote(act, caseOf(scene), text)));

export const withdrawn = (on: number): Step => step(on, "12:10", async (scene) => {
  scene.application = well(await as(scene, "applicant", (act) => withdrawCase(act, caseOf(scene))), "withdrawal").application;
});

/** The person asks for a frozen answer to be corrected. */
export const corrects = (on: number, field: string, wanted: string, reason: string): Step =>
  step(on, "09:00", async (scene) => void well(await as(scene, "applicant", (act) => askCorrection(act, caseOf(scene), { field, wanted, reason })), "correction"));

/** Nobody touched the draft for a month. */
export const expired = (on: number): Step => step(on, "03:00", async (scene) => {
  well({ ok: (await as(scene, "system", (act) => expireDrafts(act))) > 0 }, "draft that expires");
});

function officers(
  on: number, hour: string, role: "front-desk" | "case-officer" | "supervisor",
  run: (act: Parameters<Parameters<typeof as>[2]>[0], scene: Scene, answers: Answers) => Promise<{ ok: true; application: NonNullable<Scene["application"]> } | { ok: false; why: string }>,
): Step {
  return step(on, hour, async (scene, answers) => {
    scene.application = well(await as(scene, role, (act) => run(act, scene, answers)), `act of a ${role} on ${scene.person}`).application;
  });
}

async function look(scene: Scene): Promise<void> {
  scene.application = (await findApplication(scene.stage.db, caseOf(scene).id)) ?? null;
}
