-- It is an office that gives its dates by draw, not a province: from when until when, in automatic provinces always and without a line here. Who
-- switched a province on before switched on each of its offices.
alter table draw_switch rename to draw_switch_of_province;
alter index draw_switch_pkey rename to draw_switch_of_province_pkey;
create table draw_switch (
  id uuid primary key,
  office_code text not null references office (code),
  on_at timestamptz not null,
  on_by uuid references officer (id),
  off_at timestamptz,
  off_by uuid references officer (id),
  check (off_at >= on_at),
  check (off_by is null or off_at is not null)
);
insert into draw_switch (id, office_code, on_at, on_by, off_at, off_by)
select md5(s.id || ' ' || o.code)::uuid, o.code, s.at, s.set_by, s.until, s.until_by
from (select *, lead(at) over lines as until, lead(set_by) over lines as until_by from draw_switch_of_province
  window lines as (partition by province order by at, id)) s
join office o on o.province = s.province where s.drawn;
drop table draw_switch_of_province;
-- An office is switched on at most once at a time; whoever switches it on a second time changes nothing.
create unique index draw_switch_one_on on draw_switch (office_code) where off_at is null;

-- One list for a province names the requests of whichever of its offices draw: a request never stands in the list of another province.
alter table office add constraint office_in_province unique (code, province);
alter table draw add constraint draw_in_province unique (id, province);
alter table draw_request add column province text;
update draw_request r set province = d.province from draw d where d.id = r.draw_id;
alter table draw_request
  alter column province set not null,
  add constraint draw_request_in_list_of_province foreign key (draw_id, province) references draw (id, province),
  add constraint draw_request_office_of_province foreign key (office_code, province) references office (code, province);
