import { followPace, weighPace } from './follow-pace.js';
import { type NewHypothesis, createHypothesis } from './hypothesis.js';
import { LearnedPunctuality } from './learned-punctuality.js';
import { TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';

/** A bus on its trip that is so late when it is met, and gains so much on the timetable in each second after. */
function watch(lateSeconds: number, gain: number, minutes: number): NewHypothesis {
  const { timetable } = new TownFleet();
  const trip = timetable.dayRuns(timetable.days.dateAt(1_795_413_600)).byTrip.values().next().value![0]!;
  const past = { evidence: 0, timeEvidence: 0, runEvidence: 0 };
  const bus = createHypothesis(trip, 'IN_PROGRESS', 0, 0, past);
  for (let t = 0; t <= minutes * 60; t += 30) {
    const deviation = lateSeconds - gain * t;
    followPace(P, bus, deviation, t === 0 ? 0 : 30);
    bus.deviationSeconds = deviation;
  }
  return bus;
}

function weigh({ driftSeconds, driftSeen }: NewHypothesis, p = P): number {
  return weighPace(p, driftSeconds, driftSeen);
}

describe('the pace of a vehicle', () => {
  it('says nothing when it is met, however late it is', () => {
    expect(weigh(watch(900, 0, 0))).toBe(0);
  });

  it('speaks for one that keeps the timetable’s, though it is a quarter of an hour late', () => {
    expect(weigh(watch(900, 0, 10))).toBeGreaterThan(0.7);
  });

  it('speaks against one that goes at twice the timetable’s, as one that drives empty past the stops, and soon more so', () => {
    expect(weigh(watch(0, 1, 10))).toBeLessThan(-2);
    expect(weigh(watch(0, 1, 10))).toBeLessThan(weigh(watch(0, 1, 2)) - 1);
  });

  it('forgets what it lost in a jam a quarter of an hour ago', () => {
    const bus = watch(0, -1, 5);
    expect(bus.driftSeconds).toBeGreaterThan(150);
    for (let i = 0; i < 30; i++) followPace(P, bus, bus.deviationSeconds, 30);
    expect(bus.driftSeconds).toBeLessThan(10);
  });

  it('means less where the network’s own vehicles stray farther', () => {
    const punctuality = new LearnedPunctuality(P);
    for (let t = 0; t < 3 * 3600; t += 30) {
      for (const drift of [-240, -120, 120, 240]) punctuality.observePace(drift, 30);
      punctuality.learn(t);
    }
    const { parameters } = punctuality;
    expect(parameters.paceEarlyScale).toBeGreaterThan(1.5 * P.paceEarlyScale);
    const empty = watch(0, 1, 10);
    expect(weigh(empty, parameters)).toBeGreaterThan(weigh(empty) + 1);
  });
});

describe('a trip that a vehicle is taken to be on', () => {
  it('is doubted of one that runs along the line in half the time, and not of one that is as early throughout', () => {
    const scoreOf = (speed: number): number => {
      const town = new TownFleet();
      // Both are at 3,600 m two minutes before the timetable has them there.
      const at = 3600 / (1000 / 120) - 120;
      for (let t = at % 20; t <= at; t += 20) {
        const metres = 3600 - (at - t) * speed;
        if (metres >= 250) town.report('v1', t, town.onTrip('out1', metres));
      }
      const { beam } = town.fleet.findState('v1')!;
      const trip = town.schedule.trips.indexOf.get('out1');
      const { driftSeconds, driftSeen } = beam.find((idea) => idea.trip.trip === trip)!;
      return weighPace(P, driftSeconds, driftSeen);
    };
    expect(scoreOf(1000 / 120)).toBeGreaterThan(0.3);
    expect(scoreOf(2 * (1000 / 120))).toBeLessThan(0);
  });
});
