-- What each process may do, by its own login; the owner of the database only migrates. Not a numbered migration: it is run again at the end
-- of every migration run and lays all rights anew, so this file is the whole truth. A table without a line here is nobody's but the
-- owner's, and a test fails.

revoke all on all tables in schema public, graphile_worker from sojourn_portal, sojourn_office, sojourn_worker;
revoke all on all sequences in schema public, graphile_worker from sojourn_portal, sojourn_office, sojourn_worker;
revoke all on all functions in schema public from sojourn_portal, sojourn_office, sojourn_worker;
revoke create on schema public from public;

-- r select, a insert, w update, d delete; - nothing. A column list stands below where a part of the table is meant.
do $$
declare
  line record;
  process text;
  letters text;
begin
  for line in select * from (values
    --                       portal  office  worker
    ('accrual',              'ra',   'ra',   'r'),
    ('accrual_line',         'ra',   'rwad', 'r'),
    ('accrual_recalculation', '-',   'ra',   '-'),
    ('application',          'raw',  'rw',   'rw'),
    ('application_history',  'ra',   'ra',   'ra'),
    ('appointment',          'rawd', 'raw',  'raw'),
    ('audit',                'a',    'ra',   'ra'),
    ('captcha_spent',        'ra',   '-',    'rd'),
    ('card',                 'r',    'raw',  'r'),
    ('case_copy',            'raw',  '-',    'rwd'),
    ('case_opened',          'r',    '-',    'r'),
    ('clash',                'ra',   'raw',  'r'),
    ('closed_day',           'r',    'raw',  'r'),
    ('code',                 'raw',  '-',    'rwd'),
    ('collecting_bank',      'r',    'raw',  'r'),
    ('collection_request',   'ra',   '-',    '-'),
    ('correction',           'ra',   'rw',   'r'),
    ('database_property',    'r',    'r',    'r'),
    ('decision',             'r',    'raw',  'r'),
    ('decision_opened',      'ra',   'r',    'r'),
    ('document',             'ra',   'raw',  'r'),
    ('done_for_another',     'r',    '-',    '-'),
    ('draw',                 'a',    'a',    'raw'),
    ('draw_line',            'r',    'r',    'ra'),
    ('draw_request',         'raw',  'raw',  'raw'),
    ('draw_seal',            '-',    'r',    'ra'),
    ('draw_switch',          'r',    'raw',  'r'),
    ('exchange_rate',        'r',    'r',    'r'),
    ('file',                 'rawd', 'r',    'raw'),
    ('finance_note',         '-',    'ra',   '-'),
    ('freed_place',          'ra',   'rad',  'rawd'),
    ('hold',                 'rawd', 'rwd',  'rwd'),
    ('law_kept',             'r',    'ra',   'r'),
    ('ledger_line',          'ra',   'ra',   'ra'),
    ('ledger_posting',       'ra',   'ra',   'ra'),
    ('mailbox',              'r',    '-',    'rad'),
    ('mandate',              'raw',  'rw',   'rw'),
    ('message',              'ra',   'raw',  'raw'),
    ('message_part',         '-',    '-',    'raw'),
    ('message_receipt',      'a',    '-',    'rawd'),
    ('message_stop',         'rad',  'r',    'r'),
    ('message_wording',      '-',    'r',    'ra'),
    ('migration',            'r',    'r',    'r'),
    ('need',                 'raw',  'r',    'r'),
    ('note',                 '-',    'ra',   'r'),
    ('offer',                'rw',   'rw',   'raw'),
    ('office',               'r',    'r',    'r'),
    ('office_hours',         'r',    'raw',  'r'),
    ('officer',              '-',    'r',    '-'),
    ('passkey',              '-',    'raw',  '-'),
    ('passkey_challenge_spent', '-', 'ra',   'rd'),
    ('passkey_invitation',   '-',    'raw',  'rd'),
    ('payment',              'raw',  'rw',   'rw'),
    ('payment_difference',   'ra',   'r',    'ra'),
    ('payment_event',        'ra',   'ra',   'ra'),
    ('payment_notification', 'ra',   'r',    'r'),
    ('person',               'ra',   'raw',  'r'),
    ('proposed_refusal',     '-',    'rad',  'r'),
    ('rate_limit',           'raw',  'raw',  'rawd'),
    ('refund',               'r',    'raw',  'rw'),
    ('refund_line',          'r',    'ra',   'r'),
    ('refund_other_way',     'r',    'raw',  'r'),
    ('reminder',             '-',    '-',    'ra'),
    ('rule_edition',         'r',    'raw',  'r'),
    ('service',              '-',    'ra',   'r'),
    ('session',              'raw',  'raw',  'rwd'),
    ('slot',                 'rw',   'raw',  'raw'),
    ('ticket',               'r',    'raw',  'r'),
    ('timely_attempt',       'ra',   'ra',   'ra'),
    ('waiting_time',         'r',    '-',    'rad'),
    ('wish',                 'raw',  'rw',   'rw')
  ) as rights (name, portal, office, worker) where to_regclass('public.' || name) is not null
  loop
    foreach process in array array['portal', 'office', 'worker'] loop
      letters := case process when 'portal' then line.portal when 'office' then line.office else line.worker end;
      if letters <> '-' then
        execute format('grant %s on %I to %I',
          array_to_string(array(select case letter when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' end
            from regexp_split_to_table(letters, '') letter), ', '),
          line.name, 'sojourn_' || process);
      end if;
    end loop;
  end loop;
end $$;

-- Closing an accrual is all that changes in it; what is owed never does.
grant update (closed_at, closed_because) on accrual to sojourn_portal, sojourn_office, sojourn_worker;
-- But by a recalculation of the office, which is recorded.
grant update (total, relief) on accrual to sojourn_office;
-- A returning person may bring the foreigner number that was not known before; correcting a person is the office's.
grant update (foreigner_number) on person to sojourn_portal;
-- The office opens permits of its own (Law 6458 arts 46 and 48): it may begin a draft, and nothing that is further already.
grant insert (id, number, kind, state, language, email, phone, channel, answers, started_at, changed_at) on application to sojourn_office;
-- An officer who puts a contact right or ends a mandate ends the codes that are under way to it, and reads none.
grant select (application_id, mandate_id, used_at), update (used_at) on code to sojourn_office;
-- Who changes their own contact has what waits for the former one sent to the new one.
grant update (channel, recipient) on message to sojourn_portal;
-- The secret of a batch that is not drawn yet is the worker's alone. To lock a batch asks for some right to change it; opened_at decides nothing.
grant select (id, province, opened_at, closes_at, commitment, closed_at, list, list_digest, drawn_at, record), update (opened_at) on draw
  to sojourn_portal, sojourn_office;
-- Papers and messages name the officer who acted; nobody but the office's sign-in reads a password's hash.
grant select (id, name, role, office_code) on officer to sojourn_worker;

-- An edition of the law may set how many counters an office has, on its publication or on a later day.
grant update (counters) on office to sojourn_office, sojourn_worker;
-- An office says itself where it is.
grant update (address) on office to sojourn_office;

grant usage on sequence accrual_running, registration_running to sojourn_portal, sojourn_office;
grant execute on function add_job(text, json, timestamptz, integer, text) to sojourn_portal, sojourn_office, sojourn_worker;

-- The worker runs the queue.
grant usage on schema graphile_worker to sojourn_worker;
grant select, insert, update, delete on all tables in schema graphile_worker to sojourn_worker;
grant usage on all sequences in schema graphile_worker to sojourn_worker;

-- Rows: the portal can neither see nor make an officer's session, and cannot write into the trail what an officer did. A policy bears the
-- digest of what it says; one that stands as it should is left, because making one locks its table.
do $$
declare
  rule record;
  standing record;
begin
  for rule in select *, login || ' ' || left(md5(which), 8) as name from (values
    ('public', 'session', 'sojourn_portal', $which$kind = 'applicant'$which$),
    ('public', 'session', 'sojourn_office', 'true'),
    ('public', 'session', 'sojourn_worker', 'true'),
    ('public', 'audit', 'sojourn_portal', $which$actor_kind <> 'officer'$which$),
    ('public', 'audit', 'sojourn_office', 'true'),
    ('public', 'audit', 'sojourn_worker', 'true'),
    ('graphile_worker', '_private_jobs', 'sojourn_worker', 'true'),
    ('graphile_worker', '_private_job_queues', 'sojourn_worker', 'true'),
    ('graphile_worker', '_private_tasks', 'sojourn_worker', 'true'),
    ('graphile_worker', '_private_known_crontabs', 'sojourn_worker', 'true')
  ) as rules (place, relation, login, which)
  loop
    for standing in select policyname from pg_policies
      where schemaname = rule.place and tablename = rule.relation and rule.login = any(roles) and policyname <> rule.name
    loop
      execute format('drop policy %I on %I.%I', standing.policyname, rule.place, rule.relation);
    end loop;
    if not exists (select from pg_policies where schemaname = rule.place and tablename = rule.relation and policyname = rule.name) then
      execute format('create policy %I on %I.%I to %I using (%s) with check (%s)', rule.name, rule.place, rule.relation, rule.login, rule.which, rule.which);
    end if;
  end loop;
end $$;
