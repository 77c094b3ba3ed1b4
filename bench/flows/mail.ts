import { SMTPServer } from "smtp-server";

/** A mail server on loopback that takes every mail, as a provider would, and remembers of each only the code in it, for the one who waits. */
export async function openMailEnd(): Promise<{ url: string; received(): number; code(recipient: string): Promise<string>; close(): Promise<void> }> {
  const codes = new Map<string, string>();
  const waiting = new Map<string, (code: string) => void>();
  let received = 0;
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], logger: false, disableReverseLookup: true,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received++;
        const code = codeIn(Buffer.concat(chunks).toString("latin1"));
        for (const { address } of code ? session.envelope.rcptTo : []) {
          const wanted = waiting.get(address);
          waiting.delete(address);
          if (wanted) wanted(code!);
          else codes.set(address, code!);
        }
        callback();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`,
    received: () => received,
    code(recipient) {
      const known = codes.get(recipient);
      codes.delete(recipient);
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.set(recipient, resolve));
    },
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}

// The office writes its mails in base64, the plain text first.
function codeIn(mail: string): string | undefined {
  const part = /content-type: text\/plain[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/i.exec(mail)?.[1];
  return part ? /\b(\d{6})\b/.exec(Buffer.from(part, "base64").toString("utf8"))?.[1] : undefined;
}
