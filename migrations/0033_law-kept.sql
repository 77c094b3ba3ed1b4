-- The dated values of the law as they have stood, by the mark in the editions of cases. A release of the program may bring other values and
-- other marks; a case that is open then keeps those under which it was created.
create table law_kept (
  mark text primary key check (mark ~ '^[0-9a-f]{8}$'),
  -- All tables but the daily rates, which have a table of their own.
  tables jsonb not null,
  kept_at timestamptz not null
);
create trigger law_kept_append_only before update or delete on law_kept for each row execute function refuse_change();
