-- Changes of the dated values of the law: drafted by one administrator, published as an edition by another.
create table rule_edition (
  id uuid primary key,
  title text not null,
  -- What changes, in order; the tables of an edition are those shipped with the changes of all published before it and its own.
  changes jsonb not null default '[]',
  drafted_by uuid not null references officer (id),
  drafted_at timestamptz not null,
  discarded_at timestamptz,
  published_by uuid references officer (id),
  published_at timestamptz,
  -- SHA-256 of all data of the law as published; its beginning stands in the edition of a case.
  digest text unique,
  check (published_by is distinct from drafted_by),
  check ((published_at is null) = (published_by is null) and (published_at is null) = (digest is null)),
  check (published_at is null or discarded_at is null)
);
create index rule_edition_published on rule_edition (published_at) where published_at is not null;

-- The central bank's effective selling rate of a day: lira for one US dollar, with the file it was read from.
create table exchange_rate (
  day date primary key,
  rate text not null check (rate ~ '^[0-9]{1,6}(\.[0-9]{1,6})?$'),
  source text not null,
  original text not null,
  imported_at timestamptz not null
);
