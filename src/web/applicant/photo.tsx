import { namedLikePhoto, PHOTO_HEIGHT, PHOTO_WIDTH, readPhoto } from "../../documents/photo.ts";
import { putFile, readFile } from "../../documents/storage.ts";
import { FileField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { TaskList } from "../../ui/task-list.tsx";
import { again, type Answer, applicantPage, type ApplicantVisit, bytes, html, NotFound, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { draftOf, hrefOf, nextHref, tasksOf } from "./case.ts";
import { OnBehalf } from "./on-behalf.tsx";

/** The photo: as the phone makes it; turned, cropped, shrunk and stripped of its metadata here. */
export const photo = applicantPage(portal.photo, {
  multipart: true,
  async get(visit) {
    if (visit.application.state !== "draft") return redirect(portal.status.href({ lang: visit.l.code }));
    return show(visit, []);
  },
  async post(visit) {
    const { l, application, file } = visit;
    if (application.state !== "draft") return redirect(portal.status.href({ lang: l.code }));
    if (!file) {
      const draft = draftOf(visit);
      return draft.hasPhoto ? redirect(nextHref(visit, draft, "photo")) : show(visit, [{ field: "photo", text: l.t("application.photo-missing") }]);
    }
    if (!namedLikePhoto(file.name)) return show(visit, [{ field: "photo", text: l.t("application.photo-misnamed") }]);
    const read = await readPhoto(file.bytes);
    if (!read.ok) return show(visit, [{ field: "photo", text: l.t(`application.photo-${read.why}`) }]);
    await visit.act((act) => putFile(act, application.id, "photo", "image/jpeg", read.jpeg));
    return redirect(portal.photo.href({ lang: l.code }, { seen: ["yes", ...read.warnings].join(" ") }));
  },
});

async function show(visit: ApplicantVisit, errors: FieldFault[]): Promise<Answer> {
  const { l } = visit;
  const draft = draftOf(visit);
  const title = l.t("sections.photo");
  const warnings = (visit.query.seen ?? "").split(" ").filter((code) => l.has(`application.photo-warning-${code}`));
  const at = draft.topics.indexOf("photo");
  const body = (
    <Page
      back={hrefOf(visit, draft.topics[at - 1]!)} caption={l.t("application.step", { kind: l.t(`home.${visit.application.kind as "first"}`), step: at + 1, steps: draft.topics.length + 1 })}
      title={title} lead={l.t("sections.photo.lead")} before={<ErrorSummary errors={errors} />}
      aside={<TaskList compact heading={l.t("application.your-application")} tasks={tasksOf(visit, draft, "photo")} />}
    >
      <OnBehalf visit={visit} />
      {draft.hasPhoto ? (
        <figure class="photo-shown">
          <img src={portal.photoFile.href({ lang: l.code }, { v: String(visit.now.epochMilliseconds) })} alt={l.t("application.photo-yours")} width={210} height={270} />
          <figcaption>{l.t(warnings.length > 0 ? "application.photo-look" : "application.photo-good")}</figcaption>
        </figure>
      ) : null}
      {warnings.map((code) => <Notice kind="warning"><p>{l.t(`application.photo-warning-${code}` as "application.photo-warning-very-dark")}</p></Notice>)}
      <ul>{(["white", "face", "recent", "alone"] as const).map((rule) => <li>{l.t(`application.photo-rule-${rule}`)}</li>)}</ul>
      <Form action={portal.photo.href({ lang: l.code })} csrf={visit.csrf} multipart submit={l.t(draft.hasPhoto ? "application.photo-keep" : "application.photo-send")}>
        <FileField
          name="photo" label={l.t(draft.hasPhoto ? "application.photo-another" : "application.photo-choose")} hint={l.t("application.photo-hint")}
          accept="image/jpeg,image/png,image/webp" cutTo={{ width: PHOTO_WIDTH, height: PHOTO_HEIGHT }} error={errors[0]?.text}
        />
      </Form>
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}

/** The person's own photo. */
export const photoFile = applicantPage(portal.photoFile, {
  async get(visit) {
    const file = await readFile(visit.app.db, visit.application.id, "photo");
    if (!file) throw new NotFound();
    return bytes(file.type, file.bytes);
  },
});
