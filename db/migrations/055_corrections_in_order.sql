-- Corrections that an older transaction may still come before are looked for each time accounts are priced. There are few.
CREATE INDEX tap_corrections_made ON ticketing.tap_corrections (made_xid);
