-- Who wants no reminders about a case any more. Notices about rights and duties come all the same.
create table message_stop (
  application_id uuid primary key references application (id),
  stopped_at timestamptz not null
);

-- Which wording a message went out with: the digest of its texts in its language.
alter table message add column template text;
