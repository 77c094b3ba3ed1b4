-- The seven running digits of accrual numbers. A sequence, because creating a case must not wait for another case's commit;
-- a number that a rolled-back act took is simply never used.
create sequence accrual_running maxvalue 9999999 cycle;

create table accrual (
  id uuid primary key,
  application_id uuid not null unique references application (id),
  number text not null unique check (number ~ '^[0-9]{15}$'),
  created_at timestamptz not null,
  total bigint not null check (total > 0),
  closed_at timestamptz,
  closed_because text check (closed_because in ('paid', 'withdrawn')),
  check ((closed_at is null) = (closed_because is null))
);
create index accrual_created on accrual (created_at);

-- Only the three legal fees can exist. A foreign amount keeps the rate it was converted at and that rate's day.
create table accrual_line (
  accrual_id uuid not null references accrual (id),
  code text not null check (code in ('card', 'permit', 'single-entry')),
  amount bigint not null check (amount >= 0),
  currency text not null check (currency in ('TRY', 'USD')),
  rate text check (rate ~ '^[0-9]+([.][0-9]+)?$'),
  amount_try bigint not null check (amount_try >= 0),
  ground text not null,
  -- Months paid for, and whether lateness doubled the fee.
  months integer check (months > 0),
  doubled boolean not null default false,
  primary key (accrual_id, code),
  check (case currency when 'TRY' then rate is null and amount_try = amount else rate is not null end)
);

create table payment (
  id uuid primary key,
  accrual_id uuid not null references accrual (id),
  state text not null check (state in ('created', 'redirected', 'unknown', 'paid', 'failed', 'expired', 'cancelled', 'disputed', 'returning', 'refunded')),
  channel text not null check (channel in ('card', 'bank')),
  -- The gateway or the bank it goes through.
  provider text not null,
  amount bigint not null check (amount > 0),
  -- What the provider says it took, where it took anything.
  taken bigint check (taken > 0),
  -- The provider's own reference and the address of its page, once it gave them.
  provider_reference text,
  redirect_to text,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  settled_at timestamptz,
  polls integer not null default 0,
  check (state not in ('paid', 'disputed', 'returning', 'refunded') or taken is not null),
  check (state <> 'paid' or taken = amount),
  unique (provider, provider_reference)
);
-- At most one that counts and one under way, whatever arrives together.
create unique index payment_once on payment (accrual_id) where state = 'paid';
create unique index payment_one_under_way on payment (accrual_id) where state in ('created', 'redirected', 'unknown');
create index payment_settled on payment (settled_at);
create index payment_accrual on payment (accrual_id);

create table payment_event (
  id bigint generated always as identity primary key,
  payment_id uuid not null references payment (id),
  at timestamptz not null,
  source text not null check (source in ('applicant', 'return', 'notification', 'poll', 'bank', 'officer', 'clock')),
  event text not null,
  from_state text not null,
  to_state text not null,
  facts jsonb not null default '{}'
);
create index payment_event_payment on payment_event (payment_id, id);
create trigger payment_event_append_only before update or delete on payment_event for each row execute function refuse_change();

-- What arrived at the notification address and what was made of it, good or bad.
create table payment_notification (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  provider text not null,
  verdict text not null check (verdict in ('taken', 'wrong-signature', 'too-old', 'replayed', 'garbage', 'unknown-payment')),
  nonce text,
  payment_id uuid references payment (id),
  body text not null
);
create unique index payment_notification_nonce on payment_notification (provider, nonce) where verdict = 'taken';
create index payment_notification_at on payment_notification (at);
create trigger payment_notification_append_only before update or delete on payment_notification for each row execute function refuse_change();

-- A bank's request with what it was answered: the same key and body get the same answer, another body is refused.
create table collection_request (
  bank text not null,
  key text not null,
  digest text not null,
  status integer not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (bank, key)
);

-- Double entry: every posting's lines sum to zero, checked when the transaction commits. Debit is positive, credit negative.
create table ledger_posting (
  id uuid primary key,
  at timestamptz not null,
  what text not null check (what in ('accrued', 'withdrawn', 'paid', 'taken-unowed', 'returned', 'cancelled')),
  accrual_id uuid not null references accrual (id),
  payment_id uuid references payment (id)
);
create index ledger_posting_accrual on ledger_posting (accrual_id);
create table ledger_line (
  posting_id uuid not null references ledger_posting (id),
  account text not null check (account in ('receivable', 'fee-card', 'fee-permit', 'fee-single-entry', 'card-provider', 'bank', 'to-return')),
  amount bigint not null check (amount <> 0),
  primary key (posting_id, account)
);
create function ledger_balances() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(amount), 0) from ledger_line where posting_id = new.posting_id) <> 0 then
    raise exception 'the posting % does not sum to zero', new.posting_id;
  end if;
  return null;
end $$;
create constraint trigger ledger_line_balances after insert on ledger_line deferrable initially deferred
  for each row execute function ledger_balances();
create trigger ledger_posting_append_only before update or delete on ledger_posting for each row execute function refuse_change();
create trigger ledger_line_append_only before update or delete on ledger_line for each row execute function refuse_change();
