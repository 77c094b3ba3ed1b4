-- A paper of what was paid back, beside the receipt of what was paid.
alter table file drop constraint file_kind_check;
alter table file add constraint file_kind_check
  check (kind in ('photo', 'registration-form', 'application-certificate', 'missing-documents', 'decision', 'receipt', 'refund', 'timely-attempt'));
