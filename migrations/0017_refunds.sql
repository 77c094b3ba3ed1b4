-- Fees that are paid back by decision of the office: proposed by one finance officer, decided by another, then sent.
create table refund (
  id uuid primary key,
  payment_id uuid not null references payment (id),
  accrual_id uuid not null references accrual (id),
  reason text not null check (reason in ('refused', 'shorter', 'mistake')),
  comment text not null check (comment <> ''),
  amount bigint not null check (amount > 0),
  -- Where the money of a bank's desk goes; that of a card goes back to the card by its provider.
  iban text check (iban ~ '^TR[0-9]{24}$'),
  state text not null default 'proposed' check (state in ('proposed', 'dismissed', 'approved', 'sent')),
  proposed_at timestamptz not null,
  proposed_by uuid not null references officer (id),
  decided_at timestamptz,
  decided_by uuid references officer (id),
  sent_at timestamptz,
  -- What the provider or the tax office calls it.
  reference text,
  check ((state = 'proposed') = (decided_by is null)),
  check (decided_by <> proposed_by),
  check ((state = 'sent') = (sent_at is not null and reference is not null))
);
create unique index refund_one_open on refund (accrual_id) where state in ('proposed', 'approved');
create index refund_accrual on refund (accrual_id);
create index refund_sent on refund (sent_at);

create table refund_line (
  refund_id uuid not null references refund (id),
  code text not null check (code in ('card', 'permit', 'single-entry')),
  amount bigint not null check (amount > 0),
  primary key (refund_id, code)
);

alter table ledger_posting drop constraint ledger_posting_what_check;
alter table ledger_posting add constraint ledger_posting_what_check
  check (what in ('accrued', 'withdrawn', 'paid', 'taken-unowed', 'returned', 'cancelled', 'refund-approved', 'refunded', 'recalculated'));

-- Every recalculation of what a case owes: what stood there before, what stands there since, who did it and why.
create table accrual_recalculation (
  id bigint generated always as identity primary key,
  accrual_id uuid not null references accrual (id),
  at timestamptz not null,
  officer_id uuid not null references officer (id),
  reason text not null check (reason <> ''),
  before jsonb not null,
  after jsonb not null
);
create index accrual_recalculation_accrual on accrual_recalculation (accrual_id);
create trigger accrual_recalculation_append_only before update or delete on accrual_recalculation for each row execute function refuse_change();
