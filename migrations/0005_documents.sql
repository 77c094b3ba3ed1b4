-- The checklist of a case: what is asked, and how it stands.
create table document (
  application_id uuid not null references application (id),
  code text not null,
  required text not null check (required in ('yes', 'on-request')),
  state text not null default 'expected' check (state in ('expected', 'present', 'missing', 'original-seen', 'not-needed')),
  reason text,
  changed_at timestamptz,
  changed_by uuid references officer (id),
  primary key (application_id, code)
);

-- Bytes behind one interface: photos and drawn papers.
create table file (
  id uuid primary key,
  application_id uuid not null references application (id),
  kind text not null check (kind in ('photo', 'registration-form', 'application-certificate', 'missing-documents', 'decision', 'receipt', 'timely-attempt')),
  type text not null,
  bytes bytea not null,
  digest text not null,
  made_at timestamptz not null,
  replaced_at timestamptz
);
create unique index file_one_live on file (application_id, kind) where replaced_at is null;
