create table slot (
  id uuid primary key,
  office_code text not null references office (code),
  day date not null,
  starts time not null,
  capacity integer not null check (capacity >= 0),
  -- Booked and held places together. The CHECK is the net under the conditional UPDATE that takes a place.
  taken integer not null default 0,
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

create table appointment (
  id uuid primary key,
  application_id uuid not null references application (id),
  person_id uuid not null references person (id),
  slot_id uuid not null references slot (id),
  state text not null check (state in ('booked', 'cancelled', 'attended', 'no-show')),
  source text not null check (source in ('chosen', 'draw', 'office')),
  booked_at timestamptz not null,
  ended_at timestamptz,
  -- Grows with each change, so a calendar programme replaces the older entry.
  sequence integer not null default 0
);
create unique index appointment_one_live on appointment (application_id) where state = 'booked';
create unique index appointment_one_per_person on appointment (person_id) where state = 'booked';
create index appointment_slot on appointment (slot_id);

-- A batch of requests in an automatic province, drawn together.
create table draw (
  id uuid primary key,
  province text not null,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  -- SHA-256 of the secret, shown from the opening on; the secret itself is shown once drawn.
  commitment text not null,
  secret text not null,
  drawn_at timestamptz,
  record jsonb
);
create unique index draw_one_open on draw (province) where drawn_at is null;

create table draw_request (
  application_id uuid primary key references application (id),
  draw_id uuid not null references draw (id),
  asked_at timestamptz not null,
  office_code text references office (code),
  -- How many draws this request has already waited through.
  waited integer not null default 0,
  placed_at timestamptz,
  withdrawn_at timestamptz
);
create index draw_request_open on draw_request (draw_id) where placed_at is null and withdrawn_at is null;
