import fc from 'fast-check';
import type { Run } from './service-day-runs.js';
import { SharedRuns } from './share-runs.js';
import { getServiceDate } from '../time/index.js';

const runs: Run[] = Array.from({ length: 6 }, (_, i) => ({
  key: `B${i}|20261123`,
  serviceDate: getServiceDate('20261123'),
  trips: [],
}));

/** Probability of each run for a vehicle: its own odds with what the others leave free. */
function shareOf(odds: Map<string, Map<Run, number>>, vehicleId: string): number[] {
  const wanting = [...odds].map(([id, wanted]) => ({
    vehicleId: id,
    beam: [...wanted].map(([run, value]) => ({ trip: { run }, ownScore: Math.log(value) })),
    noneScore: 0,
  }));
  const shared = new SharedRuns(wanting);
  const vehicle = shared.findVehicle(vehicleId);
  const weights = runs.map(
    (run) => (odds.get(vehicleId)!.get(run) ?? 0) * shared.probabilityFree(vehicle, run),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  return weights.map((weight) => weight / total);
}

describe('runs shared among vehicles', () => {
  it('stay with the only vehicle that wants them', () => {
    const odds = new Map([['a', new Map([[runs[0]!, 50]])]]);
    expect(shareOf(odds, 'a')[0]).toBeCloseTo(50 / 51, 3);
  });

  it('go to the vehicle that has no other, though another would like it as much', () => {
    const odds = new Map([
      ['a', new Map([[runs[0]!, 1000]])],
      [
        'b',
        new Map([
          [runs[0]!, 1000],
          [runs[1]!, 300],
        ]),
      ],
    ]);
    expect(shareOf(odds, 'a')[0]).toBeGreaterThan(0.9);
    expect(shareOf(odds, 'b')[1]).toBeGreaterThan(0.9);
  });

  it('untangle a chain of late vehicles, each of which alone looks like the one before', () => {
    // Each vehicle by itself slightly prefers the run of the vehicle behind it; the last has nowhere to go.
    const odds = new Map<string, Map<Run, number>>();
    for (let i = 0; i < 5; i++) {
      odds.set(`v${i}`, new Map([[runs[i]!, 1000], ...(i < 4 ? ([[runs[i + 1]!, 2000]] as const) : [])]));
    }
    for (let i = 0; i < 5; i++) expect(shareOf(odds, `v${i}`)[i]).toBeGreaterThan(0.8);
  });

  it('give every vehicle probabilities that sum to one at most, and no run twice for sure', () => {
    const vehicle = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(vehicle, { minLength: 2, maxLength: 5 }), (all) => {
        const odds = new Map(all.map((values, i) => [`v${i}`, new Map(values.map((v, r) => [runs[r]!, v]))]));
        const sums = runs.map(() => 0);
        for (const id of odds.keys()) shareOf(odds, id).forEach((share, run) => (sums[run]! += share));
        for (const sum of sums) expect(sum).toBeLessThan(1.35);
      }),
    );
  });
});
