-- A long-term permit has no last day (Law 6458 art. 42). Until now an officer had to write one, which was then told to nobody, or wrongly.
alter table decision drop constraint decision_check;
alter table decision add constraint decision_dates_where_granted check ((outcome = 'granted') = (granted_from is not null) and (outcome = 'granted' or granted_until is null));
