/** SQL, of a row `tap`: how many rode on it, with those of the extras that are persons; luggage is none. */
export const PERSONS = `(1 + coalesce((SELECT sum((extra->>'count')::integer) FROM jsonb_array_elements(tap.extras) AS extra
  WHERE extra->>'kind' IN ('companion', 'adult', 'child', 'passenger')), 0))::integer`;
