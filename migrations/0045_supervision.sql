-- How long the steps of cases take, by province and permit type, for anybody to read: measured anew each day by the worker. What is not fit to be
-- told never comes in: no line of fewer than ten cases, and how many they were in whole tens.
create table waiting_time (
  province text not null,
  permit_type text not null,
  -- From creation to the day of the appointment; from that day to the decision; from the grant to the post.
  step text not null check (step in ('appointment', 'decision', 'card')),
  cases integer not null check (cases >= 10 and cases % 10 = 0),
  -- Days within which a quarter, half and three quarters of the cases were through.
  quarter integer not null check (quarter >= 0),
  half integer not null check (half >= quarter),
  three_quarters integer not null check (three_quarters >= half),
  -- The same half of the period before; null where fewer than ten cases were in it.
  half_before integer check (half_before >= 0),
  measured_on date not null,
  primary key (province, permit_type, step)
);
-- The figures of an office are of the cases that moved lately: without this all it ever had would be read.
create index application_office_changed on application (office_code, changed_at);
