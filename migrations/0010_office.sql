-- An answered correction keeps what stood there and what stands there now, apart from the audit trail, so that retention can delete it.
alter table correction
  add column old_value text,
  add column new_value text,
  add check (verdict is distinct from 'done' or new_value is not null);

-- Who proposed a refusal stays with it: the second look is another officer's, whatever the program does.
alter table decision
  add column proposed_by uuid references officer (id),
  add column date_reason text,
  add check (outcome = 'granted' or (proposed_by is not null and proposed_by <> decided_by));

