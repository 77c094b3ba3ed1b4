import type { Kind } from "../rules/permit-types.ts";
import { entered, family, holds, longTerm, type Part, shortTerm, student } from "./answers.ts";
import { paidAtBank, paysBack, paysByCard, proposesRefund } from "./money.ts";
import {
  ask, begin, cameBack, choose, complete, confirmed, corrects, create, delivered, drawn, expired, fill, granted, join, lapsed, missed, noted, posted, printed, proposed,
  removed, type Representative, review, served, type Step, turnedAway, visit, withdrawn,
} from "./steps.ts";

/** A case of the demonstration: whose it is, what it asks for, and what happened. Days are counted from today and lie before it. */
export type Story = { person: string; office: "35" | "34-fatih" | "06"; kind: Kind; channel: "email" | "sms"; about: readonly Part[]; steps: readonly Step[] };

const filed = (on: number, representative?: Representative): Step[] => [begin(on, representative), fill(on), create(on)];
/** Filed, paid at a bank and brought to the office, where all is there. */
const accepted = (on: number, after: number): Step[] => [...filed(on), choose(on), paidAtBank(on + 4), visit(after), complete(after)];
const drawnFor = (on: number, after: number): Step[] => [...filed(on), join(on), paidAtBank(on + 2), drawn(on + 3), visit(after), complete(after)];

function story(person: string, kind: Kind, about: readonly Part[], steps: readonly Step[], { office = "35", channel = "email" }: Partial<Pick<Story, "office" | "channel">> = {}): Story {
  return { person, office, kind, channel, about, steps };
}

const bySms = { channel: "sms" } as const;
const istanbul = { office: "34-fatih" } as const;
const ankara = { office: "06" } as const;
const parent: Representative = { capacity: "parent", representativeName: "Tariq Khreisheh", representativeEmail: "tariq@example.org" };
const lawyer: Representative = { capacity: "lawyer", representativeName: "Selin Deneme", bar: "İzmir", barNumber: "00000", representativeEmail: "av.selin@deneme.example" };

const begun: readonly Story[] = [
  story("nino", "first", [entered(-20, 65), shortTerm("tourism", 20)], [begin(0), fill(0, { topics: 2, photo: false })]),
  story("alexei", "first", [entered(-40, 40), shortTerm("property", 30)], [begin(-4), fill(-4, { photo: false })], bySms),
  story("liang", "first", [entered(-70, 10), shortTerm("business", 0)], [begin(-50), fill(-50, { topics: 3, photo: false }), expired(-14)]),
  story("yusuf", "first", [entered(-40, 35), shortTerm("property", 20)], filed(-1)),
  story("dmitri", "first", [entered(-70, 5), shortTerm("business", 6)], [...filed(-20), paidAtBank(-18)]),
  story("grace", "first", [entered(-80, -4), shortTerm("tourism", -3)], filed(-30)),
  story("tomasz", "first", [entered(-60, 25), shortTerm("property", 20)], [...filed(-25), choose(-25), paysByCard(-24, "failed"), missed(-9, true)]),
  story("mariam-again", "first", [entered(-50, 30), shortTerm("tourism", 25)], filed(-2), bySms),
];

const lodged: readonly Story[] = [
  // Some days ahead: who tries the demonstration out is told that this one can be moved and cancelled.
  story("lena", "first", [entered(-35, 50), shortTerm("tourism", 15)], [...filed(-9), choose(-9, 5), paysByCard(-8, "paid")]),
  story("omar", "first", [entered(-45, 40, "visa"), family("minor-child", "work-permit-holder", "Khreisheh Tariq", 14)], [...filed(-11, parent), choose(-11, 0), paidAtBank(-7)]),
  story("sukarni", "first", [entered(-45, 40, "visa"), student("bachelor", "Ege Üniversitesi", "Food Engineering", 10, 48)], [...filed(-8), choose(-8, 0), paysByCard(-8, "paid")], bySms),
  story("fatemeh", "extension", [holds("short-term", -700, 20, { purpose: "property" }), shortTerm("property", 21)], [
    ...filed(-6), choose(-6, 0), paysByCard(-5, "paid"), corrects(-1, "street", "1437. Sokak 18", "Kapı numarasını yanlış yazmışım; sözleşmede 18 yazıyor."),
  ]),
  story("andrei", "transfer", [holds("short-term", -300, 40, { purpose: "tourism" }), family("spouse", "citizen", "Örnek Elif", 20)], [...filed(-5), choose(-5, 3), paysByCard(-4, "short")]),
  story("priya", "first", [entered(-30, 55), shortTerm("turkish-course", 20)], [...filed(-3), choose(-3, 6), paysByCard(-2, "deciding")]),
  story("paul", "first", [entered(-45, 40), shortTerm("research", 20)], [...filed(-15), choose(-15), missed(-1, false)], bySms),
  story("farid", "first", [entered(-40, 45, "visa"), student("bachelor", "İstanbul Teknik Üniversitesi", "Civil Engineering", 14, 48)], [...filed(-1), join(0)], { ...istanbul, ...bySms }),
  story("marco", "first", [entered(-35, 50), shortTerm("tourism", 20)], [...filed(-4), join(-4), drawn(-2), paysByCard(-1, "paid")], istanbul),
  story("teresa", "first", [entered(-30, 55), shortTerm("property", 20)], [...filed(-1), join(0)], ankara),
];

const onTheDesk: readonly Story[] = [
  story("olena", "first", [entered(-40, 40), family("spouse", "citizen", "Örnek Barış", 10)], [...filed(-12), choose(-12), paidAtBank(-6), visit(0)]),
  story("samir", "first", [entered(-65, 20, "visa"), student("doctorate", "Ege Üniversitesi", "Molecular Biology", 0, 24)], [
    ...filed(-45), choose(-45), paysByCard(-40, "paid"), visit(-26),
    ask(-26, [{ code: "student-certificate", words: "The certificate is from last term. Please bring this term’s." }, { code: "insurance", words: "The policy ends before the date you ask for." }]),
  ]),
  story("zeynab", "first", [entered(-75, 10), shortTerm("tourism", -20)], [
    ...filed(-52), choose(-52), visit(-36), ask(-36, [{ code: "income", words: "Son altı ayın banka dökümünü getiriniz." }, { code: "address" }]),
  ]),
  story("akiko", "extension", [holds("short-term", -400, 25, { purpose: "business" }), shortTerm("business", 26)], accepted(-20, -3)),
  story("nurlan", "first", [entered(-60, 20, "visa"), student("master", "Orta Doğu Teknik Üniversitesi", "Geophysics", 0, 24)], drawnFor(-30, -20), ankara),
  story("bekzod", "extension", [holds("short-term", -800, -55, { purpose: "property" }), shortTerm("property", -54)], [...accepted(-100, -85), review(-60)]),
  story("viktor", "first", [entered(-135, -50), shortTerm("research", -60)], [...accepted(-115, -95), review(-70)]),
  story("mariam", "first", [entered(-60, 25), shortTerm("tourism", 0)], [...accepted(-30, -14), review(-8), noted(-7, "The lease is in the name of a cousin; notarised consent is in the folder.")]),
  story("reto", "first", [entered(-75, 10), shortTerm("investor", -10, 24)], [...filed(-52, lawyer), choose(-52), paidAtBank(-47), visit(-40), complete(-40), review(-6)]),
  story("kwabena", "first", [entered(-95, -15), shortTerm("tourism", -30)], [
    ...accepted(-75, -60), review(-20), proposed(-2, ["purpose-not-shown", "address-not-fit"], "The address is a shop that is let to nobody, and no plan of travel was shown."),
  ]),
  story("hamza", "transfer", [holds("family", -3300, -20, { province: "34" }), longTerm(-19, -3300)], [...drawnFor(-85, -76), review(-30)], istanbul),
];

const decided: readonly Story[] = [
  story("sofia", "first", [entered(-70, 15), shortTerm("turkish-course", -20)], [...accepted(-48, -35), review(-12), granted(-1, { months: 6, reason: "proof-of-stay" })]),
  story("maral", "first", [entered(-80, 5), shortTerm("research", -20)], [...drawnFor(-60, -50), review(-21), granted(-4)], ankara),
  story("aysel", "transfer", [holds("family", -1600, 20), shortTerm("from-family", -20, 24)], [...accepted(-62, -50), review(-25), granted(-9), printed(-2)]),
  story("mehdi", "first", [entered(-112, -30), shortTerm("treatment", -50)], [
    ...accepted(-92, -80), review(-55), granted(-34), printed(-28), posted(-24), cameBack(-6, "The postman found nobody at the address; kept seven days, then returned."),
  ], bySms),
  story("ivana", "first", [entered(-92, -10), shortTerm("property", -30)], [...accepted(-72, -60), review(-40), granted(-12), printed(-7), posted(-2)]),
  story("thanh", "first", [entered(-128, -45, "visa"), student("master", "Dokuz Eylül Üniversitesi", "Maritime Business", -60, 24)], [
    ...accepted(-110, -98), review(-70), noted(-68, "Enrolment confirmed with the registrar."), granted(-45), printed(-38), posted(-33), delivered(-27),
  ]),
  story("irina", "first", [entered(-168, -85), shortTerm("tourism", -120)], [...drawnFor(-150, -140), review(-110), granted(-95), printed(-90), posted(-86), delivered(-80)], istanbul),
  story("rashid", "first", [entered(-100, -20), shortTerm("business", -40)], [
    ...accepted(-80, -66), review(-40), proposed(-12, ["conditions-not-met"], "The inviting company has been struck off the register."), confirmed(-5), proposesRefund(-3),
  ]),
  story("lucas", "first", [entered(-122, -40), shortTerm("tourism", -70)], [
    ...filed(-105), choose(-105), paysByCard(-101, "paid"), visit(-92), complete(-92), review(-75), proposed(-50, ["other-purpose"], "Works at the marina; a work permit is needed for that."), confirmed(-46), served(-38), proposesRefund(-36), paysBack(-35),
  ]),
];

const ended: readonly Story[] = [
  story("prisca", "first", [entered(-65, 20), shortTerm("tourism", -10)], [...filed(-44), choose(-44), visit(-30), turnedAway(-30, "Came without the passport, and the address lies in another province.")]),
  story("emma", "first", [entered(-40, 45), shortTerm("property", 20)], [...filed(-13), choose(-13, 4), withdrawn(-3)]),
  story("bilal", "first", [entered(-95, -20), shortTerm("tourism", -20)], [...filed(-45), lapsed(-10, "The visa exemption ended on the legal day; no appointment was taken although places were free.")]),
  story("gulnara", "first", [entered(-100, -20), shortTerm("turkish-course", -40)], [
    ...filed(-78), choose(-78), visit(-62), ask(-62, [{ code: "course-enrolment", words: "The letter of the course is not signed." }]), removed(-14, "The letter did not come by the day set."),
  ]),
];

/** What is played when the demonstration is made: a case in every state of the workflow, most of them in İzmir. */
export const stories: readonly Story[] = [...begun, ...lodged, ...onTheDesk, ...decided, ...ended];
