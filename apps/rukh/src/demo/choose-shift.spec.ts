import fc from 'fast-check';
import { ServiceDays } from '@rukh/domain/time';
import { KEEP_SECONDS, PEAK_SECONDS, chooseShift, formatShift } from './choose-shift.js';

const ZONE = 'Europe/Kyiv';
const days = new ServiceDays(ZONE);
const local = (text: string): number =>
  Temporal.ZonedDateTime.from(`${text}[${ZONE}]`).epochMilliseconds / 1000;

describe('the shift of the demonstration', () => {
  it('puts the morning peak to now, today after eight', () => {
    expect(chooseShift(local('2026-11-23T16:30'), ZONE)).toMatchObject({
      shiftSeconds: 8.5 * 3600,
      serviceDate: '20261123',
    });
    expect(chooseShift(local('2026-11-23T08:00'), ZONE)).toMatchObject({
      shiftSeconds: 0,
      serviceDate: '20261123',
    });
  });

  it('uses yesterday before eight: its times pass 24:00', () => {
    expect(chooseShift(local('2026-11-23T02:15'), ZONE)).toMatchObject({
      shiftSeconds: 18.25 * 3600,
      serviceDate: '20261122',
    });
    expect(chooseShift(local('2026-11-23T07:59'), ZONE)).toMatchObject({
      shiftSeconds: 86_340,
      serviceDate: '20261122',
    });
  });

  it('is at any instant of any year less than a minute from now, and not negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: local('2026-01-01T00:00'), max: local('2028-12-31T00:00') }), (now) => {
        const { shiftSeconds, serviceDate } = chooseShift(now, ZONE);
        const peak = days.startSeconds(serviceDate) + PEAK_SECONDS + shiftSeconds;
        return shiftSeconds >= 0 && shiftSeconds < 25 * 3600 && peak <= now && now - peak < 60;
      }),
    );
  });

  it('stays for two hours of restarts, and is then chosen anew', () => {
    const first = chooseShift(local('2026-11-23T16:30'), ZONE);
    expect(chooseShift(first.chosenAtSeconds + KEEP_SECONDS - 1, ZONE, first)).toBe(first);
    expect(chooseShift(first.chosenAtSeconds + KEEP_SECONDS, ZONE, first).shiftSeconds).toBe(10.5 * 3600);
    expect(chooseShift(first.chosenAtSeconds - 60, ZONE, first)).not.toBe(first);
  });

  it('is written with hours and minutes', () => {
    expect(formatShift(8.5 * 3600)).toBe('08h30');
    expect(formatShift(0)).toBe('00h00');
  });
});
