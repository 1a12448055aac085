import { LearnedPunctuality } from './learned-punctuality.js';
import { TRACKING_PARAMETERS as PRIOR } from './tracking-parameters.js';

/** A morning of ten vehicles that are so late, a position each half minute. */
function watch(punctuality: LearnedPunctuality, deviationSeconds: number, hours = 3): void {
  for (let t = 0; t < hours * 3600; t += 30) {
    for (let vehicle = 0; vehicle < 10; vehicle++) punctuality.observe(0, deviationSeconds, 30, 0.95);
    punctuality.learn(t);
  }
}

describe('how punctual a network is', () => {
  it('is the prior’s guess until something was seen', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    punctuality.learn(0);
    expect(punctuality.parameters).toEqual(PRIOR);
  });

  it('is learned: where vehicles run twenty minutes late that becomes nothing unusual', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    watch(punctuality, 1200);
    expect(punctuality.parameters.deviationCentreSeconds).toBeGreaterThan(900);
    expect(punctuality.parameters.deviationCentreSeconds).toBeLessThan(1200);
    expect(punctuality.parameters.deviationEarlyScale).toBeGreaterThan(PRIOR.deviationEarlyScale * 0.79);
    expect(punctuality.parameters.deviationEarlyScale).toBeLessThanOrEqual(PRIOR.deviationEarlyScale);
  });

  it('is learned of each route by itself, as far as its own vehicles tell', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    for (let t = 0; t < 3 * 3600; t += 30) {
      for (let vehicle = 0; vehicle < 10; vehicle++) {
        punctuality.observe(vehicle < 9 ? 1 : 2, vehicle < 9 ? 60 : -300, 30, 0.95);
      }
      punctuality.learn(t);
    }
    expect(punctuality.centreOf(1)).toBeGreaterThan(20);
    expect(punctuality.centreOf(2)).toBeLessThan(0);
    // Of a route that nobody has seen, what holds for the network.
    expect(punctuality.centreOf(3)).toBe(punctuality.parameters.deviationCentreSeconds);
  });

  it('is never thought so good that a vehicle a few minutes off cannot be believed', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    watch(punctuality, PRIOR.deviationCentreSeconds + 1);
    expect(punctuality.parameters.deviationLateScale).toBeCloseTo(0.8 * PRIOR.deviationLateScale, 5);
  });

  it('does not go by what one vehicle did in one long silence', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    punctuality.observe(0, 4000, 3600, 1);
    punctuality.learn(0);
    expect(punctuality.parameters.deviationLateScale).toBeLessThan(1.1 * PRIOR.deviationLateScale);
  });

  it('is forgotten over night', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    watch(punctuality, 1200);
    punctuality.learn(20 * 3600);
    expect(punctuality.parameters.deviationLateScale).toBeLessThan(1.5 * PRIOR.deviationLateScale);
    expect(punctuality.parameters.deviationCentreSeconds).toBeLessThan(500);
  });
});

describe('how many departures are bound to the timetable', () => {
  /** A morning of departures, so long after their times one after another. */
  function learnDepartures(offs: readonly number[]): number {
    const punctuality = new LearnedPunctuality(PRIOR);
    for (let t = 0; t < 3600; t += 20) {
      punctuality.observeDeparture(0, offs[(t / 20) % offs.length]!);
      punctuality.learn(t);
    }
    return punctuality.parameters.departureBound;
  }

  it('is learned: nearly all where drivers leave at their minute, few where they leave at any', () => {
    expect(learnDepartures([0, 10, 20, 30])).toBeGreaterThan(0.8);
    expect(learnDepartures([-800, -500, -300, 300, 500, 800])).toBeLessThan(0.25);
  });

  it('survives a restart', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    punctuality.learn(0);
    punctuality.observe(7, 60, 30, 0.95);
    for (let i = 0; i < 100; i++) punctuality.observeDeparture(7, 600);
    punctuality.learn(20);
    const restored = new LearnedPunctuality(PRIOR);
    restored.restore(punctuality.dump());
    for (const [route, ...sums] of punctuality.listRoutes()) restored.restoreRoute(route, sums);
    expect(restored.departureBoundOf(7)).toBeLessThan(0.4);
    expect(restored.departureBoundOf(7)).toBeCloseTo(punctuality.departureBoundOf(7), 2);
    expect(restored.departureBoundOf(8)).toBeCloseTo(punctuality.departureBoundOf(8), 2);
  });

  it('is learned of each route, as far as its own departures tell', () => {
    const punctuality = new LearnedPunctuality(PRIOR);
    punctuality.learn(0);
    for (let i = 0; i < 300; i++) {
      punctuality.observeDeparture(1, 15);
      punctuality.observeDeparture(2, i % 2 === 0 ? -400 : 700);
    }
    punctuality.learn(20);
    expect(punctuality.departureBoundOf(1)).toBeGreaterThan(0.8);
    expect(punctuality.departureBoundOf(2)).toBeLessThan(0.3);
    expect(punctuality.departureBoundOf(3)).toBe(punctuality.parameters.departureBound);
  });
});
