-- Facts about this database itself, set when it is made: 'demonstration' stands here and nowhere in the environment.
create table database_property (
  name text primary key,
  value text not null
);

-- Limits on codes, sign-in, captcha and search. A window is counted in one row; old rows are swept by the worker.
create unlogged table rate_limit (
  key text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (key, window_start)
);

-- Every act, by whom and when. The program may insert and read; nobody updates or deletes (trigger below).
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('applicant', 'officer', 'bank', 'system')),
  actor_id uuid,
  actor_name text not null,
  act text not null,
  application_id uuid,
  office_code text,
  facts jsonb not null default '{}'
);
create index audit_application on audit (application_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger audit_append_only before update or delete on audit for each row execute function refuse_change();
