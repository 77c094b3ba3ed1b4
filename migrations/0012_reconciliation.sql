-- What the day's books of a provider and ours do not agree on. A line stays; what was done about it stands in the payment's history.
create table payment_difference (
  id bigint generated always as identity primary key,
  provider text not null,
  day date not null,
  kind text not null check (kind in ('unknown-here', 'missing-there', 'other-amount', 'doubled-there')),
  reference text not null,
  payment_id uuid references payment (id),
  ours bigint,
  theirs bigint,
  found_at timestamptz not null,
  unique (provider, day, kind, reference)
);
create trigger payment_difference_append_only before update or delete on payment_difference for each row execute function refuse_change();
