-- What opens the seals of a closed list: for each line the exact deadline and the salt that hid it. For an auditor alone; kept for ever, though
-- the request itself goes on to the next batch under another pseudonym and salt.
create table draw_seal (
  draw_id uuid not null references draw (id),
  pseudonym text not null,
  salt text not null,
  deadline date,
  primary key (draw_id, pseudonym)
);
create trigger draw_seal_append_only before update or delete on draw_seal for each row execute function refuse_change();
