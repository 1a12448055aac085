/**
 * How sure each way of placing is. Measured against the simulator's truth (docs/ticketing-context.md), rounded down:
 * what is below SURE is looked at again.
 */
export const PLACING = {
  standing: 0.98,
  prompt: 0.95,
  waiting: 0.95,
  late: 0.85,
  newest: 0.75,
  early: 0.7,
  between: 0.6,
  afterLast: 0.4,
  silent: 0.1,
  claimedTrip: 0.5,
  claimedRoute: 0.3,
} as const;
export const SURE = 0.8;
