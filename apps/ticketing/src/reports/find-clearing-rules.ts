/** By what a period is cleared, if by the tariff: the one in force at noon of its last day. */
import {
  type ClearingChoice,
  type ClearingRules,
  DEFAULT_CLEARING,
  clearingBy,
  findTariff,
  readTariffs,
} from '@rukh/domain/fares';
import { findDay, localClock } from '@rukh/domain/time';
import type { TicketingConfig } from '../config.js';
import { readTariffFolders } from '../pricing/read-tariff-folders.js';

export async function findClearingRules(
  { RUKH_TARIFFS: folders, RUKH_TICKETING_TIME_ZONE: timeZone }: TicketingConfig,
  { rule, toDay }: { readonly rule: ClearingChoice; readonly toDay: string },
): Promise<ClearingRules> {
  if (rule !== 'TARIFF') return clearingBy(rule);
  const { history } = readTariffs(await readTariffFolders(folders));
  const noonMs = localClock(timeZone).instantOf(findDay(toDay)!, 12 * 3600);
  return findTariff(history, noonMs)?.clearing ?? DEFAULT_CLEARING;
}
