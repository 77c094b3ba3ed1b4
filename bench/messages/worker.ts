// One worker process that does nothing but deliver: arguments are the addresses of the mail server and the SMS centre.
import { startOutbox } from "../../src/notifications/outbox.ts";
import { hear } from "../../src/notifications/receipts.ts";
import { openRoutes } from "../../src/notifications/routes.ts";
import { clock } from "../../src/platform/clock.ts";
import { connect } from "../../src/platform/database.ts";
import { log } from "../../src/platform/log.ts";

log.level = "error";
const [smtpUrl = null, smppUrl = null] = process.argv.slice(2);
const db = connect(process.env["DATABASE_URL"]!, { max: 6, name: "bench worker" });
const routes = openRoutes({ smtpUrl, mailFrom: "office@sojourn.example", smppUrl, smsHttpUrl: null }, (receipt) => hear(db, receipt));
const outbox = startOutbox({ db, clock: clock(), secret: "a secret of the bench", origins: { portal: "https://portal.example" }, authority: { name: "Sojourn", phone: "157" }, routes });
process.on("SIGTERM", () => {
  void outbox.stop().then(() => routes.close()).then(() => db.destroy());
});
console.log("ready");
