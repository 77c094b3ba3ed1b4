-- The row of a year was locked until its act committed, and all who created an application at the same time waited for one another.
create sequence registration_running maxvalue 9999999 cycle;
select setval('registration_running', greatest(last, 1), last > 0) from (select coalesce(max(last), 0) as last from running_number where name = 'registration') counted;
drop table running_number;
