-- Who shares a contact is told by the contact itself, which stands beside: its hash under the house's secret kept that secret from being changed.
alter table application drop column contact_hash;
-- Codes are counted by contact where all limits are counted.
drop index code_contact;
alter table code drop column contact_hash;
