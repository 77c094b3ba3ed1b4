-- From a day on an office receives like this, until a later line takes over; of two lines for one day the one that was set later counts. An
-- office without a line keeps the common hours, and receives at three of four counters.
create table office_hours (
  id uuid primary key,
  office_code text not null references office (code),
  from_day date not null,
  opens time not null,
  lunch_begins time,
  lunch_ends time,
  closes time not null,
  -- How many people it receives at one time.
  receiving integer not null check (receiving between 1 and 200),
  -- How many steps of twenty minutes an appointment takes, by permit type, where that is not the common length.
  lengths jsonb not null default '{}',
  reason text not null check (reason <> ''),
  set_at timestamptz not null,
  set_by uuid references officer (id),
  -- How many people got another place by it, went into the next draw, and had to choose anew.
  moved integer not null default 0,
  redrawn integer not null default 0,
  freed integer not null default 0,
  check (opens < closes),
  check ((lunch_begins is null) = (lunch_ends is null)),
  check (lunch_begins is null or (opens < lunch_begins and lunch_begins < lunch_ends and lunch_ends < closes))
);
create index office_hours_in_force on office_hours (office_code, from_day, set_at);

-- The lengths of the office's line for that day, null where it has none.
alter table slot add column lengths jsonb;

-- A longer service takes a place in each of so many steps that follow each other; `slot_id` is the first.
alter table hold add column steps integer not null default 1 check (steps between 1 and 6);
alter table appointment add column steps integer not null default 1 check (steps between 1 and 6);
alter table offer add column steps integer not null default 1 check (steps between 1 and 6);
