-- A day on which an office does not receive although it would by the calendar: a burst pipe, a storm. Kept for days not opened yet as well.
create table closed_day (
  office_code text not null references office (code),
  day date not null,
  closed_at timestamptz not null,
  closed_by uuid references officer (id),
  reason text not null check (reason <> ''),
  -- How many people got another date, were put into the next draw, and had to choose anew.
  moved integer not null default 0,
  redrawn integer not null default 0,
  freed integer not null default 0,
  primary key (office_code, day)
);

-- The number a person waits with after checking in. It stands on the call display, so it says nothing about anybody.
create table ticket (
  id uuid primary key,
  office_code text not null references office (code),
  day date not null,
  number integer not null check (number > 0),
  application_id uuid not null references application (id),
  issued_at timestamptz not null,
  -- From when on it is this person's turn: the hour of the appointment, or the arrival when that was later.
  turn_at timestamptz not null,
  counter integer check (counter > 0),
  called_at timestamptz,
  calls integer not null default 0,
  ended_at timestamptz,
  ended_how text check (ended_how in ('served', 'absent')),
  unique (office_code, day, number),
  unique (application_id, day),
  check ((called_at is null) = (counter is null)),
  check ((ended_at is null) = (ended_how is null)),
  check (ended_at is null or called_at is not null)
);
create index ticket_waiting on ticket (office_code, day, turn_at) where called_at is null;
-- A counter speaks with one person at a time.
create unique index ticket_at_counter on ticket (office_code, day, counter) where called_at is not null and ended_at is null;
