-- What somebody needs on the day, as they say it. It is told to the office and to nobody else; a draw sees only that there is something.
create table need (
  application_id uuid primary key references application (id),
  needs text[] not null check (needs <@ array['wheelchair', 'sign-language', 'child']),
  -- The language of an interpreter (BCP 47), where one is asked for.
  interpreter text check (interpreter ~ '^[a-z]{2,3}$'),
  changed_at timestamptz not null
);
