-- Each wording of a notice that was ever sent, with its places for values: what exactly somebody was told can be read years later.
create table message_wording (
  notice text not null,
  language text not null,
  version text not null,
  subject text not null,
  text text not null,
  sms text not null,
  first_used_at timestamptz not null,
  primary key (notice, language, version)
);
create trigger message_wording_append_only before update or delete on message_wording for each row execute function refuse_change();
