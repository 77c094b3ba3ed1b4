import { type Fields } from "../../platform/form.ts";
import { email, phone } from "../../applications/questions.ts";
import { Card } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { labelOf, optionText, Questions } from "../question.tsx";
import type { View } from "./case.tsx";
import { ActForm, Fold } from "./case-act.tsx";

/** What an officer is told by a person who stands at the counter and has lost what messages went to. */
export const contactFields: Fields = {
  messagesBy: { control: "radios", options: ["email", "sms"] },
  email: { ...email, optional: ({ messagesBy }) => messagesBy !== "email" },
  phone: { ...phone, optional: ({ messagesBy }) => messagesBy !== "sms" },
  passportSeen: { control: "check" },
};

/** How the person is reached now; and, of who comes with the passport, how from now on. */
export function Contact({ view }: { view: View }) {
  const { visit: { l }, file: { application }, trouble, may } = view;
  const mine = trouble?.act === "contact" ? trouble : null;
  const known = { messagesBy: application.channel, email: application.email ?? "", phone: application.phone ?? "" };
  const reached = application.channel !== "none";
  return (
    <Card title={l.t("case.contact")} id="contact">
      {reached ? null : <p>{l.t("case.contact-none")}</p>}
      <SummaryList rows={[
        ...(reached ? [{ question: labelOf(l, "messagesBy"), answer: optionText(l, "messagesBy", application.channel) }] : []),
        ...(["email", "phone"] as const).filter((name) => application[name]).map((name) => ({ question: labelOf(l, name), answer: <bdi dir="ltr" class="numbers">{application[name]}</bdi> })),
      ]} />
      {may("contact") ? (
        <Fold view={view} act="contact">
          <p>{l.t("case.about-contact")}</p>
          <ActForm view={view} act="contact" submit={l.t("case.act-contact")} kind="secondary">
            <Questions fields={contactFields} today={view.visit.today} answers={known} raw={mine?.raw ?? null} errors={mine?.errors ?? []} />
          </ActForm>
        </Fold>
      ) : null}
    </Card>
  );
}
