/** How fast a section is, as it is drawn and told of. */
export const PACES = ['quick', 'middling', 'slow'] as const;
export type Pace = (typeof PACES)[number];

/** Kilometres an hour from which on a section is no longer slow, and from which on it is quick. */
export const MIDDLING_FROM = 10;
export const QUICK_FROM = 18;

export function paceOf(metresPerSecond: number): Pace {
  const kilometresPerHour = metresPerSecond * 3.6;
  return kilometresPerHour < MIDDLING_FROM ? 'slow' : kilometresPerHour < QUICK_FROM ? 'middling' : 'quick';
}
