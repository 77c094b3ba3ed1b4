import { collectionCancel, collectionDay, collectionPay, collectionQuery } from "./api/collection.ts";
import { assessment } from "./api/assessment.ts";
import { openapi } from "./api/openapi.ts";
import { paperKey } from "./api/paper-key.ts";
import { reference } from "./api/reference.ts";
import { waitingTimesOfAll } from "./api/waiting-times.ts";
import { paymentNotification } from "./api/payment-notification.ts";
import { accessibility, privacy, program } from "./applicant/about.tsx";
import { calendarFile } from "./applicant/appointment-calendar-file.ts";
import { appointment, cancelPlace, place } from "./applicant/appointment.tsx";
import { check } from "./applicant/check.tsx";
import { contact } from "./applicant/contact.tsx";
import { copy, copyFile } from "./applicant/copy.tsx";
import { correct } from "./applicant/correct.tsx";
import { created } from "./applicant/created.tsx";
import { draw } from "./applicant/draw.tsx";
import { drawRecordFile, draws } from "./applicant/draws.tsx";
import { earlier, stopOffers } from "./applicant/earlier.tsx";
import { eligibility, fees } from "./applicant/eligibility.tsx";
import { home } from "./applicant/home.tsx";
import { paper } from "./applicant/paper.ts";
import { payReturn } from "./applicant/pay-return.tsx";
import { needs } from "./applicant/needs.tsx";
import { pay } from "./applicant/pay.tsx";
import { photo, photoFile } from "./applicant/photo.tsx";
import { representative } from "./applicant/representative.tsx";
import { endMandate } from "./applicant/representative-end.tsx";
import { resume, resumeCode } from "./applicant/resume.tsx";
import { review } from "./applicant/review.tsx";
import { keepSection, section } from "./applicant/section.tsx";
import { startCode } from "./applicant/start-code.tsx";
import { verify } from "./applicant/verify.tsx";
import { start } from "./applicant/start.tsx";
import { sessions } from "./applicant/sessions.tsx";
import { status } from "./applicant/status.tsx";
import { leave, tasks } from "./applicant/tasks.tsx";
import { waiting } from "./applicant/waiting.tsx";
import { withdraw } from "./applicant/withdraw.tsx";
import { smsReceipt } from "./api/sms-receipt.ts";
import { mailbox } from "./mailbox.tsx";
import { stop, stopShort } from "./stop.tsx";
import type { Page } from "./page.ts";
import { captcha } from "./security.tsx";

/** Every page of the portal. */
export const portalPages: Page[] = [
  assessment, reference, waitingTimesOfAll, openapi, paperKey,
  home, eligibility, fees, waiting, accessibility, privacy, program,
  check, start, startCode, captcha, resume, resumeCode, leave, sessions,
  tasks, section, keepSection, photo, photoFile, review, created,
  appointment, place, cancelPlace, earlier, stopOffers, needs, calendarFile, draw, draws, drawRecordFile, pay, payReturn, paymentNotification,
  status, copy, copyFile, paper, withdraw, correct, contact, representative, endMandate, verify, mailbox,
  stop, stopShort, smsReceipt, collectionQuery, collectionPay, collectionCancel, collectionDay,
];
