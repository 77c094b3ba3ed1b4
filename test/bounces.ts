import type { AddressInfo } from "node:net";
import type { SMTPServer } from "smtp-server";

/** A mail server of a test on a free port. */
export async function closingServer(server: SMTPServer): Promise<{ port: number; close(): Promise<void> }> {
  server.on("error", () => {});
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", () => resolve()); });
  return { port: (server.server.address() as AddressInfo).port, close: () => new Promise((resolve) => { server.close(resolve); }) };
}

const lines = (...all: string[]) => all.join("\r\n");

function report(to: string, status: string[], { type = "message/delivery-status", encoding = "7bit", boundary = "boundary=\"=_r/1.4\"", mark = "=_r/1.4", words = "Your mail could not be delivered." } = {}): string {
  return lines(
    "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>", `To: ${to}`, "Subject: Undelivered mail", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=delivery-status;", `\t${boundary}`, "", "This is a report in several parts.", "",
    `--${mark}`, "Content-Type: text/plain; charset=utf-8", "", words, "",
    `--${mark}`, `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, "", ...status, "",
    `--${mark}`, "Content-Type: text/rfc822-headers", "", "Subject: Sojourn", "", `--${mark}--`, "",
  );
}

const server = ["Reporting-MTA: dns; mx.example.org", "Arrival-Date: Tue, 24 Nov 2026 12:00:00 +0300", ""];
const one = (action: string, status: string, ...more: string[]) => [...server, "Final-Recipient: rfc822; lena@example.org", `Action: ${action}`, `Status: ${status}`, ...more];

/** What mail servers send back, each in another handwriting (RFC 3464, 3461, 6533); `to` is the envelope sender of the mail. */
export const reports = {
  unknownPerson: (to: string) => report(to, one("failed", "5.1.1", "Remote-MTA: dns; mx.example.org", "Diagnostic-Code: smtp; 550 5.1.1 <lena@example.org>: Recipient", "    address rejected: User unknown")),
  boxFull: (to: string) => report(to, [Buffer.from(lines("reporting-mta: dns;mx", "", "STATUS: 5.2.2", "action: Failed (box full)", "diagnostic-code: smtp;552 5.2.2 Posta kutusu", " dolu", "final-recipient: rfc822;lena@example.org", "")).toString("base64")], { encoding: "BASE64", boundary: "boundary=plain", mark: "plain" }),
  triedForDays: (to: string) => report(to, one("failed", "4.4.7")),
  quoted: (to: string) => report(to, one("failed", "5.1.1", "Diagnostic-Code: smtp; 550 no such p=", "erson: =C4=9F"), { type: "message/global-delivery-status; charset=utf-8", encoding: "quoted-printable" }),
  takesLonger: (to: string) => report(to, one("delayed", "4.4.1", "Will-Retry-Until: Sun, 29 Nov 2026 12:00:00 +0300")),
  passedOn: (to: string) => report(to, one("relayed", "2.0.0")),
  arrived: (to: string) => report(to, one("delivered", "2.0.0")),
  oneOfTwo: (to: string) => report(to, [...one("failed", "5.1.1"), "", "Final-Recipient: rfc822; list@example.org", "Action: expanded", "Status: 2.0.0"]),
  withoutBoundary: (to: string) => report(to, one("failed", "5.1.1"), { boundary: "format=flowed" }),
  /** An answer that quotes somebody's report is none itself. */
  insideAnother: (to: string) => lines(`To: ${to}`, "Content-Type: multipart/mixed; boundary=outer", "", "--outer", "Content-Type: message/rfc822", "", report(to, one("failed", "5.1.1")), "--outer--", ""),
  onHoliday: (to: string) => lines("From: lena@example.org", `To: ${to}`, "Subject: Out of office", "Auto-Submitted: auto-replied", "Content-Type: text/plain", "", "Action: failed", "Status: 5.1.1", ""),
};
