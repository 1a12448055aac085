import {
  HARD_DEVICE_TROUBLES,
  NO_DEVICE_TROUBLES,
  type PlannedTap,
  planDeviceTroubles,
  planTapDay,
} from './index.js';

const DAY = Date.UTC(2026, 10, 27, 22);
const OPTIONS = { seed: 7, devices: 50, taps: 20_000, dayStartMs: DAY };
const MINUTE = 60_000;

const devices = planTapDay(OPTIONS);
const taps = devices.flat();

function share(test: (tap: PlannedTap) => boolean): number {
  return taps.filter(test).length / taps.length;
}

describe('a day of taps', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planTapDay(OPTIONS)).toEqual(devices);
    expect(planTapDay({ ...OPTIONS, seed: 8 })).not.toEqual(devices);
  });

  it('has about as many taps as asked for, by time, spread over the devices', () => {
    expect(Math.abs(taps.length / OPTIONS.taps - 1)).toBeLessThan(0.1);
    for (const list of devices) {
      expect(list.length).toBeGreaterThan(200);
      expect(list.every(({ atMs }, i) => i === 0 || atMs >= list[i - 1]!.atMs)).toBe(true);
    }
  });

  it("has Lviv's shares of concessions, cashless and cash", () => {
    expect(share(({ kind }) => kind.name === 'concession')).toBeCloseTo(0.4, 1);
    expect(share(({ kind }) => kind.name === 'cash')).toBeCloseTo(0.24, 1);
  });

  it('has nothing that looks like the number of a bank card', () => {
    expect(taps.filter(({ token }) => /\d{12}/.test(token))).toEqual([]);
  });

  it('keeps clear of the 40 minutes of a transfer by more than a clock may be wrong after correction', () => {
    const ofToken = new Map<string, number[]>();
    for (const { token, atMs } of taps) {
      if (token !== '') ofToken.set(token, [...(ofToken.get(token) ?? []), atMs]);
    }
    let transfers = 0;
    for (const times of ofToken.values()) {
      times.sort((a, b) => a - b);
      let windowFrom = -Infinity;
      for (const at of times) {
        const since = at - windowFrom;
        expect(Math.abs(since - 40 * MINUTE)).toBeGreaterThan(3 * MINUTE);
        if (since > 40 * MINUTE) windowFrom = at;
        else if (since > MINUTE) transfers++;
      }
    }
    expect(transfers / taps.length).toBeGreaterThan(0.1);
  });
});

describe('troubles of devices', () => {
  it('are none where none are asked for', () => {
    const troubles = planDeviceTroubles(1, 5, DAY, NO_DEVICE_TROUBLES);
    expect(troubles).toEqual({ driftMs: 0, offline: [], crashesMs: [] });
  });

  it('come to their rates, and a clock that is lost is never offline', () => {
    const all = Array.from({ length: 2000 }, (_, i) => planDeviceTroubles(1, i, DAY, HARD_DEVICE_TROUBLES));
    const rate = (test: (t: (typeof all)[0]) => boolean): number => all.filter(test).length / all.length;
    expect(rate(({ offline }) => offline.length > 0)).toBeCloseTo(0.39, 1);
    expect(rate(({ crashesMs }) => crashesMs.length > 0)).toBeCloseTo(0.15, 1);
    const lost = all.filter(({ driftMs }) => Math.abs(driftMs) > 5 * MINUTE);
    expect(lost.length).toBeGreaterThan(10);
    expect(lost.every(({ offline }) => offline.length === 0)).toBe(true);
  });
});
