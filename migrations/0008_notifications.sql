-- The outbox: written in the transaction of the act, delivered by the worker. One row per key for ever.
create table message (
  id uuid primary key,
  key text not null unique,
  application_id uuid,
  notice text not null,
  language text not null,
  channel text not null check (channel in ('email', 'sms')),
  recipient text not null,
  -- For whom: the person or the representative.
  role text not null default 'applicant' check (role in ('applicant', 'representative', 'former-contact')),
  values jsonb not null default '{}',
  -- failed: to be tried again at next_at. given-up: not before an officer says so.
  state text not null default 'queued' check (state in ('queued', 'sent', 'delivered', 'failed', 'given-up')),
  attempts integer not null default 0,
  -- The first reference the provider gave; each part of a long SMS has its own below.
  provider_reference text,
  last_error text,
  queued_at timestamptz not null,
  next_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  check ((next_at is not null) = (state in ('queued', 'failed')))
);
create index message_application on message (application_id, queued_at);
create index message_due on message (next_at) where next_at is not null;
create index message_given_up on message (failed_at) where state = 'given-up';

-- What a provider calls the parts of a message, for the receipts that come back.
create table message_part (
  provider_reference text primary key,
  message_id uuid not null references message (id) on delete cascade,
  delivered_at timestamptz
);
create index message_part_message on message_part (message_id);

-- What the demonstration's own mail and SMS ends received, as it arrived. Empty outside the demonstration.
create table mailbox (
  id uuid primary key,
  channel text not null check (channel in ('email', 'sms')),
  recipient text not null,
  received_at timestamptz not null,
  subject text,
  text text not null,
  html text,
  raw text not null
);
create index mailbox_recipient on mailbox (recipient, received_at);
create index mailbox_received on mailbox (received_at);
