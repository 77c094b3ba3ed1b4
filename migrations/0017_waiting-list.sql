-- Who wants to be told of an earlier place: one row a case. The token stops it with one press from a message, without signing in.
create table wish (
  application_id uuid primary key references application (id),
  offices text[] not null check (cardinality(offices) > 0),
  from_day date not null,
  asked_at timestamptz not null,
  token text not null unique,
  stopped_at timestamptz
);

-- A freed place, offered to one person for a time. Until that time it counts as taken.
create table offer (
  id uuid primary key,
  application_id uuid not null references application (id),
  slot_id uuid not null references slot (id),
  offered_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > offered_at),
  answered_at timestamptz,
  answer text check (answer in ('accepted', 'declined', 'expired', 'ended')),
  check ((answered_at is null) = (answer is null)),
  -- Nobody is offered the same hour twice.
  unique (application_id, slot_id)
);
create unique index offer_one_open on offer (application_id) where answered_at is null;
create index offer_due on offer (expires_at) where answered_at is null;
create index offer_slot on offer (slot_id) where answered_at is null;
