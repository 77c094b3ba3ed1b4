-- The outbox is its own queue: a worker claims due messages until an instant, and whoever finds that instant passed may claim them again.
alter table message add column claimed_until timestamptz;
drop index message_due;
create index message_due on message (channel, next_at) where next_at is not null and notice <> 'code';
-- Somebody waits on a page for a code: it does not stand in line behind ten thousand reminders.
create index message_due_code on message (channel, next_at) where next_at is not null and notice = 'code';

-- What providers reported about parts, kept before it is acknowledged to them. It may come before the part itself is written down.
create table message_receipt (
  id bigint generated always as identity primary key,
  reference text not null,
  delivered boolean not null,
  because text,
  heard_at timestamptz not null
);
create index message_receipt_reference on message_receipt (reference);
