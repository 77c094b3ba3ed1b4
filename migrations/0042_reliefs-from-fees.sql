-- A fee that an officer leaves out of a case, since the law exempts its person on proof (Fees Law 492 art. 88), or since it is not owed.
alter table accrual add column relief text check (relief in ('poverty', 'work-permit', 'turquoise-card', 'entry-not-owed'));
alter table accrual_recalculation add column relief text;
