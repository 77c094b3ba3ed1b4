-- Where dates are given by draw besides the provinces where they always are: switched on and off by an officer of the province; the last line
-- counts.
create table draw_switch (
  id uuid primary key,
  province text not null,
  drawn boolean not null,
  at timestamptz not null,
  set_by uuid references officer (id)
);
create index draw_switch_last on draw_switch (province, at desc, id desc);
