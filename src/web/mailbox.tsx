import { findReceived, type Received, received } from "../notifications/ends/mailbox.ts";
import type { Language } from "../platform/i18n.ts";
import { isId } from "../platform/id.ts";
import { asset } from "../ui/assets.ts";
import { TextField } from "../ui/fields.tsx";
import { Button, ButtonLink } from "../ui/form.tsx";
import { Empty } from "../ui/notice.tsx";
import { Card, Page } from "../ui/page.tsx";
import { Tag } from "../ui/tag.tsx";
import { type Answer, html, NotFound, publicPage, type Visit } from "./page.ts";
import { portal } from "./routes.ts";

/** What the demonstration's mail server and SMS centre received. It exists only in a demonstration; elsewhere there is no such page. */
export const mailbox = publicPage(portal.mailbox, {
  async get(visit) {
    if (!visit.app.demonstration) throw new NotFound();
    const { message, to } = visit.query;
    if (message === undefined) return list(visit, to?.trim() || null);
    const one = isId(message) ? await findReceived(visit.app.db, message) : undefined;
    if (!one) throw new NotFound();
    return source(visit, one);
  },
});

async function list(visit: Visit, recipient: string | null): Promise<Answer> {
  const { l, app } = visit;
  const messages = await received(app.db, { recipient });
  const here = portal.mailbox.href({ lang: l.code });
  const title = l.t("notices.mailbox-title");
  const body = (
    <Page title={title} lead={l.t("notices.mailbox-lead")}>
      <form class="form" method="get" action={here}>
        <TextField name="to" label={l.t("notices.mailbox-to")} value={recipient ?? ""} required attributes={{ dir: "ltr", spellcheck: "false", autocomplete: "off" }} />
        <div class="actions">
          <Button kind="secondary">{l.t("notices.mailbox-show")}</Button>
          <a href={here}>{l.t(recipient ? "notices.mailbox-all" : "notices.mailbox-again")}</a>
        </div>
      </form>
      <div id="mailbox" data-live={3} class="stack">
        {messages.map((message) => <Message l={l} message={message} sourceHref={portal.mailbox.href({ lang: l.code }, { message: message.id })} />)}
        {messages.length > 0 ? null : (
          <Empty title={recipient ? l.rich("notices.mailbox-empty-for", { recipient: <bdi dir="ltr">{recipient}</bdi> }) : l.t("notices.mailbox-empty")} />
        )}
      </div>
    </Page>
  );
  // The list keeps itself fresh with the office's script; without it the link "look again" does.
  return html(title, body, 200, { scripts: [asset("office.js")], index: false });
}

function Message({ l, message, sourceHref }: { l: Language; message: Received; sourceHref?: string }) {
  const channel = l.t(message.channel === "sms" ? "notices.mailbox-sms" : "notices.mailbox-email");
  return (
    <Card id={`m-${message.id}`} title={<span dir="auto">{message.subject ?? channel}</span>} actions={<Tag tone="info">{channel}</Tag>}>
      <p class="muted small"><bdi dir="ltr">{message.recipient}</bdi> · {l.instant(message.received_at)}</p>
      <p class="summary__answer" dir="auto">{message.text}</p>
      {sourceHref ? <p class="small"><a href={sourceHref}>{l.t("notices.mailbox-source")}<span class="visually-hidden"> {message.subject ?? channel}</span></a></p> : null}
    </Card>
  );
}

/** One message with its HTML and its source as text: nothing of it is ever run, drawn or fetched. */
function source(visit: Visit, message: Received): Answer {
  const { l } = visit;
  const title = l.t("notices.mailbox-message", { recipient: message.recipient });
  const body = (
    <Page back={portal.mailbox.href({ lang: l.code })} title={title}>
      <Message l={l} message={message} />
      {message.html === null ? null : <Card title={l.t("notices.mailbox-html")}><p class="summary__answer small" dir="ltr">{message.html}</p></Card>}
      <Card title={l.t("notices.mailbox-raw")}><p class="summary__answer small" dir="ltr">{message.raw}</p></Card>
      <p><ButtonLink href={portal.mailbox.href({ lang: l.code }, { to: message.recipient })} kind="secondary">{l.t("notices.mailbox-show")} <bdi dir="ltr">{message.recipient}</bdi></ButtonLink></p>
    </Page>
  );
  return html(title, body, 200, { index: false });
}
