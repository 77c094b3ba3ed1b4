create table mandate (
  id uuid primary key,
  application_id uuid not null references application (id),
  capacity text not null check (capacity in ('parent', 'guardian', 'lawyer')),
  name text not null,
  bar text,
  bar_number text,
  email text,
  phone text,
  given_at timestamptz not null,
  ended_at timestamptz,
  check (capacity <> 'lawyer' or (bar is not null and bar_number is not null))
);
create unique index mandate_one_live on mandate (application_id) where ended_at is null;
