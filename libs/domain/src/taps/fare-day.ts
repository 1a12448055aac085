/** Which local days fares are counted by. A fare day begins when the tariff says: two in a year have 23 and 25 hours. */
export interface FareDayRules {
  readonly timeZone: string;
  /** Local time at which a fare day begins, minutes after midnight. */
  readonly startMinutes: number;
  /** How long after its end a fare day waits for taps at most. */
  readonly closesAfterMinutes: number;
  /** How many days after a tap it may still be charged. */
  readonly lateDays: number;
}

/** Milliseconds since 1970 UTC. */
export function findFareDayStart(date: Temporal.PlainDate, { timeZone, startMinutes }: FareDayRules): number {
  const plainTime = Temporal.PlainTime.from({
    hour: Math.floor(startMinutes / 60),
    minute: startMinutes % 60,
  });
  return date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
}

export function findFareDate(atMs: number, rules: FareDayRules): Temporal.PlainDate {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(rules.timeZone);
  const date = local.toPlainDate();
  return atMs < findFareDayStart(date, rules) ? date.subtract({ days: 1 }) : date;
}
