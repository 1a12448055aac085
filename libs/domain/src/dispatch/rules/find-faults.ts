/** A fault of the data of the whole city, as the lamp has it: one row instead of one for each vehicle. */
import type { Finding } from '../exception-book.js';
import type { RuleContext } from './rule-context.js';

export function* findFaults({ lamp }: RuleContext): Iterable<Finding> {
  if (lamp.level !== 'outage') return;
  const { freshVehicles, expectedVehicles } = lamp;
  yield {
    key: 'feed_fault',
    kind: 'feed_fault',
    isStrong: true,
    about: { value: expectedVehicles - freshVehicles, expected: expectedVehicles },
  };
}
