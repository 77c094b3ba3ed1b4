-- Where an office is: set by the office itself, null until it has been. On its papers and pages stood the name of the province.
alter table office add column address text check (length(address) between 5 and 200);
