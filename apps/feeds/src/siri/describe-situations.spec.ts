import type { Alert } from '@rukh/domain/realtime';
import { describeSituations } from './describe-situations.js';

const NOW = Date.parse('2026-11-30T00:30:00+02:00') / 1000;

/** When the situation of an alert begins, as told at `now`. */
function beginning(alert: Alert, now = NOW): string {
  const [told] = describeSituations([{ id: 'a', alert }], {
    participant: 'city',
    timeZone: 'Europe/Kyiv',
    now,
  }) as [{ ValidityPeriod: [{ StartTime: string }] }];
  return told.ValidityPeriod[0].StartTime;
}

describe('a situation of which nobody said when it begins', () => {
  it('began with the day of the city, and says so until the day is over', () => {
    expect(beginning({})).toBe('2026-11-30T00:00:00+02:00');
    expect(beginning({}, NOW + 23 * 3600)).toBe('2026-11-30T00:00:00+02:00');
  });

  it('of a trip began with the day of the trip, which after midnight is the day before', () => {
    const ofTrip = (startDate: string): Alert => ({ informedEntity: [{ trip: { tripId: 'T', startDate } }] });
    expect(beginning(ofTrip('20261129'))).toBe('2026-11-29T00:00:00+02:00');
    expect(beginning(ofTrip('20261201'))).toBe('2026-11-30T00:00:00+02:00');
  });
});
