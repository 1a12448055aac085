/** By what a period is cleared, if by the tariff: the one in force at noon of its last day, of those without errors. */
import {
  type ClearingChoice,
  type ClearingRules,
  DEFAULT_CLEARING,
  clearingBy,
  findTariff,
} from '@rukh/domain/fares';
import { findDay, localClock } from '@rukh/domain/time';
import { Problem } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import type { Tariffs } from '../pricing/tariffs.js';

export async function findClearingRules(
  tariffs: Tariffs,
  { RUKH_TICKETING_TIME_ZONE: timeZone }: TicketingConfig,
  { rule, toDay }: { readonly rule: ClearingChoice; readonly toDay: string },
): Promise<ClearingRules> {
  if (rule !== 'TARIFF') return clearingBy(rule);
  const history = await tariffs.findHistory();
  if (!history) throw new Problem(503, { detail: 'The tariffs have errors: see rukh tariff check.' });
  const noonMs = localClock(timeZone).instantOf(findDay(toDay)!, 12 * 3600);
  return findTariff(history, noonMs)?.clearing ?? DEFAULT_CLEARING;
}
