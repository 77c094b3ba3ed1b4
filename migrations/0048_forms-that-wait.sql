-- What was typed into a form that asks to wait before it may be sent is kept where what was typed for a code is: it opens nothing.
alter table code drop constraint code_purpose_check;
alter table code add constraint code_purpose_check check (purpose in ('start', 'return', 'contact', 'form'));
