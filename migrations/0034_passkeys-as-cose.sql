-- The public key of a passkey as the authenticator wrote it (COSE), which names its algorithm itself. Until now it was SubjectPublicKeyInfo; no
-- installation has a passkey yet, so there is none to write anew.
alter table passkey drop column algorithm;
comment on column passkey.public_key is 'COSE';
