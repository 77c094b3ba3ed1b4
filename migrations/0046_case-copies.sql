-- The copy of everything kept about a case, which its person may have at any time (Law 6698 art. 11) and is owed within thirty days (art. 13).
-- One row a case: asked for, then made by a job, then swept; what came of it stays in the trail.
create table case_copy (
  application_id uuid primary key references application,
  language text not null,
  asked_at timestamptz not null,
  made_at timestamptz,
  expires_at timestamptz,
  bytes bytea,
  check ((made_at is null) = (bytes is null) and (made_at is null) = (expires_at is null))
);

-- Packed already: the database would try in vain to pack it again.
alter table case_copy alter column bytes set storage external;

create index case_copy_expiry on case_copy (expires_at) where expires_at is not null;
