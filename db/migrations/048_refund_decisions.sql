-- Somebody of the office may give back less than was asked for, e.g. the companions' fares alone; the rider reads why.
ALTER TABLE ticketing.refunds
  -- Null where all that was asked for is given back, or it is not decided yet.
  ADD COLUMN asked_minor bigint CHECK (asked_minor > amount_minor),
  ADD COLUMN decision_note text CHECK (length(decision_note) BETWEEN 1 AND 300);
