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
  state text not null default 'queued' check (state in ('queued', 'sent', 'delivered', 'failed', 'given-up')),
  attempts integer not null default 0,
  provider_reference text,
  last_error text,
  queued_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz
);
create index message_application on message (application_id, queued_at);
create index message_reference on message (provider_reference) where provider_reference is not null;

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
