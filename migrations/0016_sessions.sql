-- What a session was begun on, in two words ("Firefox, Android"), so that a person knows it again in the list. Never the whole user agent.
alter table session add column device text check (length(device) <= 40);
create index session_officer on session (officer_id) where officer_id is not null;
create index session_expiry on session (expires_at);
