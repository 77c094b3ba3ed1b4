create table slot (
  -- Derived from office, day and hour, so generating twice makes the same rows.
  id uuid primary key,
  office_code text not null references office (code),
  day date not null,
  starts time not null,
  capacity integer not null check (capacity >= 0),
  -- Booked, held and not yet returned places together. The CHECK is the net under the conditional UPDATE that takes a place.
  taken integer not null default 0,
  -- Set when the office closes the day: nothing more is booked, and those booked are given another day.
  closed_at timestamptz,
  unique (office_code, day, starts),
  constraint slot_never_above_capacity check (taken between 0 and capacity)
);

-- A place kept for some minutes while its person confirms: one each.
create table hold (
  application_id uuid primary key references application (id),
  slot_id uuid not null references slot (id),
  expires_at timestamptz not null
);
create index hold_expiry on hold (expires_at);
create index hold_slot on hold (slot_id);

create table appointment (
  id uuid primary key,
  application_id uuid not null references application (id),
  person_id uuid not null references person (id),
  slot_id uuid not null references slot (id),
  state text not null check (state in ('booked', 'cancelled', 'attended', 'no-show')),
  source text not null check (source in ('chosen', 'draw', 'office')),
  booked_at timestamptz not null,
  ended_at timestamptz,
  -- Only the person's own cancellations count towards their limit.
  ended_by text check (ended_by in ('applicant', 'office')),
  -- Grows with each change, so a calendar programme replaces the older entry.
  sequence integer not null default 0,
  -- How often the person moved it.
  moves integer not null default 0,
  reminded_at timestamptz,
  check ((state = 'booked') = (ended_at is null)),
  check (state <> 'cancelled' or ended_by is not null)
);
create unique index appointment_one_live on appointment (application_id) where state = 'booked';
create unique index appointment_one_per_person on appointment (person_id) where state = 'booked';
create index appointment_slot on appointment (slot_id);
create index appointment_person on appointment (person_id, ended_at);

-- A place that somebody gave up. It stays taken until a random moment, so that nobody can hand it to a person of their choice.
create table freed_place (
  id uuid primary key,
  slot_id uuid not null references slot (id),
  freed_at timestamptz not null,
  returns_at timestamptz not null
);
create index freed_place_due on freed_place (returns_at);
create index freed_place_slot on freed_place (slot_id);

-- That a person looked for a place inside their legal window when there was none. Kept for ever: it is their proof.
create table timely_attempt (
  id uuid primary key,
  application_id uuid not null unique references application (id),
  at timestamptz not null,
  attend_by date not null,
  province text not null,
  -- The first day with a free place at that moment, where there was one at all.
  first_free date,
  -- SHA-256 over the facts above and the registration number, as printed on the record.
  digest text not null
);
create trigger timely_attempt_append_only before update or delete on timely_attempt for each row execute function refuse_change();

-- A batch of requests in an automatic province, drawn together.
create table draw (
  id uuid primary key,
  province text not null,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  -- SHA-256 of the secret, shown from the opening on; the secret itself is shown once drawn.
  commitment text not null,
  secret text not null,
  closed_at timestamptz,
  -- The list as it was closed, with its digest: nothing is added or taken out afterwards.
  list jsonb,
  list_digest text,
  drawn_at timestamptz,
  record jsonb,
  check (drawn_at is null or (closed_at is not null and record is not null)),
  check (closed_at is null or (list is not null and list_digest is not null))
);
create unique index draw_one_open on draw (province) where closed_at is null;

create table draw_request (
  application_id uuid primary key references application (id),
  person_id uuid not null references person (id),
  draw_id uuid not null references draw (id),
  asked_at timestamptz not null,
  office_code text references office (code),
  -- The office's class of need, without the need's name.
  need integer not null default 0 check (need between 0 and 2),
  -- How many draws this request has already waited through.
  waited integer not null default 0,
  -- Random for each batch.
  pseudonym text not null unique,
  salt text not null,
  placed_at timestamptz,
  withdrawn_at timestamptz,
  -- A drawn date may be declined once, with a reason, without losing the turn.
  declined_at timestamptz,
  declined_because text,
  check ((declined_at is null) = (declined_because is null))
);
create index draw_request_open on draw_request (draw_id) where placed_at is null and withdrawn_at is null;
create unique index draw_request_one_per_person on draw_request (person_id) where placed_at is null and withdrawn_at is null;

-- Which line of a published record is whose: shown to nobody but that person and the auditor.
create table draw_line (
  draw_id uuid not null references draw (id),
  application_id uuid not null references application (id),
  pseudonym text not null,
  slot_id uuid references slot (id),
  primary key (draw_id, application_id),
  unique (draw_id, pseudonym)
);
create trigger draw_line_append_only before update or delete on draw_line for each row execute function refuse_change();

-- Reminders already sent, so that a clock that runs twice tells once.
create table reminder (
  application_id uuid not null references application (id),
  what text not null,
  on_day date not null,
  sent_at timestamptz not null,
  primary key (application_id, what, on_day)
);
