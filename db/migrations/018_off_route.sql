-- Rukh's own: whether the vehicle had left its trip's shape. Null where no trip is known, and of rows of before.
ALTER TABLE vehicle_locations ADD COLUMN off_route boolean;
