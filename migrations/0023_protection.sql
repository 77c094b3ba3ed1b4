-- Cases that must stand in no draw and in no public record: permits of victims of trafficking, and whatever an officer protects. An officer
-- gives their appointments.
alter table application
  add column protected_at timestamptz,
  add column protected_by uuid references officer (id),
  add column protected boolean not null generated always as (protected_at is not null or coalesce(frozen #>> '{answers,permitType}', '') = 'trafficking-victim') stored,
  add check ((protected_at is null) = (protected_by is null)),
  add constraint application_protection unique (id, protected);

-- Whoever is protected can have no turn in a draw: while a request is open its `shielded` is false, and must be its application's `protected`.
alter table draw_request
  add column shielded boolean generated always as (case when placed_at is null and withdrawn_at is null then false end) stored,
  add constraint draw_request_never_protected foreign key (application_id, shielded) references application (id, protected);
