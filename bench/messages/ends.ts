// A mail server and an SMS centre that take everything and keep nothing, in a process of their own. The centre reports each part as delivered.
import smpp, { type Pdu, type Session } from "smpp";
import { SMTPServer } from "smtp-server";

const mail = new SMTPServer({
  authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], logger: false, disableReverseLookup: true,
  onData(stream, _session, callback) {
    stream.resume();
    stream.on("end", () => callback());
  },
});
mail.on("error", () => {});

let taken = 0;
const centre = smpp.createServer((session: Session) => {
  session.on("error", () => session.destroy());
  session.on("bind_transceiver", (pdu: Pdu) => session.send(pdu.response()));
  session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu: Pdu) => session.send(pdu.response()));
  session.on("submit_sm", (pdu: Pdu) => {
    const reference = `${process.pid}-${++taken}`;
    session.send(pdu.response({ message_id: reference }));
    session.deliver_sm({
      source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4, receipted_message_id: reference, message_state: 2, short_message: `id:${reference} stat:DELIVRD`,
    });
  });
});

await new Promise<void>((resolve) => { mail.listen(0, "127.0.0.1", () => resolve()); });
await new Promise<void>((resolve) => { centre.listen(0, "127.0.0.1", () => resolve()); });
const ports = [mail.server.address(), centre.address()].map((address) => (address as { port: number }).port);
console.log(JSON.stringify({ smtp: `smtp://127.0.0.1:${ports[0]}`, smpp: `smpp://bench:bench@127.0.0.1:${ports[1]}` }));
