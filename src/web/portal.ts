import { accessibility, privacy } from "./applicant/about.tsx";
import { check } from "./applicant/check.tsx";
import { contact } from "./applicant/contact.tsx";
import { correct } from "./applicant/correct.tsx";
import { created } from "./applicant/created.tsx";
import { eligibility, fees } from "./applicant/eligibility.tsx";
import { home } from "./applicant/home.tsx";
import { paper } from "./applicant/paper.ts";
import { photo, photoFile } from "./applicant/photo.tsx";
import { resume, resumeCode } from "./applicant/resume.tsx";
import { review } from "./applicant/review.tsx";
import { keepSection, section } from "./applicant/section.tsx";
import { startCode } from "./applicant/start-code.tsx";
import { verify } from "./applicant/verify.tsx";
import { start } from "./applicant/start.tsx";
import { status } from "./applicant/status.tsx";
import { leave, tasks } from "./applicant/tasks.tsx";
import { withdraw } from "./applicant/withdraw.tsx";
import type { Page } from "./page.ts";
import { captcha } from "./security.tsx";

/** Every page of the portal. */
export const portalPages: Page[] = [
  home, eligibility, fees, accessibility, privacy,
  check, start, startCode, captcha, resume, resumeCode, leave,
  tasks, section, keepSection, photo, photoFile, review, created,
  status, paper, withdraw, correct, contact, verify,
];
