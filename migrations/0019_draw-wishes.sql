-- When somebody cannot come (mon..fri, am, pm), and with whom they want to come; the group's name is random and holds for one batch.
alter table draw_request
  add column avoid text[] not null default '{}' check (avoid <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'am', 'pm']),
  add column together text;
create index draw_request_together on draw_request (draw_id, together) where together is not null;
