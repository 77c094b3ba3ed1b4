-- The banks that collect by accrual number. A bank's signing key is made from the house's secret, its code and this version of it, so
-- no key lies in the database, and a new version replaces a key that got out.
create table collecting_bank (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null,
  key_version integer not null default 1 check (key_version > 0),
  added_at timestamptz not null,
  ended_at timestamptz
);
