import type { Verdict } from './choose-trip.js';
import { nextEmptiness, nextLoyalty } from './follow-loyalty.js';
import { type Fix, type Hypothesis, createFix, createHypothesis } from './hypothesis.js';
import { TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';
import { type VehicleState, createVehicleState } from './vehicle-state.js';

const town = new TownFleet();
const NOTHING = { evidence: 0, timeEvidence: 0, runEvidence: 0 };
const [out1, out2] = ['out1', 'out2'].map((id) => {
  town.report(id, 60, town.onTrip('out1', 500), { tripId: id });
  return town.fleet.findState(id)!.trip!;
});

function ideaOf(trip = out1!, phase: Hypothesis['phase'] = 'IN_PROGRESS'): Hypothesis {
  return createHypothesis(trip, phase, 0, 0, NOTHING);
}

function verdict(chosen: Hypothesis | undefined, confidence: number, emptyShare: number): Verdict {
  return { chosen, confidence, lineConfidence: confidence, emptyShare };
}

const fix: Fix = { ...createFix(), elapsed: 60 };
const fresh = createVehicleState(P, 'v1', { ...fix, x: 0, y: 0, at: 0 }, undefined, 0);
const known = (changes: Partial<VehicleState>): VehicleState => ({ ...fresh, ...changes });

describe('how surely a vehicle drives empty', () => {
  it('goes over ten minutes, whichever trips it may have been on the way to meanwhile', () => {
    let state = known({ emptiness: 0 });
    for (let minute = 0; minute < 30; minute++) {
      // Each minute past the first stop of another trip, which it may be on the way to.
      const passing = verdict(ideaOf(minute % 2 ? out1 : out2, 'DEADHEAD'), 0.5, 0.9);
      const emptiness = nextEmptiness(P, state, passing, false, fix);
      state = known({ emptiness, loyalty: nextLoyalty(P, state, passing, false, fix) });
    }
    expect(state.emptiness).toBeGreaterThan(0.85);
    // It is tied to no run by that.
    expect(state.loyalty).toBe(0);
  });

  it('fades once it is in service', () => {
    const after = nextEmptiness(P, known({ emptiness: 1 }), verdict(ideaOf(), 1, 0), false, fix);
    expect(after).toBeCloseTo(0.9);
  });

  it('is as surely as the run was followed that has just come to its end', () => {
    const state = known({ emptiness: 0.1, loyalty: 0.95 });
    expect(nextEmptiness(P, state, verdict(undefined, 0.9, 0.9), true, fix)).toBeCloseTo(0.945);
    expect(nextEmptiness(P, state, verdict(undefined, 0.9, 0.9), false, fix)).toBeCloseTo(0.18);
  });
});
