-- Generated from the migrated database: `npm run schema`. To be read and compared; the migrations are what is run.

CREATE OR REPLACE FUNCTION public.add_job(name text, payload json, due timestamp with time zone, attempts integer, key text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'unannounced', 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_job(identifier := name, payload := payload, run_at := due, max_attempts := attempts, job_key := key);
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_balances()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select coalesce(sum(amount), 0) from ledger_line where posting_id = new.posting_id) <> 0 then
    raise exception 'the posting % does not sum to zero', new.posting_id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name;
end $function$;

create table accrual (
  id uuid not null,
  application_id uuid not null,
  number text not null,
  created_at timestamp with time zone not null,
  total bigint not null,
  closed_at timestamp with time zone,
  closed_because text,
  relief text,
  constraint accrual_pkey PRIMARY KEY (id),
  constraint accrual_application_id_key UNIQUE (application_id),
  constraint accrual_number_key UNIQUE (number),
  constraint accrual_check CHECK (((closed_at IS NULL) = (closed_because IS NULL))),
  constraint accrual_closed_because_check CHECK ((closed_because = ANY (ARRAY['paid'::text, 'withdrawn'::text]))),
  constraint accrual_number_check CHECK ((number ~ '^[0-9]{15}$'::text)),
  constraint accrual_relief_check CHECK ((relief = ANY (ARRAY['poverty'::text, 'work-permit'::text, 'turquoise-card'::text, 'entry-not-owed'::text]))),
  constraint accrual_total_check CHECK ((total > 0)),
  constraint accrual_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE INDEX accrual_created ON accrual USING btree (created_at);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ar/sojourn,sojourn_worker=r/sojourn}

create table accrual_line (
  accrual_id uuid not null,
  code text not null,
  amount bigint not null,
  currency text not null,
  rate text,
  amount_try bigint not null,
  ground text not null,
  months integer,
  doubled boolean not null default false,
  constraint accrual_line_pkey PRIMARY KEY (accrual_id, code),
  constraint accrual_line_amount_check CHECK ((amount >= 0)),
  constraint accrual_line_amount_try_check CHECK ((amount_try >= 0)),
  constraint accrual_line_check CHECK (
CASE currency
    WHEN 'TRY'::text THEN ((rate IS NULL) AND (amount_try = amount))
    ELSE (rate IS NOT NULL)
END),
  constraint accrual_line_code_check CHECK ((code = ANY (ARRAY['card'::text, 'permit'::text, 'single-entry'::text]))),
  constraint accrual_line_currency_check CHECK ((currency = ANY (ARRAY['TRY'::text, 'USD'::text]))),
  constraint accrual_line_months_check CHECK ((months > 0)),
  constraint accrual_line_rate_check CHECK ((rate ~ '^[0-9]+([.][0-9]+)?$'::text)),
  constraint accrual_line_accrual_id_fkey FOREIGN KEY (accrual_id) REFERENCES accrual(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=arwd/sojourn,sojourn_worker=r/sojourn}

create table accrual_recalculation (
  id bigint not null generated always as identity,
  accrual_id uuid not null,
  at timestamp with time zone not null,
  officer_id uuid not null,
  reason text not null,
  before jsonb not null,
  after jsonb not null,
  relief text,
  constraint accrual_recalculation_pkey PRIMARY KEY (id),
  constraint accrual_recalculation_reason_check CHECK ((reason <> ''::text)),
  constraint accrual_recalculation_accrual_id_fkey FOREIGN KEY (accrual_id) REFERENCES accrual(id),
  constraint accrual_recalculation_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES officer(id)
);
CREATE INDEX accrual_recalculation_accrual ON accrual_recalculation USING btree (accrual_id);
CREATE TRIGGER accrual_recalculation_append_only BEFORE DELETE OR UPDATE ON accrual_recalculation FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=ar/sojourn}

create table application (
  id uuid not null,
  number text not null,
  kind text not null,
  state text not null,
  language text not null,
  email text,
  phone text,
  channel text not null,
  answers jsonb not null default '{}'::jsonb,
  version integer not null default 1,
  started_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  person_id uuid,
  office_code text,
  province text,
  registration_number text,
  barcode text,
  created_at timestamp with time zone,
  edition text,
  frozen jsonb,
  attend_by date,
  complete_on date,
  decide_by date,
  paused_on date,
  documents_due date,
  protected_at timestamp with time zone,
  protected_by uuid,
  protected boolean not null generated always as (((protected_at IS NOT NULL) OR (COALESCE((frozen #>> '{answers,permitType}'::text[]), ''::text) = 'trafficking-victim'::text))) stored,
  moved_at timestamp with time zone,
  constraint application_pkey PRIMARY KEY (id),
  constraint application_barcode_key UNIQUE (barcode),
  constraint application_number_key UNIQUE (number),
  constraint application_protection UNIQUE (id, protected),
  constraint application_registration_number_key UNIQUE (registration_number),
  constraint application_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'none'::text]))),
  constraint application_check CHECK (((channel <> 'email'::text) OR (email IS NOT NULL))),
  constraint application_check1 CHECK (((channel <> 'sms'::text) OR (phone IS NOT NULL))),
  constraint application_check2 CHECK (((state = ANY (ARRAY['draft'::text, 'expired'::text])) OR ((frozen IS NOT NULL) AND (registration_number IS NOT NULL) AND (person_id IS NOT NULL)))),
  constraint application_check3 CHECK (((protected_at IS NULL) = (protected_by IS NULL))),
  constraint application_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'extension'::text, 'transfer'::text]))),
  constraint application_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'created'::text, 'lodged'::text, 'attended'::text, 'incomplete'::text, 'accepted'::text, 'in-review'::text, 'granted'::text, 'printing'::text, 'posted'::text, 'delivered'::text, 'not-accepted'::text, 'refused'::text, 'served'::text, 'withdrawn'::text, 'lapsed'::text, 'removed'::text, 'expired'::text]))),
  constraint application_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code),
  constraint application_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint application_protected_by_fkey FOREIGN KEY (protected_by) REFERENCES officer(id)
);
CREATE INDEX application_attend_by ON application USING btree (attend_by) WHERE (state = 'created'::text);
CREATE INDEX application_drafts ON application USING btree (started_at) WHERE (state = 'draft'::text);
CREATE INDEX application_email ON application USING btree (email) WHERE (email IS NOT NULL);
CREATE INDEX application_office_moved ON application USING btree (office_code, moved_at);
CREATE INDEX application_office_state ON application USING btree (office_code, state, decide_by);
CREATE INDEX application_person ON application USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX application_phone ON application USING btree (phone) WHERE (phone IS NOT NULL);
CREATE UNIQUE INDEX application_one_open ON application USING btree (person_id) WHERE (state = ANY (ARRAY['created'::text, 'lodged'::text, 'attended'::text, 'incomplete'::text, 'accepted'::text, 'in-review'::text, 'granted'::text, 'printing'::text, 'posted'::text]));
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=rw/sojourn,sojourn_worker=rw/sojourn}

create table application_history (
  id bigint not null generated always as identity,
  application_id uuid not null,
  at timestamp with time zone not null,
  event text not null,
  from_state text not null,
  to_state text not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  comment text,
  facts jsonb not null default '{}'::jsonb,
  mandate_id uuid,
  constraint application_history_pkey PRIMARY KEY (id),
  constraint application_history_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint application_history_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES mandate(id)
);
CREATE INDEX application_history_application ON application_history USING btree (application_id, id);
CREATE TRIGGER application_history_append_only BEFORE DELETE OR UPDATE ON application_history FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ar/sojourn,sojourn_worker=ar/sojourn}

create table appointment (
  id uuid not null,
  application_id uuid not null,
  person_id uuid not null,
  slot_id uuid not null,
  state text not null,
  source text not null,
  booked_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  sequence integer not null default 0,
  moves integer not null default 0,
  reminded_at timestamp with time zone,
  steps integer not null default 1,
  constraint appointment_pkey PRIMARY KEY (id),
  constraint appointment_check CHECK (((state = 'booked'::text) = (ended_at IS NULL))),
  constraint appointment_check1 CHECK (((state <> 'cancelled'::text) OR (ended_by IS NOT NULL))),
  constraint appointment_ended_by_check CHECK ((ended_by = ANY (ARRAY['applicant'::text, 'office'::text]))),
  constraint appointment_source_check CHECK ((source = ANY (ARRAY['chosen'::text, 'draw'::text, 'office'::text]))),
  constraint appointment_state_check CHECK ((state = ANY (ARRAY['booked'::text, 'cancelled'::text, 'attended'::text, 'no-show'::text]))),
  constraint appointment_steps_check CHECK (((steps >= 1) AND (steps <= 6))),
  constraint appointment_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint appointment_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint appointment_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES slot(id)
);
CREATE INDEX appointment_application ON appointment USING btree (application_id);
CREATE INDEX appointment_person ON appointment USING btree (person_id, ended_at);
CREATE INDEX appointment_slot ON appointment USING btree (slot_id);
CREATE UNIQUE INDEX appointment_one_live ON appointment USING btree (application_id) WHERE (state = 'booked'::text);
CREATE UNIQUE INDEX appointment_one_per_person ON appointment USING btree (person_id) WHERE (state = 'booked'::text);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arwd/sojourn,sojourn_office=arw/sojourn,sojourn_worker=arw/sojourn}

create table audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  act text not null,
  application_id uuid,
  office_code text,
  facts jsonb not null default '{}'::jsonb,
  mandate_id uuid,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['applicant'::text, 'officer'::text, 'bank'::text, 'system'::text]))),
  constraint audit_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES mandate(id)
);
CREATE INDEX audit_application ON audit USING btree (application_id, id);
CREATE INDEX audit_law ON audit USING btree (id) WHERE ((office_code IS NULL) AND (act = ANY (ARRAY['draft-edition'::text, 'draft-change'::text, 'drop-change'::text, 'discard-edition'::text, 'publish-edition'::text, 'import-rate'::text])));
CREATE INDEX audit_office ON audit USING btree (office_code, id);
CREATE INDEX audit_office_act ON audit USING btree (office_code, act, id);
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
policy sojourn_office b326b506 using true;
policy sojourn_portal 518f34d5 using (actor_kind <> 'officer'::text);
policy sojourn_worker b326b506 using true;
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=a/sojourn,sojourn_office=ar/sojourn,sojourn_worker=ar/sojourn}

create table captcha_spent (
  solution text not null,
  expires_at timestamp with time zone not null,
  constraint captcha_spent_pkey PRIMARY KEY (solution)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_worker=rd/sojourn}

create table card (
  application_id uuid not null,
  series text not null,
  number text not null,
  printed_at timestamp with time zone not null,
  tracking_code text,
  posted_at timestamp with time zone,
  delivered_at timestamp with time zone,
  constraint card_pkey PRIMARY KEY (application_id),
  constraint card_series_number_key UNIQUE (series, number),
  constraint card_tracking_code_key UNIQUE (tracking_code),
  constraint card_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table case_copy (
  application_id uuid not null,
  language text not null,
  asked_at timestamp with time zone not null,
  made_at timestamp with time zone,
  expires_at timestamp with time zone,
  bytes bytea,
  constraint case_copy_pkey PRIMARY KEY (application_id),
  constraint case_copy_check CHECK ((((made_at IS NULL) = (bytes IS NULL)) AND ((made_at IS NULL) = (expires_at IS NULL)))),
  constraint case_copy_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE INDEX case_copy_expiry ON case_copy USING btree (expires_at) WHERE (expires_at IS NOT NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_worker=rwd/sojourn}

create view case_opened as
SELECT id,
    application_id,
    office_code,
    at
   FROM audit
  WHERE ((act = 'opened'::text) AND (application_id IS NOT NULL));
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_worker=r/sojourn}

create table clash (
  id uuid not null,
  application_id uuid not null,
  other_application_id uuid not null,
  found_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_by uuid,
  verdict text,
  constraint clash_pkey PRIMARY KEY (id),
  constraint clash_application_id_other_application_id_key UNIQUE (application_id, other_application_id),
  constraint clash_verdict_check CHECK ((verdict = ANY (ARRAY['same-person'::text, 'different-people'::text]))),
  constraint clash_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint clash_other_application_id_fkey FOREIGN KEY (other_application_id) REFERENCES application(id),
  constraint clash_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES officer(id)
);
CREATE INDEX clash_other ON clash USING btree (other_application_id);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table closed_day (
  office_code text not null,
  day date not null,
  closed_at timestamp with time zone not null,
  closed_by uuid,
  reason text not null,
  moved integer not null default 0,
  redrawn integer not null default 0,
  freed integer not null default 0,
  constraint closed_day_pkey PRIMARY KEY (office_code, day),
  constraint closed_day_reason_check CHECK ((reason <> ''::text)),
  constraint closed_day_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES officer(id),
  constraint closed_day_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table code (
  id uuid not null,
  purpose text not null,
  application_id uuid,
  channel text not null,
  code_hash text not null,
  draft jsonb,
  attempts integer not null default 0,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  mandate_id uuid,
  constraint code_pkey PRIMARY KEY (id),
  constraint code_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint code_purpose_check CHECK ((purpose = ANY (ARRAY['start'::text, 'return'::text, 'contact'::text, 'form'::text]))),
  constraint code_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES mandate(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_worker=rwd/sojourn}

create table collecting_bank (
  code text not null,
  name text not null,
  key_version integer not null default 1,
  added_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint collecting_bank_pkey PRIMARY KEY (code),
  constraint collecting_bank_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint collecting_bank_key_version_check CHECK ((key_version > 0))
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table collection_request (
  bank text not null,
  key text not null,
  digest text not null,
  status integer not null,
  answer jsonb not null,
  at timestamp with time zone not null,
  constraint collection_request_pkey PRIMARY KEY (bank, key)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn}

create table correction (
  id uuid not null,
  application_id uuid not null,
  field text not null,
  wanted text not null,
  reason text not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  answered_by uuid,
  verdict text,
  answer text,
  old_value text,
  new_value text,
  constraint correction_pkey PRIMARY KEY (id),
  constraint correction_check CHECK (((verdict IS DISTINCT FROM 'done'::text) OR (new_value IS NOT NULL))),
  constraint correction_verdict_check CHECK ((verdict = ANY (ARRAY['done'::text, 'refused'::text]))),
  constraint correction_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES officer(id),
  constraint correction_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE INDEX correction_application ON correction USING btree (application_id);
CREATE UNIQUE INDEX correction_one_open ON correction USING btree (application_id, field) WHERE (answered_at IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=rw/sojourn,sojourn_worker=r/sojourn}

create table database_property (
  name text not null,
  value text not null,
  constraint database_property_pkey PRIMARY KEY (name)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table decision (
  application_id uuid not null,
  outcome text not null,
  granted_from date,
  granted_until date,
  reasons text[] not null default '{}'::text[],
  comment text,
  decided_at timestamp with time zone not null,
  decided_by uuid not null,
  served_on date,
  leave_by date,
  court_by date,
  proposed_by uuid,
  date_reason text,
  constraint decision_pkey PRIMARY KEY (application_id),
  constraint decision_check1 CHECK ((granted_from <= granted_until)),
  constraint decision_check2 CHECK (((outcome = 'granted'::text) OR (cardinality(reasons) > 0))),
  constraint decision_check3 CHECK (((outcome = 'granted'::text) OR ((proposed_by IS NOT NULL) AND (proposed_by <> decided_by)))),
  constraint decision_dates_where_granted CHECK ((((outcome = 'granted'::text) = (granted_from IS NOT NULL)) AND ((outcome = 'granted'::text) OR (granted_until IS NULL)))),
  constraint decision_outcome_check CHECK ((outcome = ANY (ARRAY['granted'::text, 'refused'::text]))),
  constraint decision_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES officer(id),
  constraint decision_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES officer(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table decision_opened (
  application_id uuid not null,
  document_digest text not null,
  opened_at timestamp with time zone not null,
  constraint decision_opened_pkey PRIMARY KEY (application_id, document_digest),
  constraint decision_opened_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE TRIGGER decision_opened_append_only BEFORE DELETE OR UPDATE ON decision_opened FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table document (
  application_id uuid not null,
  code text not null,
  required text not null,
  state text not null default 'expected'::text,
  reason text,
  changed_at timestamp with time zone,
  changed_by uuid,
  constraint document_pkey PRIMARY KEY (application_id, code),
  constraint document_required_check CHECK ((required = ANY (ARRAY['yes'::text, 'on-request'::text]))),
  constraint document_state_check CHECK ((state = ANY (ARRAY['expected'::text, 'present'::text, 'missing'::text, 'original-seen'::text, 'not-needed'::text]))),
  constraint document_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint document_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES officer(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create view done_for_another as
SELECT id,
    application_id,
    mandate_id,
    act,
    at
   FROM audit
  WHERE (mandate_id IS NOT NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn}

create table draw (
  id uuid not null,
  province text not null,
  opened_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  commitment text not null,
  secret text not null,
  closed_at timestamp with time zone,
  list jsonb,
  list_digest text,
  drawn_at timestamp with time zone,
  record jsonb,
  constraint draw_pkey PRIMARY KEY (id),
  constraint draw_in_province UNIQUE (id, province),
  constraint draw_check CHECK (((drawn_at IS NULL) OR ((closed_at IS NOT NULL) AND (record IS NOT NULL)))),
  constraint draw_check1 CHECK (((closed_at IS NULL) OR ((list IS NOT NULL) AND (list_digest IS NOT NULL))))
);
CREATE UNIQUE INDEX draw_one_open ON draw USING btree (province) WHERE (closed_at IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=a/sojourn,sojourn_office=a/sojourn,sojourn_worker=arw/sojourn}

create table draw_line (
  draw_id uuid not null,
  application_id uuid not null,
  pseudonym text not null,
  slot_id uuid,
  constraint draw_line_pkey PRIMARY KEY (draw_id, application_id),
  constraint draw_line_draw_id_pseudonym_key UNIQUE (draw_id, pseudonym),
  constraint draw_line_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint draw_line_draw_id_fkey FOREIGN KEY (draw_id) REFERENCES draw(id),
  constraint draw_line_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES slot(id)
);
CREATE TRIGGER draw_line_append_only BEFORE DELETE OR UPDATE ON draw_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=r/sojourn,sojourn_worker=ar/sojourn}

create table draw_request (
  application_id uuid not null,
  person_id uuid not null,
  draw_id uuid not null,
  asked_at timestamp with time zone not null,
  office_code text,
  need integer not null default 0,
  waited integer not null default 0,
  pseudonym text not null,
  salt text not null,
  placed_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  declined_at timestamp with time zone,
  declined_because text,
  avoid text[] not null default '{}'::text[],
  together text,
  shielded boolean generated always as (
CASE
    WHEN ((placed_at IS NULL) AND (withdrawn_at IS NULL)) THEN false
    ELSE NULL::boolean
END) stored,
  province text not null,
  constraint draw_request_pkey PRIMARY KEY (application_id),
  constraint draw_request_pseudonym_key UNIQUE (pseudonym),
  constraint draw_request_avoid_check CHECK ((avoid <@ ARRAY['mon'::text, 'tue'::text, 'wed'::text, 'thu'::text, 'fri'::text, 'am'::text, 'pm'::text])),
  constraint draw_request_check CHECK (((declined_at IS NULL) = (declined_because IS NULL))),
  constraint draw_request_need_check CHECK (((need >= 0) AND (need <= 2))),
  constraint draw_request_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint draw_request_draw_id_fkey FOREIGN KEY (draw_id) REFERENCES draw(id),
  constraint draw_request_in_list_of_province FOREIGN KEY (draw_id, province) REFERENCES draw(id, province),
  constraint draw_request_never_protected FOREIGN KEY (application_id, shielded) REFERENCES application(id, protected),
  constraint draw_request_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code),
  constraint draw_request_office_of_province FOREIGN KEY (office_code, province) REFERENCES office(code, province),
  constraint draw_request_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX draw_request_open ON draw_request USING btree (draw_id) WHERE ((placed_at IS NULL) AND (withdrawn_at IS NULL));
CREATE INDEX draw_request_together ON draw_request USING btree (draw_id, together) WHERE (together IS NOT NULL);
CREATE UNIQUE INDEX draw_request_one_per_person ON draw_request USING btree (person_id) WHERE ((placed_at IS NULL) AND (withdrawn_at IS NULL));
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=arw/sojourn,sojourn_worker=arw/sojourn}

create table draw_seal (
  draw_id uuid not null,
  pseudonym text not null,
  salt text not null,
  deadline date,
  constraint draw_seal_pkey PRIMARY KEY (draw_id, pseudonym),
  constraint draw_seal_draw_id_fkey FOREIGN KEY (draw_id) REFERENCES draw(id)
);
CREATE TRIGGER draw_seal_append_only BEFORE DELETE OR UPDATE ON draw_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=r/sojourn,sojourn_worker=ar/sojourn}

create table draw_switch (
  id uuid not null,
  office_code text not null,
  on_at timestamp with time zone not null,
  on_by uuid,
  off_at timestamp with time zone,
  off_by uuid,
  constraint draw_switch_pkey PRIMARY KEY (id),
  constraint draw_switch_check CHECK ((off_at >= on_at)),
  constraint draw_switch_check1 CHECK (((off_by IS NULL) OR (off_at IS NOT NULL))),
  constraint draw_switch_off_by_fkey FOREIGN KEY (off_by) REFERENCES officer(id),
  constraint draw_switch_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code),
  constraint draw_switch_on_by_fkey FOREIGN KEY (on_by) REFERENCES officer(id)
);
CREATE UNIQUE INDEX draw_switch_one_on ON draw_switch USING btree (office_code) WHERE (off_at IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table exchange_rate (
  day date not null,
  rate text not null,
  source text not null,
  original text not null,
  imported_at timestamp with time zone not null,
  constraint exchange_rate_pkey PRIMARY KEY (day),
  constraint exchange_rate_rate_check CHECK ((rate ~ '^[0-9]{1,6}(\.[0-9]{1,6})?$'::text))
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table file (
  id uuid not null,
  application_id uuid not null,
  kind text not null,
  type text not null,
  bytes bytea not null,
  digest text not null,
  made_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  constraint file_pkey PRIMARY KEY (id),
  constraint file_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'registration-form'::text, 'application-certificate'::text, 'missing-documents'::text, 'decision'::text, 'receipt'::text, 'refund'::text, 'timely-attempt'::text]))),
  constraint file_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE INDEX file_application ON file USING btree (application_id) WHERE (replaced_at IS NOT NULL);
CREATE UNIQUE INDEX file_one_live ON file USING btree (application_id, kind) WHERE (replaced_at IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arwd/sojourn,sojourn_office=r/sojourn,sojourn_worker=arw/sojourn}

create table finance_note (
  id bigint not null generated always as identity,
  difference_id bigint,
  payment_id uuid,
  at timestamp with time zone not null,
  officer_id uuid not null,
  note text not null,
  constraint finance_note_pkey PRIMARY KEY (id),
  constraint finance_note_difference_id_key UNIQUE (difference_id),
  constraint finance_note_check CHECK ((num_nonnulls(difference_id, payment_id) = 1)),
  constraint finance_note_note_check CHECK ((note <> ''::text)),
  constraint finance_note_difference_id_fkey FOREIGN KEY (difference_id) REFERENCES payment_difference(id),
  constraint finance_note_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES officer(id),
  constraint finance_note_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id)
);
CREATE INDEX finance_note_payment ON finance_note USING btree (payment_id, at) WHERE (payment_id IS NOT NULL);
CREATE TRIGGER finance_note_append_only BEFORE DELETE OR UPDATE ON finance_note FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=ar/sojourn}

create table freed_place (
  id uuid not null,
  slot_id uuid not null,
  freed_at timestamp with time zone not null,
  returns_at timestamp with time zone not null,
  constraint freed_place_pkey PRIMARY KEY (id),
  constraint freed_place_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES slot(id)
);
CREATE INDEX freed_place_due ON freed_place USING btree (returns_at);
CREATE INDEX freed_place_slot ON freed_place USING btree (slot_id);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ard/sojourn,sojourn_worker=arwd/sojourn}

create table hold (
  application_id uuid not null,
  slot_id uuid not null,
  expires_at timestamp with time zone not null,
  steps integer not null default 1,
  constraint hold_pkey PRIMARY KEY (application_id),
  constraint hold_steps_check CHECK (((steps >= 1) AND (steps <= 6))),
  constraint hold_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint hold_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES slot(id)
);
CREATE INDEX hold_expiry ON hold USING btree (expires_at);
CREATE INDEX hold_slot ON hold USING btree (slot_id);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arwd/sojourn,sojourn_office=rwd/sojourn,sojourn_worker=rwd/sojourn}

create table law_kept (
  mark text not null,
  tables jsonb not null,
  kept_at timestamp with time zone not null,
  constraint law_kept_pkey PRIMARY KEY (mark),
  constraint law_kept_mark_check CHECK ((mark ~ '^[0-9a-f]{8}$'::text))
);
CREATE TRIGGER law_kept_append_only BEFORE DELETE OR UPDATE ON law_kept FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=ar/sojourn,sojourn_worker=r/sojourn}

create table ledger_line (
  posting_id uuid not null,
  account text not null,
  amount bigint not null,
  constraint ledger_line_pkey PRIMARY KEY (posting_id, account),
  constraint ledger_line_account_check CHECK ((account = ANY (ARRAY['receivable'::text, 'fee-card'::text, 'fee-permit'::text, 'fee-single-entry'::text, 'card-provider'::text, 'bank'::text, 'treasury'::text, 'cash-desk'::text, 'to-return'::text]))),
  constraint ledger_line_amount_check CHECK ((amount <> 0)),
  constraint ledger_line_posting_id_fkey FOREIGN KEY (posting_id) REFERENCES ledger_posting(id)
);
CREATE CONSTRAINT TRIGGER ledger_line_balances AFTER INSERT ON ledger_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
CREATE TRIGGER ledger_line_append_only BEFORE DELETE OR UPDATE ON ledger_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ar/sojourn,sojourn_worker=ar/sojourn}

create table ledger_posting (
  id uuid not null,
  at timestamp with time zone not null,
  what text not null,
  accrual_id uuid not null,
  payment_id uuid,
  constraint ledger_posting_pkey PRIMARY KEY (id),
  constraint ledger_posting_what_check CHECK ((what = ANY (ARRAY['accrued'::text, 'withdrawn'::text, 'paid'::text, 'taken-unowed'::text, 'returned'::text, 'cancelled'::text, 'refund-approved'::text, 'refunded'::text, 'recalculated'::text]))),
  constraint ledger_posting_accrual_id_fkey FOREIGN KEY (accrual_id) REFERENCES accrual(id),
  constraint ledger_posting_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id)
);
CREATE INDEX ledger_posting_accrual ON ledger_posting USING btree (accrual_id);
CREATE INDEX ledger_posting_at ON ledger_posting USING btree (at);
CREATE TRIGGER ledger_posting_append_only BEFORE DELETE OR UPDATE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ar/sojourn,sojourn_worker=ar/sojourn}

create table mailbox (
  id uuid not null,
  channel text not null,
  recipient text not null,
  received_at timestamp with time zone not null,
  subject text,
  text text not null,
  html text,
  raw text not null,
  constraint mailbox_pkey PRIMARY KEY (id),
  constraint mailbox_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])))
);
CREATE INDEX mailbox_received ON mailbox USING btree (received_at);
CREATE INDEX mailbox_recipient ON mailbox USING btree (recipient, received_at);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_worker=ard/sojourn}

create table mandate (
  id uuid not null,
  application_id uuid not null,
  capacity text not null,
  name text not null,
  bar text,
  bar_number text,
  email text,
  phone text,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  until date,
  laid_down_at timestamp with time zone,
  ended_by text,
  reason text,
  constraint mandate_pkey PRIMARY KEY (id),
  constraint mandate_capacity_check CHECK ((capacity = ANY (ARRAY['parent'::text, 'guardian'::text, 'lawyer'::text]))),
  constraint mandate_check CHECK (((capacity <> 'lawyer'::text) OR ((bar IS NOT NULL) AND (bar_number IS NOT NULL)))),
  constraint mandate_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint mandate_check2 CHECK (((NOT (ended_by IS DISTINCT FROM 'officer'::text)) = (reason IS NOT NULL))),
  constraint mandate_ended_by_check CHECK ((ended_by = ANY (ARRAY['person'::text, 'representative'::text, 'officer'::text, 'day'::text]))),
  constraint mandate_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE INDEX mandate_application ON mandate USING btree (application_id);
CREATE UNIQUE INDEX mandate_one_live ON mandate USING btree (application_id) WHERE (ended_at IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=rw/sojourn,sojourn_worker=rw/sojourn}

create table message (
  id uuid not null,
  key text not null,
  application_id uuid,
  notice text not null,
  language text not null,
  channel text not null,
  recipient text not null,
  role text not null default 'applicant'::text,
  values jsonb not null default '{}'::jsonb,
  state text not null default 'queued'::text,
  attempts integer not null default 0,
  provider_reference text,
  last_error text,
  queued_at timestamp with time zone not null,
  next_at timestamp with time zone,
  sent_at timestamp with time zone,
  delivered_at timestamp with time zone,
  failed_at timestamp with time zone,
  claimed_until timestamp with time zone,
  template text,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_key_key UNIQUE (key),
  constraint message_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint message_check CHECK (((next_at IS NOT NULL) = (state = ANY (ARRAY['queued'::text, 'failed'::text])))),
  constraint message_role_check CHECK ((role = ANY (ARRAY['applicant'::text, 'representative'::text, 'former-contact'::text]))),
  constraint message_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'given-up'::text])))
);
CREATE INDEX message_application ON message USING btree (application_id, queued_at);
CREATE INDEX message_due ON message USING btree (channel, next_at) WHERE ((next_at IS NOT NULL) AND (notice <> 'code'::text));
CREATE INDEX message_due_code ON message USING btree (channel, next_at) WHERE ((next_at IS NOT NULL) AND (notice = 'code'::text));
CREATE INDEX message_given_up ON message USING btree (failed_at) WHERE (state = 'given-up'::text);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=arw/sojourn,sojourn_worker=arw/sojourn}

create table message_part (
  provider_reference text not null,
  message_id uuid not null,
  delivered_at timestamp with time zone,
  constraint message_part_pkey PRIMARY KEY (provider_reference),
  constraint message_part_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);
CREATE INDEX message_part_message ON message_part USING btree (message_id);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_worker=arw/sojourn}

create table message_receipt (
  id bigint not null generated always as identity,
  reference text not null,
  delivered boolean not null,
  because text,
  heard_at timestamp with time zone not null,
  constraint message_receipt_pkey PRIMARY KEY (id)
);
CREATE INDEX message_receipt_reference ON message_receipt USING btree (reference);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=a/sojourn,sojourn_worker=arwd/sojourn}

create table message_stop (
  application_id uuid not null,
  stopped_at timestamp with time zone not null,
  constraint message_stop_pkey PRIMARY KEY (application_id),
  constraint message_stop_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ard/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table message_wording (
  notice text not null,
  language text not null,
  version text not null,
  subject text not null,
  text text not null,
  sms text not null,
  first_used_at timestamp with time zone not null,
  constraint message_wording_pkey PRIMARY KEY (notice, language, version)
);
CREATE TRIGGER message_wording_append_only BEFORE DELETE OR UPDATE ON message_wording FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=r/sojourn,sojourn_worker=ar/sojourn}

create table need (
  application_id uuid not null,
  needs text[] not null,
  interpreter text,
  changed_at timestamp with time zone not null,
  constraint need_pkey PRIMARY KEY (application_id),
  constraint need_interpreter_check CHECK ((interpreter ~ '^[a-z]{2,3}$'::text)),
  constraint need_needs_check CHECK ((needs <@ ARRAY['wheelchair'::text, 'sign-language'::text, 'child'::text])),
  constraint need_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table note (
  id uuid not null,
  application_id uuid not null,
  officer_id uuid not null,
  at timestamp with time zone not null,
  text text not null,
  constraint note_pkey PRIMARY KEY (id),
  constraint note_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint note_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES officer(id)
);
CREATE INDEX note_application ON note USING btree (application_id);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=ar/sojourn,sojourn_worker=r/sojourn}

create table offer (
  id uuid not null,
  application_id uuid not null,
  slot_id uuid not null,
  offered_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  answer text,
  steps integer not null default 1,
  constraint offer_pkey PRIMARY KEY (id),
  constraint offer_application_id_slot_id_key UNIQUE (application_id, slot_id),
  constraint offer_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'declined'::text, 'expired'::text, 'ended'::text]))),
  constraint offer_check CHECK ((expires_at > offered_at)),
  constraint offer_check1 CHECK (((answered_at IS NULL) = (answer IS NULL))),
  constraint offer_steps_check CHECK (((steps >= 1) AND (steps <= 6))),
  constraint offer_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint offer_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES slot(id)
);
CREATE INDEX offer_due ON offer USING btree (expires_at) WHERE (answered_at IS NULL);
CREATE INDEX offer_slot ON offer USING btree (slot_id) WHERE (answered_at IS NULL);
CREATE UNIQUE INDEX offer_one_open ON offer USING btree (application_id) WHERE (answered_at IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=rw/sojourn,sojourn_office=rw/sojourn,sojourn_worker=arw/sojourn}

create table office (
  code text not null,
  province text not null,
  district text,
  name text not null,
  counters integer not null,
  address text,
  constraint office_pkey PRIMARY KEY (code),
  constraint office_in_province UNIQUE (code, province),
  constraint office_address_check CHECK (((length(address) >= 5) AND (length(address) <= 200))),
  constraint office_counters_check CHECK ((counters > 0))
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table office_hours (
  id uuid not null,
  office_code text not null,
  from_day date not null,
  opens time without time zone not null,
  lunch_begins time without time zone,
  lunch_ends time without time zone,
  closes time without time zone not null,
  receiving integer not null,
  lengths jsonb not null default '{}'::jsonb,
  reason text not null,
  set_at timestamp with time zone not null,
  set_by uuid,
  moved integer not null default 0,
  redrawn integer not null default 0,
  freed integer not null default 0,
  constraint office_hours_pkey PRIMARY KEY (id),
  constraint office_hours_check CHECK ((opens < closes)),
  constraint office_hours_check1 CHECK (((lunch_begins IS NULL) = (lunch_ends IS NULL))),
  constraint office_hours_check2 CHECK (((lunch_begins IS NULL) OR ((opens < lunch_begins) AND (lunch_begins < lunch_ends) AND (lunch_ends < closes)))),
  constraint office_hours_reason_check CHECK ((reason <> ''::text)),
  constraint office_hours_receiving_check CHECK (((receiving >= 1) AND (receiving <= 200))),
  constraint office_hours_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code),
  constraint office_hours_set_by_fkey FOREIGN KEY (set_by) REFERENCES officer(id)
);
CREATE INDEX office_hours_in_force ON office_hours USING btree (office_code, from_day, set_at);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table officer (
  id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  office_code text not null,
  password_hash text,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint officer_pkey PRIMARY KEY (id),
  constraint officer_email_key UNIQUE (email),
  constraint officer_role_check CHECK ((role = ANY (ARRAY['front-desk'::text, 'case-officer'::text, 'supervisor'::text, 'finance'::text, 'administrator'::text, 'auditor'::text]))),
  constraint officer_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=r/sojourn}

create table passkey (
  id uuid not null,
  officer_id uuid not null,
  credential text not null,
  public_key bytea not null,
  sign_count bigint not null,
  name text not null,
  added_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_credential_key UNIQUE (credential),
  constraint passkey_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES officer(id)
);
CREATE INDEX passkey_officer ON passkey USING btree (officer_id);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=arw/sojourn}

create table passkey_challenge_spent (
  challenge text not null,
  expires_at timestamp with time zone not null,
  constraint passkey_challenge_spent_pkey PRIMARY KEY (challenge)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=ar/sojourn,sojourn_worker=rd/sojourn}

create table passkey_invitation (
  token_hash text not null,
  officer_id uuid not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint passkey_invitation_pkey PRIMARY KEY (token_hash),
  constraint passkey_invitation_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES officer(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=arw/sojourn,sojourn_worker=rd/sojourn}

create table payment (
  id uuid not null,
  accrual_id uuid not null,
  state text not null,
  channel text not null,
  provider text not null,
  amount bigint not null,
  taken bigint,
  provider_reference text,
  redirect_to text,
  started_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  polls integer not null default 0,
  constraint payment_pkey PRIMARY KEY (id),
  constraint payment_provider_provider_reference_key UNIQUE (provider, provider_reference),
  constraint payment_amount_check CHECK ((amount > 0)),
  constraint payment_channel_check CHECK ((channel = ANY (ARRAY['card'::text, 'bank'::text]))),
  constraint payment_check CHECK (((state <> ALL (ARRAY['paid'::text, 'disputed'::text, 'returning'::text, 'refunded'::text])) OR (taken IS NOT NULL))),
  constraint payment_check1 CHECK (((state <> 'paid'::text) OR (taken = amount))),
  constraint payment_state_check CHECK ((state = ANY (ARRAY['created'::text, 'redirected'::text, 'unknown'::text, 'paid'::text, 'failed'::text, 'expired'::text, 'cancelled'::text, 'disputed'::text, 'returning'::text, 'refunded'::text]))),
  constraint payment_taken_check CHECK ((taken > 0)),
  constraint payment_accrual_id_fkey FOREIGN KEY (accrual_id) REFERENCES accrual(id)
);
CREATE INDEX payment_accrual ON payment USING btree (accrual_id);
CREATE INDEX payment_changed ON payment USING btree (changed_at);
CREATE INDEX payment_settled ON payment USING btree (settled_at);
CREATE INDEX payment_to_look_at ON payment USING btree (id) WHERE (state = ANY (ARRAY['created'::text, 'redirected'::text, 'unknown'::text, 'disputed'::text, 'returning'::text]));
CREATE UNIQUE INDEX payment_once ON payment USING btree (accrual_id) WHERE (state = 'paid'::text);
CREATE UNIQUE INDEX payment_one_under_way ON payment USING btree (accrual_id) WHERE (state = ANY (ARRAY['created'::text, 'redirected'::text, 'unknown'::text]));
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=rw/sojourn,sojourn_worker=rw/sojourn}

create table payment_difference (
  id bigint not null generated always as identity,
  provider text not null,
  day date not null,
  kind text not null,
  reference text not null,
  payment_id uuid,
  ours bigint,
  theirs bigint,
  found_at timestamp with time zone not null,
  constraint payment_difference_pkey PRIMARY KEY (id),
  constraint payment_difference_provider_day_kind_reference_key UNIQUE (provider, day, kind, reference),
  constraint payment_difference_kind_check CHECK ((kind = ANY (ARRAY['unknown-here'::text, 'missing-there'::text, 'other-amount'::text, 'doubled-there'::text]))),
  constraint payment_difference_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id)
);
CREATE TRIGGER payment_difference_append_only BEFORE DELETE OR UPDATE ON payment_difference FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=r/sojourn,sojourn_worker=ar/sojourn}

create table payment_event (
  id bigint not null generated always as identity,
  payment_id uuid not null,
  at timestamp with time zone not null,
  source text not null,
  event text not null,
  from_state text not null,
  to_state text not null,
  facts jsonb not null default '{}'::jsonb,
  constraint payment_event_pkey PRIMARY KEY (id),
  constraint payment_event_source_check CHECK ((source = ANY (ARRAY['applicant'::text, 'return'::text, 'notification'::text, 'poll'::text, 'bank'::text, 'officer'::text, 'clock'::text]))),
  constraint payment_event_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id)
);
CREATE INDEX payment_contradicted ON payment_event USING btree (payment_id, at) WHERE (event = 'contradicted'::text);
CREATE INDEX payment_event_payment ON payment_event USING btree (payment_id, id);
CREATE TRIGGER payment_event_append_only BEFORE DELETE OR UPDATE ON payment_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ar/sojourn,sojourn_worker=ar/sojourn}

create table payment_notification (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  provider text not null,
  verdict text not null,
  nonce text,
  payment_id uuid,
  body text not null,
  constraint payment_notification_pkey PRIMARY KEY (id),
  constraint payment_notification_verdict_check CHECK ((verdict = ANY (ARRAY['taken'::text, 'wrong-signature'::text, 'too-old'::text, 'replayed'::text, 'garbage'::text, 'unknown-payment'::text]))),
  constraint payment_notification_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id)
);
CREATE INDEX payment_notification_at ON payment_notification USING btree (at);
CREATE TRIGGER payment_notification_append_only BEFORE DELETE OR UPDATE ON payment_notification FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE UNIQUE INDEX payment_notification_nonce ON payment_notification USING btree (provider, nonce) WHERE (verdict = 'taken'::text);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=r/sojourn,sojourn_worker=r/sojourn}

create table person (
  id uuid not null,
  nationality text not null,
  passport_number text,
  foreigner_number text,
  name_key text not null,
  birth_date date not null,
  created_at timestamp with time zone not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_foreigner_number_key UNIQUE (foreigner_number),
  constraint person_nationality_passport_number_key UNIQUE (nationality, passport_number)
);
CREATE INDEX person_name ON person USING btree (birth_date, name_key);
CREATE INDEX person_passport ON person USING btree (passport_number);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table proposed_refusal (
  application_id uuid not null,
  reasons text[] not null,
  comment text,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  constraint proposed_refusal_pkey PRIMARY KEY (application_id),
  constraint proposed_refusal_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint proposed_refusal_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES officer(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=ard/sojourn,sojourn_worker=r/sojourn}

create unlogged table rate_limit (
  key text not null,
  window_start timestamp with time zone not null,
  hits integer not null,
  constraint rate_limit_pkey PRIMARY KEY (key, window_start)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=arw/sojourn,sojourn_worker=arwd/sojourn}

create table refund (
  id uuid not null,
  payment_id uuid not null,
  accrual_id uuid not null,
  reason text not null,
  comment text not null,
  amount bigint not null,
  iban text,
  state text not null default 'proposed'::text,
  proposed_at timestamp with time zone not null,
  proposed_by uuid not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  sent_at timestamp with time zone,
  reference text,
  dismissed_because text,
  constraint refund_pkey PRIMARY KEY (id),
  constraint refund_amount_check CHECK ((amount > 0)),
  constraint refund_check CHECK (((state = 'proposed'::text) = (decided_by IS NULL))),
  constraint refund_check1 CHECK ((decided_by <> proposed_by)),
  constraint refund_check2 CHECK (((state = 'sent'::text) = ((sent_at IS NOT NULL) AND (reference IS NOT NULL)))),
  constraint refund_comment_check CHECK ((comment <> ''::text)),
  constraint refund_dismissed_because_check CHECK ((dismissed_because <> ''::text)),
  constraint refund_dismissed_check CHECK (((dismissed_because IS NULL) OR (state = 'dismissed'::text))),
  constraint refund_iban_check CHECK ((iban ~ '^TR[0-9]{24}$'::text)),
  constraint refund_reason_check CHECK ((reason = ANY (ARRAY['refused'::text, 'shorter'::text, 'mistake'::text]))),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'dismissed'::text, 'approved'::text, 'sent'::text]))),
  constraint refund_accrual_id_fkey FOREIGN KEY (accrual_id) REFERENCES accrual(id),
  constraint refund_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES officer(id),
  constraint refund_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id),
  constraint refund_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES officer(id)
);
CREATE INDEX refund_accrual ON refund USING btree (accrual_id);
CREATE INDEX refund_sent ON refund USING btree (sent_at);
CREATE UNIQUE INDEX refund_one_open ON refund USING btree (accrual_id) WHERE (state = ANY (ARRAY['proposed'::text, 'approved'::text]));
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=rw/sojourn}

create table refund_line (
  refund_id uuid not null,
  code text not null,
  amount bigint not null,
  constraint refund_line_pkey PRIMARY KEY (refund_id, code),
  constraint refund_line_amount_check CHECK ((amount > 0)),
  constraint refund_line_code_check CHECK ((code = ANY (ARRAY['card'::text, 'permit'::text, 'single-entry'::text]))),
  constraint refund_line_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refund(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=ar/sojourn,sojourn_worker=r/sojourn}

create table refund_other_way (
  id uuid not null,
  refund_id uuid not null,
  way text not null,
  reference text not null,
  paid_on date not null,
  noted_at timestamp with time zone not null,
  noted_by uuid not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  dismissed_because text,
  constraint refund_other_way_pkey PRIMARY KEY (id),
  constraint refund_other_way_check CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint refund_other_way_check1 CHECK ((decided_by <> noted_by)),
  constraint refund_other_way_check2 CHECK (((dismissed_because IS NULL) OR (decided_by IS NOT NULL))),
  constraint refund_other_way_dismissed_because_check CHECK ((dismissed_because <> ''::text)),
  constraint refund_other_way_reference_check CHECK ((reference <> ''::text)),
  constraint refund_other_way_way_check CHECK ((way = ANY (ARRAY['transfer'::text, 'cash-desk'::text]))),
  constraint refund_other_way_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES officer(id),
  constraint refund_other_way_noted_by_fkey FOREIGN KEY (noted_by) REFERENCES officer(id),
  constraint refund_other_way_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refund(id)
);
CREATE UNIQUE INDEX refund_other_way_one ON refund_other_way USING btree (refund_id) WHERE (dismissed_because IS NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table reminder (
  application_id uuid not null,
  what text not null,
  on_day date not null,
  sent_at timestamp with time zone not null,
  constraint reminder_pkey PRIMARY KEY (application_id, what, on_day),
  constraint reminder_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_worker=ar/sojourn}

create table rule_edition (
  id uuid not null,
  title text not null,
  changes jsonb not null default '[]'::jsonb,
  drafted_by uuid not null,
  drafted_at timestamp with time zone not null,
  discarded_at timestamp with time zone,
  published_by uuid,
  published_at timestamp with time zone,
  digest text,
  constraint rule_edition_pkey PRIMARY KEY (id),
  constraint rule_edition_digest_key UNIQUE (digest),
  constraint rule_edition_check CHECK ((published_by IS DISTINCT FROM drafted_by)),
  constraint rule_edition_check1 CHECK ((((published_at IS NULL) = (published_by IS NULL)) AND ((published_at IS NULL) = (digest IS NULL)))),
  constraint rule_edition_check2 CHECK (((published_at IS NULL) OR (discarded_at IS NULL))),
  constraint rule_edition_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES officer(id),
  constraint rule_edition_published_by_fkey FOREIGN KEY (published_by) REFERENCES officer(id)
);
CREATE INDEX rule_edition_published ON rule_edition USING btree (published_at) WHERE (published_at IS NOT NULL);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table service (
  application_id uuid not null,
  way text not null,
  arrived_on date not null,
  served_on date not null,
  reference text,
  document_digest text,
  noted_by uuid not null,
  noted_at timestamp with time zone not null,
  constraint service_pkey PRIMARY KEY (application_id),
  constraint service_check CHECK ((served_on >= arrived_on)),
  constraint service_check1 CHECK (((way = 'counter'::text) OR (reference IS NOT NULL))),
  constraint service_way_check CHECK ((way = ANY (ARRAY['counter'::text, 'post'::text, 'e-notification'::text]))),
  constraint service_application_id_fkey FOREIGN KEY (application_id) REFERENCES decision(application_id),
  constraint service_noted_by_fkey FOREIGN KEY (noted_by) REFERENCES officer(id)
);
CREATE TRIGGER service_append_only BEFORE DELETE OR UPDATE ON service FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_office=ar/sojourn,sojourn_worker=r/sojourn}

create table session (
  id text not null,
  kind text not null,
  application_id uuid,
  officer_id uuid,
  language text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  device text,
  proved_at timestamp with time zone,
  mandate_id uuid,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_check CHECK (((kind = 'applicant'::text) = (application_id IS NOT NULL))),
  constraint session_check1 CHECK (((kind = 'officer'::text) = (officer_id IS NOT NULL))),
  constraint session_device_check CHECK ((length(device) <= 40)),
  constraint session_kind_check CHECK ((kind = ANY (ARRAY['applicant'::text, 'officer'::text]))),
  constraint session_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES mandate(id),
  constraint session_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES officer(id)
);
CREATE INDEX session_application ON session USING btree (application_id) WHERE (application_id IS NOT NULL);
CREATE INDEX session_expiry ON session USING btree (expires_at);
CREATE INDEX session_officer ON session USING btree (officer_id) WHERE (officer_id IS NOT NULL);
policy sojourn_office b326b506 using true;
policy sojourn_portal 86e9dae1 using (kind = 'applicant'::text);
policy sojourn_worker b326b506 using true;
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=arw/sojourn,sojourn_worker=rwd/sojourn}

create table slot (
  id uuid not null,
  office_code text not null,
  day date not null,
  starts time without time zone not null,
  capacity integer not null,
  taken integer not null default 0,
  closed_at timestamp with time zone,
  lengths jsonb,
  constraint slot_pkey PRIMARY KEY (id),
  constraint slot_office_code_day_starts_key UNIQUE (office_code, day, starts),
  constraint slot_capacity_check CHECK ((capacity >= 0)),
  constraint slot_never_above_capacity CHECK (((taken >= 0) AND (taken <= capacity))),
  constraint slot_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=rw/sojourn,sojourn_office=arw/sojourn,sojourn_worker=arw/sojourn}

create table ticket (
  id uuid not null,
  office_code text not null,
  day date not null,
  number integer not null,
  application_id uuid not null,
  issued_at timestamp with time zone not null,
  turn_at timestamp with time zone not null,
  counter integer,
  called_at timestamp with time zone,
  calls integer not null default 0,
  ended_at timestamp with time zone,
  ended_how text,
  constraint ticket_pkey PRIMARY KEY (id),
  constraint ticket_application_id_day_key UNIQUE (application_id, day),
  constraint ticket_office_code_day_number_key UNIQUE (office_code, day, number),
  constraint ticket_check CHECK (((called_at IS NULL) = (counter IS NULL))),
  constraint ticket_check1 CHECK (((ended_at IS NULL) = (ended_how IS NULL))),
  constraint ticket_check2 CHECK (((ended_at IS NULL) OR (called_at IS NOT NULL))),
  constraint ticket_counter_check CHECK ((counter > 0)),
  constraint ticket_ended_how_check CHECK ((ended_how = ANY (ARRAY['served'::text, 'absent'::text]))),
  constraint ticket_number_check CHECK ((number > 0)),
  constraint ticket_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint ticket_office_code_fkey FOREIGN KEY (office_code) REFERENCES office(code)
);
CREATE INDEX ticket_waiting ON ticket USING btree (office_code, day, turn_at) WHERE (called_at IS NULL);
CREATE UNIQUE INDEX ticket_at_counter ON ticket USING btree (office_code, day, counter) WHERE ((called_at IS NOT NULL) AND (ended_at IS NULL));
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_office=arw/sojourn,sojourn_worker=r/sojourn}

create table timely_attempt (
  id uuid not null,
  application_id uuid not null,
  at timestamp with time zone not null,
  attend_by date not null,
  province text not null,
  first_free date,
  digest text not null,
  constraint timely_attempt_pkey PRIMARY KEY (id),
  constraint timely_attempt_application_id_key UNIQUE (application_id),
  constraint timely_attempt_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
CREATE TRIGGER timely_attempt_append_only BEFORE DELETE OR UPDATE ON timely_attempt FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=ar/sojourn,sojourn_office=ar/sojourn,sojourn_worker=ar/sojourn}

create table waiting_time (
  province text not null,
  permit_type text not null,
  step text not null,
  cases integer not null,
  quarter integer not null,
  half integer not null,
  three_quarters integer not null,
  half_before integer,
  measured_on date not null,
  constraint waiting_time_pkey PRIMARY KEY (province, permit_type, step),
  constraint waiting_time_cases_check CHECK (((cases >= 10) AND ((cases % 10) = 0))),
  constraint waiting_time_check CHECK ((half >= quarter)),
  constraint waiting_time_check1 CHECK ((three_quarters >= half)),
  constraint waiting_time_half_before_check CHECK ((half_before >= 0)),
  constraint waiting_time_quarter_check CHECK ((quarter >= 0)),
  constraint waiting_time_step_check CHECK ((step = ANY (ARRAY['appointment'::text, 'decision'::text, 'card'::text])))
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=r/sojourn,sojourn_worker=ard/sojourn}

create table wish (
  application_id uuid not null,
  offices text[] not null,
  from_day date not null,
  asked_at timestamp with time zone not null,
  token text not null,
  stopped_at timestamp with time zone,
  constraint wish_pkey PRIMARY KEY (application_id),
  constraint wish_token_key UNIQUE (token),
  constraint wish_offices_check CHECK ((cardinality(offices) > 0)),
  constraint wish_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
-- rights: {sojourn=arwdDxtm/sojourn,sojourn_portal=arw/sojourn,sojourn_office=rw/sojourn,sojourn_worker=rw/sojourn}
