-- What the processes need beyond rights on tables (those stand in rights.sql, which each migration run lays anew).

-- Who opened a case, as its person is shown it: the portal reads nothing else of the audit trail.
create view case_opened as
  select id, application_id, office_code, at from audit where act = 'opened' and application_id is not null;

-- Whoever may add a job need not read or change those of others: this runs with the owner's rights, and the queue's tables stay shut.
create function add_job(name text, payload json, due timestamptz, attempts integer, key text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(identifier := name, payload := payload, run_at := due, max_attempts := attempts, job_key := key);
end $$;
revoke execute on function add_job(text, json, timestamptz, integer, text) from public;

-- Which rows of these a process may touch is said by the policies in rights.sql.
alter table session enable row level security;
alter table audit enable row level security;
