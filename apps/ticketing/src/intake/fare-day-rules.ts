import type { FareDayRules } from '@rukh/domain/taps';
import type { TicketingConfig } from '../config.js';
import type { Tariffs } from '../pricing/tariffs.js';

/** By the configuration, and by the tariff in force then where that says nothing of when a fare day begins. */
export function fareDayRules(config: TicketingConfig, tariffs: Tariffs, atMs: number): FareDayRules {
  return {
    timeZone: config.RUKH_TICKETING_TIME_ZONE,
    startMinutes: config.RUKH_TICKETING_FARE_DAY_START ?? tariffs.fareDayStartAt(atMs),
    closesAfterMinutes: config.RUKH_TICKETING_FARE_DAY_CLOSES_MINUTES,
    lateDays: config.RUKH_TICKETING_LATE_DAYS,
  };
}
