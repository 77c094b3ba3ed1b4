-- The directorates, kept in step with the offices of the rules at each start.
create table office (
  code text primary key,
  province text not null,
  district text,
  name text not null,
  counters integer not null check (counters > 0)
);

create table officer (
  id uuid primary key,
  email text not null unique,
  name text not null,
  role text not null check (role in ('front-desk', 'case-officer', 'supervisor', 'finance', 'administrator', 'auditor')),
  office_code text not null references office (code),
  -- Only in the demonstration: elsewhere officers come by passkey or OIDC.
  password_hash text,
  created_at timestamptz not null
);

-- A person exists from the first created application on; a draft is nobody yet, so a draft locks nobody out.
create table person (
  id uuid primary key,
  nationality text not null,
  passport_number text not null,
  foreigner_number text unique,
  name_key text not null,
  birth_date date not null,
  created_at timestamptz not null,
  unique (nationality, passport_number)
);
create index person_name on person (birth_date, name_key);

-- A one-time code sent to a contact. The code and the contact are kept as keyed hashes.
create table code (
  id uuid primary key,
  purpose text not null check (purpose in ('start', 'return', 'contact')),
  -- Null where the number asked for does not exist: the answer and the timing stay the same.
  application_id uuid,
  contact_hash text not null,
  channel text not null check (channel in ('email', 'sms')),
  code_hash text not null,
  -- What was typed at pre-registration, kept here until the code proves the contact.
  draft jsonb,
  attempts integer not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index code_contact on code (contact_hash, sent_at);

create table session (
  -- The SHA-256 of the cookie's token.
  id text primary key,
  kind text not null check (kind in ('applicant', 'officer')),
  application_id uuid,
  officer_id uuid references officer (id),
  language text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((kind = 'applicant') = (application_id is not null)),
  check ((kind = 'officer') = (officer_id is not null))
);
create index session_application on session (application_id) where application_id is not null;

-- A captcha solution is good once.
create table captcha_spent (
  solution text primary key,
  expires_at timestamptz not null
);
