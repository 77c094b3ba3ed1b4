-- Officers sign in with a passkey. An officer who has left stays, because the trail names them, and cannot sign in.
alter table officer add column ended_at timestamptz;

create table passkey (
  id uuid primary key,
  officer_id uuid not null references officer (id),
  -- The authenticator's own name of the key, base64url.
  credential text not null unique,
  -- The public key as SubjectPublicKeyInfo (DER), and its COSE algorithm.
  public_key bytea not null,
  algorithm integer not null check (algorithm in (-7, -8, -257)),
  sign_count bigint not null,
  -- What its owner calls the device.
  name text not null,
  added_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index passkey_officer on passkey (officer_id);

-- A link that adds one passkey, once; only its hash is stored.
create table passkey_invitation (
  token_hash text primary key,
  officer_id uuid not null references officer (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- A challenge that was answered is not answered again.
create table passkey_challenge_spent (
  challenge text primary key,
  expires_at timestamptz not null
);
