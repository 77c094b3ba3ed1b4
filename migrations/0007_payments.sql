create table accrual (
  id uuid primary key,
  application_id uuid not null unique references application (id),
  number text not null unique check (number ~ '^[0-9]{15}$'),
  created_at timestamptz not null,
  total bigint not null check (total >= 0),
  -- One live payment and one paid payment at most, see payment below.
  closed_at timestamptz,
  closed_because text check (closed_because in ('paid', 'withdrawn'))
);

-- Only the three legal fees can exist.
create table accrual_line (
  accrual_id uuid not null references accrual (id),
  code text not null check (code in ('card', 'permit', 'single-entry')),
  amount bigint not null check (amount >= 0),
  currency text not null check (currency in ('TRY', 'USD')),
  rate text,
  amount_try bigint not null check (amount_try >= 0),
  ground text not null,
  primary key (accrual_id, code)
);

create table payment (
  id uuid primary key,
  accrual_id uuid not null references accrual (id),
  state text not null check (state in ('created', 'redirected', 'unknown', 'paid', 'failed', 'expired', 'cancelled')),
  channel text not null check (channel in ('card', 'bank')),
  amount bigint not null check (amount > 0),
  -- The provider's own reference, once it gave one.
  provider_reference text unique,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  settled_at timestamptz,
  polls integer not null default 0
);
create unique index payment_once on payment (accrual_id) where state = 'paid';
create unique index payment_one_under_way on payment (accrual_id) where state in ('created', 'redirected', 'unknown');

create table payment_event (
  id bigint generated always as identity primary key,
  payment_id uuid not null references payment (id),
  at timestamptz not null,
  source text not null check (source in ('applicant', 'return', 'notification', 'poll', 'bank', 'officer', 'clock')),
  from_state text not null,
  to_state text not null,
  facts jsonb not null default '{}'
);
create trigger payment_event_append_only before update or delete on payment_event for each row execute function refuse_change();
