-- Humanitarian permits and those of victims of trafficking are opened by the office (Law 6458 arts 46 and 48): such a person may have no
-- travel document, and no contact at which it would be safe to write to them.
alter table person alter column passport_number drop not null;
alter table application drop constraint application_channel_check;
alter table application add constraint application_channel_check check (channel in ('email', 'sms', 'none'));
