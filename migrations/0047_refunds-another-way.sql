-- Why an officer dismissed a proposed refund.
alter table refund add column dismissed_because text check (dismissed_because <> '');
alter table refund add constraint refund_dismissed_check check (dismissed_because is null or state = 'dismissed');

-- An approved refund that the card's provider refuses for good, paid by the office instead: noted by one finance officer, approved by another.
create table refund_other_way (
  id uuid primary key,
  refund_id uuid not null references refund (id),
  way text not null check (way in ('transfer', 'cash-desk')),
  reference text not null check (reference <> ''),
  paid_on date not null,
  noted_at timestamptz not null,
  noted_by uuid not null references officer (id),
  decided_at timestamptz,
  decided_by uuid references officer (id),
  -- Why the note was not approved; the refund then waits for its provider again.
  dismissed_because text check (dismissed_because <> ''),
  check ((decided_at is null) = (decided_by is null)),
  check (decided_by <> noted_by),
  check (dismissed_because is null or decided_by is not null)
);
create unique index refund_other_way_one on refund_other_way (refund_id) where dismissed_because is null;

-- Where such a refund was paid from. What the provider took for it stays in the provider's account.
alter table ledger_line drop constraint ledger_line_account_check;
alter table ledger_line add constraint ledger_line_account_check
  check (account in ('receivable', 'fee-card', 'fee-permit', 'fee-single-entry', 'card-provider', 'bank', 'treasury', 'cash-desk', 'to-return'));
