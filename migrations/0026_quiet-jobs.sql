-- Announcing each job makes all that commit wait for one another: a notification takes a lock of the whole database from there until the commit
-- is on the disk. The worker looks for jobs by itself, some times a second, so the queue's own announcement finds a deaf ear here instead.
create schema unannounced;
create function unannounced.pg_notify(channel text, payload text) returns void language sql immutable as 'select null';
revoke all on schema unannounced from public;

create or replace function add_job(name text, payload json, due timestamptz, attempts integer, key text) returns void
language plpgsql security definer set search_path = unannounced, pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(identifier := name, payload := payload, run_at := due, max_attempts := attempts, job_key := key);
end $$;
