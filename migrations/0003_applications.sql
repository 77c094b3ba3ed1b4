create table application (
  id uuid primary key,
  -- To come back with: short, random, with a check character.
  number text not null unique,
  kind text not null check (kind in ('first', 'extension', 'transfer')),
  state text not null check (state in ('draft', 'created', 'lodged', 'attended', 'incomplete', 'accepted', 'in-review', 'granted', 'printing',
    'posted', 'delivered', 'not-accepted', 'refused', 'served', 'withdrawn', 'lapsed', 'removed', 'expired')),
  language text not null,
  email text,
  phone text,
  channel text not null check (channel in ('email', 'sms')),
  contact_hash text not null,
  -- Draft answers by section; `version` guards against a stale page.
  answers jsonb not null default '{}',
  version integer not null default 1,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  -- From creation on.
  person_id uuid references person (id),
  office_code text references office (code),
  province text,
  registration_number text unique,
  barcode text unique,
  created_at timestamptz,
  edition text,
  frozen jsonb,
  attend_by date,
  -- The decision clock: runs from completeness, stands still while documents are awaited.
  complete_on date,
  decide_by date,
  paused_on date,
  documents_due date,
  check (channel <> 'email' or email is not null),
  check (channel <> 'sms' or phone is not null),
  check (state in ('draft', 'expired') or (frozen is not null and registration_number is not null and person_id is not null))
);
-- One open application per person, from creation on.
create unique index application_one_open on application (person_id)
  where state in ('created', 'lodged', 'attended', 'incomplete', 'accepted', 'in-review', 'granted', 'printing', 'posted');
create index application_office_state on application (office_code, state, decide_by);
create index application_drafts on application (changed_at) where state = 'draft';
create index application_attend_by on application (attend_by) where state = 'created';

create table application_history (
  id bigint generated always as identity primary key,
  application_id uuid not null references application (id),
  at timestamptz not null,
  event text not null,
  from_state text not null,
  to_state text not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  comment text,
  facts jsonb not null default '{}'
);
create index application_history_application on application_history (application_id, id);
create trigger application_history_append_only before update or delete on application_history for each row execute function refuse_change();

-- The yearly running number of registrations and of accruals.
create table running_number (
  name text not null,
  year integer not null,
  last bigint not null,
  primary key (name, year)
);

-- Two applications that seem to be one person: an officer looks, the applicant is told in neutral words.
create table clash (
  id uuid primary key,
  application_id uuid not null references application (id),
  other_application_id uuid not null references application (id),
  found_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid references officer (id),
  verdict text check (verdict in ('same-person', 'different-people')),
  unique (application_id, other_application_id)
);

-- A request to correct frozen data; an officer answers.
create table correction (
  id uuid primary key,
  application_id uuid not null references application (id),
  field text not null,
  wanted text not null,
  reason text not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid references officer (id),
  verdict text check (verdict in ('done', 'refused')),
  answer text
);
create unique index correction_one_open on correction (application_id, field) where answered_at is null;

create table note (
  id uuid primary key,
  application_id uuid not null references application (id),
  officer_id uuid not null references officer (id),
  at timestamptz not null,
  text text not null
);
create index note_application on note (application_id);

create table decision (
  application_id uuid primary key references application (id),
  outcome text not null check (outcome in ('granted', 'refused')),
  granted_from date,
  granted_until date,
  -- Codes of reasons, their words stand in the locale files; the comment is the officer's own.
  reasons text[] not null default '{}',
  comment text,
  decided_at timestamptz not null,
  decided_by uuid not null references officer (id),
  served_on date,
  leave_by date,
  court_by date,
  check ((outcome = 'granted') = (granted_from is not null and granted_until is not null)),
  check (granted_from <= granted_until),
  check (outcome = 'granted' or cardinality(reasons) > 0)
);

create table card (
  application_id uuid primary key references application (id),
  series text not null,
  number text not null,
  printed_at timestamptz not null,
  tracking_code text unique,
  posted_at timestamptz,
  delivered_at timestamptz,
  unique (series, number)
);

-- A second officer's look at a refusal before it takes effect.
create table proposed_refusal (
  application_id uuid primary key references application (id),
  reasons text[] not null,
  comment text,
  proposed_by uuid not null references officer (id),
  proposed_at timestamptz not null
);
