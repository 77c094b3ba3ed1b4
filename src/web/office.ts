import { actPage } from "./office/act.tsx";
import { bankDay, banks } from "./office/banks.tsx";
import { casePage } from "./office/case.tsx";
import { checklist } from "./office/checklist.ts";
import { checkIn, day } from "./office/day.tsx";
import { closeDay } from "./office/close-day.tsx";
import { counter } from "./office/counter.tsx";
import { display } from "./office/display.tsx";
import { draws } from "./office/draws.tsx";
import { hours } from "./office/hours.tsx";
import { messages } from "./office/messages.tsx";
import { money } from "./office/money.tsx";
import { give } from "./office/give.tsx";
import { editionPage, editions } from "./office/editions.tsx";
import { open } from "./office/open.tsx";
import { newPasskey, passkeys } from "./office/passkeys.tsx";
import { paper, photo } from "./office/paper.ts";
import { paymentTotals } from "./office/payment-totals.tsx";
import { payments } from "./office/payments.tsx";
import { queue } from "./office/queue.tsx";
import { seals } from "./office/seals.tsx";
import { sessions } from "./office/sessions.tsx";
import { signIn, signOut } from "./office/sign-in.tsx";
import { templates } from "./office/templates.tsx";
import { trail } from "./office/trail.tsx";
import type { Page } from "./page.ts";

/** Every page of the office. */
export const officePages: Page[] = [signIn, signOut, newPasskey, passkeys, sessions, day, checkIn, queue, open, casePage, checklist, give, photo, paper, actPage, payments, paymentTotals, money, messages, templates, bankDay, banks, draws, seals, closeDay, hours, counter, display, editions, editionPage, trail];
