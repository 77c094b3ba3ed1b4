import smpp from "smpp";
import { type Handed, reason, type Sms, type SmsRoute } from "./route.ts";

/** One part of an SMS as it goes over the wire: `coding` 0 is the plain alphabet (GSM 03.38), 8 is UCS-2. */
export type Part = { bytes: Buffer; coding: 0 | 8; joined: boolean };

// An SMS carries 140 octets: 160 letters of seven bits or 70 of sixteen. A part of a longer one gives six octets to the header that joins it.
const plain = { alone: 160, joined: 153 };
const wide = { alone: 140, joined: 134 };

/**
 * Cuts a text into parts. Turkish and every other script than the plain one goes as UCS-2: the Turkish shift tables would save parts,
 * but too many phones show other letters for them. `mark` tells the parts of one message from those of another to the same phone.
 */
export function partsOf(text: string, mark: number): Part[] {
  const coding = smpp.encodings.ASCII.match(text) ? 0 : 8;
  const coder = coding === 0 ? smpp.encodings.ASCII : smpp.encodings.UCS2;
  const room = coding === 0 ? plain : wide;
  const whole = coder.encode(text);
  if (whole.length <= room.alone) return [{ bytes: whole, coding, joined: false }];
  const pieces: Buffer[] = [];
  let piece: Buffer[] = [];
  let length = 0;
  // Letter by letter, so that neither an escaped letter nor a surrogate pair is torn in two.
  for (const letter of text) {
    const bytes = coder.encode(letter);
    if (length + bytes.length > room.joined) {
      pieces.push(Buffer.concat(piece));
      piece = [];
      length = 0;
    }
    piece.push(bytes);
    length += bytes.length;
  }
  pieces.push(Buffer.concat(piece));
  return pieces.map((bytes, n) => ({ bytes: Buffer.concat([Buffer.from([5, 0, 3, mark & 0xff, pieces.length, n + 1]), bytes]), coding, joined: true }));
}

/** How long a gateway gets to answer, in milliseconds. */
const httpPatience = 10_000;

/**
 * A route to a gateway that speaks HTTP: POST of {id, to, from, text} as JSON, the user information of the address as Basic credentials.
 * 2xx with {id} or {ids} is taken; 422 says that the number is not to be reached; everything else is tried again. `id` is ours and the
 * same at each attempt: a gateway that knows it already should answer as it did then.
 */
export function httpRoute(address: string, sender: string, wait: number = httpPatience): SmsRoute {
  const url = new URL(address);
  const credentials = url.username ? `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString("base64")}` : null;
  url.username = url.password = "";
  return {
    name: "http",
    async send({ id, to, text }) {
      try {
        const answer = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", ...(credentials ? { authorization: credentials } : {}) },
          body: JSON.stringify({ id, to, from: sender, text }),
          signal: AbortSignal.timeout(wait),
          redirect: "error",
        });
        if (answer.status === 422) return { outcome: "never", because: `the gateway answered ${answer.status}` };
        if (!answer.ok) return { outcome: "later", because: `the gateway answered ${answer.status}` };
        const { id: one, ids = one === undefined ? [] : [one] } = (await answer.json()) as { id?: string; ids?: string[] };
        return { outcome: "sent", references: ids.map((reference) => `http:${reference}`) };
      } catch (error) {
        return { outcome: "later", because: reason(error) };
      }
    },
    async close() {},
  };
}

// A route that just failed goes to the end of the line for this long, and back to its place by itself.
const ailingFor = 60_000;
const ailing = new WeakMap<SmsRoute, number>();

/** Puts a route at the end of the line for some minutes, because its receipts stay away; afterwards it is tried in its place again. */
export function leaveAside(route: SmsRoute, minutes: number): void {
  ailing.set(route, Math.max(ailing.get(route) ?? 0, performance.now() + minutes * 60_000));
}

/** Hands an SMS to the first route that takes it, those that failed a moment ago last. A recipient that one route refuses is refused. */
export async function sendSms(routes: readonly SmsRoute[], sms: Sms): Promise<Handed> {
  const isWell = (route: SmsRoute) => (ailing.get(route) ?? 0) <= performance.now();
  let last: Handed = { outcome: "later", because: "there is no route for SMS" };
  for (const route of [...routes.filter(isWell), ...routes.filter((route) => !isWell(route))]) {
    last = await route.send(sms);
    if (last.outcome !== "later") return last;
    ailing.set(route, performance.now() + ailingFor);
  }
  return last;
}
