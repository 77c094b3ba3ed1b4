-- Each answer that is kept changes the moment a draft was last touched: with that moment in an index every keeping wrote a line into all ten
-- indexes of the table. A draft that nobody touched for a month was begun more than a month ago, so the beginning finds it as well.
drop index application_drafts;
create index application_drafts on application (started_at) where state = 'draft';
-- Room on each page for the next writing of a draft, and answers kept as they are: packed, they were unpacked again for every page.
alter table application set (fillfactor = 70, toast_tuple_target = 4080);
