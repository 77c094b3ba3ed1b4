-- What finance did about a difference of two books, or about a bank that spoke against a settled payment: it then leaves the list. Nothing is
-- deleted and nothing booked by it.
create table finance_note (
  id bigint generated always as identity primary key,
  difference_id bigint unique references payment_difference (id),
  payment_id uuid references payment (id),
  at timestamptz not null,
  officer_id uuid not null references officer (id),
  note text not null check (note <> ''),
  check (num_nonnulls(difference_id, payment_id) = 1)
);
create index finance_note_payment on finance_note (payment_id, at) where payment_id is not null;
create trigger finance_note_append_only before update or delete on finance_note for each row execute function refuse_change();
