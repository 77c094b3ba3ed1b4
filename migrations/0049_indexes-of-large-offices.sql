-- Found with 40,000 cases: each of these was looked for in the whole table.
create index appointment_application on appointment (application_id);
create index mandate_application on mandate (application_id);
create index correction_application on correction (application_id);
create index clash_other on clash (other_application_id);
create index file_application on file (application_id) where replaced_at is not null;
create index person_passport on person (passport_number);
create index application_person on application (person_id) where person_id is not null;
create index application_email on application (email) where email is not null;
create index application_phone on application (phone) where phone is not null;
-- The trail of an office, whole and of one act; and what is done to the law, which stands in that of each.
create index audit_office on audit (office_code, id);
create index audit_office_act on audit (office_code, act, id);
create index audit_law on audit (id) where office_code is null and act in ('draft-edition', 'draft-change', 'drop-change', 'discard-edition', 'publish-edition', 'import-rate');
-- The money of a day, and what of it somebody should look at.
create index payment_changed on payment (changed_at);
create index payment_to_look_at on payment (id) where state in ('created', 'redirected', 'unknown', 'disputed', 'returning');
create index payment_contradicted on payment_event (payment_id, at) where event = 'contradicted';
create index ledger_posting_at on ledger_posting (at);

-- When a case last came into another state. An index by its last change made each topic that is saved write into every index of the table,
-- 40 pages instead of 4 and 0.065 ms instead of 0.022.
alter table application add column moved_at timestamptz;
update application set moved_at = changed_at where state <> 'draft';
drop index application_office_changed;
create index application_office_moved on application (office_code, moved_at);
