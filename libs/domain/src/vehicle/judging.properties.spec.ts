import fc from 'fast-check';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, type ReportOutcome, type VehicleReport } from './index.js';

const NOON = Date.UTC(2026, 10, 23, 10) / 1000;

/** Anything a hostile or broken fleet could send, mostly near the truth so that it gets past the first rules. */
const messages = fc.array(
  fc.record({
    waitSeconds: fc.oneof(fc.nat(20), fc.constantFrom(0, 0.001, 100, 400)),
    reports: fc.array(
      fc.record({
        vehicleId: fc.constantFrom('a', 'b', 'c'),
        behindSeconds: fc.oneof(
          fc.integer({ min: -10, max: 40 }),
          fc.integer({ min: -2000, max: 4000 }),
          fc.double(),
        ),
        lat: fc.oneof(fc.double({ min: 49.8, max: 49.83, noNaN: true }), fc.double()),
        lon: fc.oneof(fc.double({ min: 24, max: 24.03, noNaN: true }), fc.double()),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  { maxLength: 60 },
);
type Messages = typeof messages extends fc.Arbitrary<infer T> ? T : never;

function play(sent: Messages, judge = new FleetJudge(DEFAULT_JUDGING_LIMITS)): ReportOutcome[] {
  let now = NOON;
  return sent.flatMap(({ waitSeconds, reports }) => {
    now += waitSeconds;
    const decoded = reports.map(({ vehicleId, behindSeconds, lat, lon }): VehicleReport =>
      Object.freeze({ vehicleId, timestampSeconds: now - behindSeconds, lat, lon }),
    );
    return judge.judge('mqtt', decoded, now).sort((x, y) => {
      return (x.position?.atSeconds ?? 0) - (y.position?.atSeconds ?? 0);
    });
  });
}

describe('judging anything', () => {
  it('never lets the time of a vehicle go back or stand, nor run ahead of our clock', () => {
    fc.assert(
      fc.property(messages, (sent) => {
        const last = new Map<string, number>();
        for (const { position } of play(sent)) {
          if (!position) continue;
          expect(position.atSeconds).toBeGreaterThan(last.get(position.vehicleId) ?? -Infinity);
          // A thousandth a report is what keeps reports apart that arrive in the same instant.
          expect(position.atSeconds).toBeLessThanOrEqual(position.receivedAtSeconds + 0.3);
          last.set(position.vehicleId, position.atSeconds);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same outcomes each time', () => {
    fc.assert(fc.property(messages, (sent) => expect(play(sent)).toEqual(play(sent))));
  });

  it('answers each report once', () => {
    fc.assert(
      fc.property(messages, (sent) => {
        expect(play(sent)).toHaveLength(sent.reduce((sum, { reports }) => sum + reports.length, 0));
      }),
    );
  });
});
