-- Who acts for somebody: until which day (a power of attorney may have one), that they laid it down, and how it ended. The words are an officer's.
alter table mandate
  add column until date,
  add column laid_down_at timestamptz,
  add column ended_by text check (ended_by in ('person', 'representative', 'officer', 'day')),
  add column reason text;
update mandate set ended_by = 'person' where ended_at is not null;
alter table mandate
  add check ((ended_at is null) = (ended_by is null)),
  add check ((ended_by is not distinct from 'officer') = (reason is not null));

-- A code that went to the contact of who acts for the person, and the session it opened: null is the person's own.
alter table code add column mandate_id uuid references mandate (id);
alter table session add column mandate_id uuid references mandate (id);

-- Done by virtue of a mandate: "X for Y".
alter table application_history add column mandate_id uuid references mandate (id);
alter table audit add column mandate_id uuid references mandate (id);

-- What was done for a person by who acts for them, as that person is shown it: the portal reads nothing else of the audit trail.
create view done_for_another as
  select id, application_id, mandate_id, act, at from audit where mandate_id is not null;
