import { createServer } from "node:http";
import smpp, { type Pdu } from "smpp";
import { SMTPServer } from "smtp-server";

// Providers that misbehave as told, over the real protocols.

type Mood = "take" | "greylist" | "unknown-person" | "no-login" | "silent" | "hold";

/**
 * A mail server whose next answers are told by `answer`; `asked` counts the recipients it was named, `taken` the mails it took, `ids` are
 * their Message-IDs. On "hold" it answers the recipient only when `release` is called.
 */
export async function faultyMailServer() {
  const refused = (text: string, responseCode: number) => Object.assign(new Error(text), { responseCode });
  const peer = {
    answer: "take" as Mood, asked: 0, taken: 0, ids: [] as string[], url: "",
    release: () => {},
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); }),
  };
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], logger: false, disableReverseLookup: true, closeTimeout: 100,
    onMailFrom: (_address, _session, callback) => callback(peer.answer === "no-login" ? refused("who are you", 550) : null),
    onRcptTo(_address, _session, callback) {
      peer.asked++;
      if (peer.answer === "greylist") return callback(refused("greylisted, come back", 451));
      if (peer.answer === "unknown-person") return callback(refused("no such person here", 550));
      if (peer.answer === "hold") peer.release = () => callback();
      else if (peer.answer !== "silent") callback();
    },
    onData(stream, _session, callback) {
      let source = "";
      stream.on("data", (chunk: Buffer) => { source += chunk.toString(); });
      stream.on("end", () => {
        peer.taken++;
        peer.ids.push(/^Message-ID: (.*)$/im.exec(source)?.[1] ?? "");
        callback();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", () => resolve()); });
  peer.url = `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`;
  return peer;
}

/** An SMS centre that answers each message with the next of `statuses`, 0 when there is none; `bound` counts the connections. */
export async function faultySmsCentre() {
  const peer = {
    statuses: [] as (number | "hang-up" | "silent")[], bound: 0, refuseToBind: false, url: "", parts: [] as Pdu[],
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const session of [...server.sessions]) session.destroy();
    }),
  };
  const server = smpp.createServer((session) => {
    session.on("error", () => session.destroy());
    session.on("bind_transceiver", (pdu: Pdu) => {
      peer.bound++;
      session.send(pdu.response(peer.refuseToBind ? { command_status: 0x0e } : {}));
    });
    session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()));
    session.on("unbind", (pdu: Pdu) => session.send(pdu.response()));
    session.on("submit_sm", (pdu: Pdu) => {
      const status = peer.statuses.shift() ?? 0;
      if (status === "hang-up") session.destroy();
      else if (status !== "silent") {
        if (status === 0) peer.parts.push(pdu);
        session.send(pdu.response(status === 0 ? { message_id: `m${peer.parts.length}` } : { command_status: status }));
      }
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", () => resolve()); });
  peer.url = `smpp://system:password@127.0.0.1:${(server.address() as { port: number }).port}`;
  return peer;
}

/** An SMS gateway over HTTP that answers each request with the next of `answers`; `asked` keeps what it was sent. */
export async function faultyHttpGateway() {
  const peer = {
    answers: [] as { status: number; body: string }[], asked: [] as { body: unknown; authorization: string | undefined }[], url: "",
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => {
      peer.asked.push({ body: JSON.parse(body), authorization: request.headers.authorization });
      const answer = peer.answers.shift();
      // No answer planned: it never comes.
      if (answer) response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", () => resolve()); });
  peer.url = `http://system:pass%20word@127.0.0.1:${(server.address() as { port: number }).port}/sms`;
  return peer;
}
