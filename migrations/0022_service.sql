-- The proof that a refusal was served: how, when it arrived, what exactly was handed over, and who noted it.
create table service (
  application_id uuid primary key references decision (application_id),
  way text not null check (way in ('counter', 'post', 'e-notification')),
  arrived_on date not null,
  -- The day from which the law counts.
  served_on date not null,
  -- The number of the post's or the e-notification's own proof of delivery.
  reference text,
  -- Digest of the letter as it was then; null where it had not been drawn yet.
  document_digest text,
  noted_by uuid not null references officer (id),
  noted_at timestamptz not null,
  check (served_on >= arrived_on),
  check (way = 'counter' or reference is not null)
);
create trigger service_append_only before update or delete on service for each row execute function refuse_change();

-- The first time the person opened each version of their decision in the portal.
create table decision_opened (
  application_id uuid not null references application (id),
  document_digest text not null,
  opened_at timestamptz not null,
  primary key (application_id, document_digest)
);
create trigger decision_opened_append_only before update or delete on decision_opened for each row execute function refuse_change();
