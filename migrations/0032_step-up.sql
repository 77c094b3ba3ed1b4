-- When an officer last proved in this session that it is them; null: when it began.
alter table session add column proved_at timestamptz;
