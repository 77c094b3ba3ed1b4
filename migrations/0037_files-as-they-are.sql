-- Photographs, scans and papers are packed already: trying to pack each once more took 3 % of the database's time for one whole application.
alter table file alter column bytes set storage external;
-- Room on each page, so that an hour whose places change stays where it is, beside the other hours of its office.
alter table slot set (fillfactor = 80);
