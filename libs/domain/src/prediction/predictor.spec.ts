import fc from 'fast-check';
import { EIGHT, TownFleet } from '../tracking/town.fixture.js';
import type { VehicleUpdate } from '../tracking/index.js';
import { hasMoved } from './has-moved.js';
import { keepAhead } from './keep-ahead.js';
import { Predictor } from './predictor.js';
import { SectionTimes } from './section-times.js';
import type { TripPrediction } from './trip-prediction.js';

/** `trip | stop +m:ss ...` with times after 08:00; passed stops in brackets. */
function print(town: TownFleet, prediction: TripPrediction): string {
  const stops = prediction.stops.map(({ stopIndex, arrivalSeconds, observed }) => {
    const seconds = Math.round(arrivalSeconds - EIGHT);
    const time = `${stopIndex} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return observed ? `[${time}]` : time;
  });
  return `${town.schedule.trips.ids[prediction.instance.trip]!} | ${stops.join(' | ')}`;
}

/** Drives with a predictor listening, and gives what it says at the end. */
function driveAndPredict(
  town: TownFleet,
  predictor: Predictor,
  drive: () => VehicleUpdate,
): TripPrediction[] {
  const from = town.updates.length;
  drive();
  let predictions: TripPrediction[] = [];
  for (const update of town.updates.slice(from)) {
    predictions = predictor.predict(update, town.fleet.findState(update.position.vehicleId)!);
  }
  return predictions;
}

function expectRising({ stops }: TripPrediction): void {
  let before = -Infinity;
  for (const { arrivalSeconds, departureSeconds } of stops) {
    expect(arrivalSeconds).toBeGreaterThan(before);
    expect(departureSeconds).toBeGreaterThanOrEqual(arrivalSeconds);
    before = departureSeconds;
  }
}

describe('predictions', () => {
  it('are the timetable’s where nothing is known, with the stops passed as they were seen', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    let predictions: TripPrediction[] = [];
    for (let t = 0; t <= 180; t += 20) {
      const update = town.report('v1', t, town.onTrip('out1', (t * 1000) / 120));
      predictions = predictor.predict(update, town.fleet.findState('v1')!);
    }
    expect(print(town, predictions[0]!)).toBe('out1 | [0 0:04] | [1 1:56] | 2 3:59 | 3 5:58 | 4 7:57');
  });

  it('cover the next trips of the block, none before its time', () => {
    const town = new TownFleet();
    const predictions = driveAndPredict(town, new Predictor(town.timetable), () =>
      town.drive('v1', 'out1', 0, 0, 2000),
    );
    expect(predictions.map(({ instance, ahead }) => [town.schedule.trips.ids[instance.trip], ahead])).toEqual(
      [
        ['out1', 0],
        ['back1', 1],
        ['out3', 2],
      ],
    );
    expect(predictions[1]!.stops[0]!.departureSeconds).toBe(EIGHT + 12 * 60);
    predictions.forEach(expectRising);
  });

  it('let a trip begin late when its vehicle ends the one before late', () => {
    const town = new TownFleet();
    const late = driveAndPredict(town, new Predictor(town.timetable), () =>
      town.drive('v1', 'out1', 360, 0, 2000),
    );
    const [first, second] = late;
    expect(second!.stops[0]!.departureSeconds).toBeGreaterThan(first!.stops.at(-1)!.arrivalSeconds);
    expect(second!.deviationSeconds).toBeGreaterThan(150);
  });

  it('exist for a trip before its vehicle has set out', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    const update = town.report('v1', -300, town.onTrip('out1', 0));
    const [next] = predictor.predict(update, town.fleet.findState('v1')!);
    expect(next!.stops).toHaveLength(5);
    expect(next!.stops[0]!.departureSeconds).toBe(EIGHT);
  });

  it('learn from the vehicle before, on whatever route it passed', () => {
    const sections = new SectionTimes();
    for (let i = 0; i < 4; i++) sections.learn(1, 2, 300, 120, EIGHT + i * 60);
    expect(sections.estimate(1, 2, 120, EIGHT + 300)).toBeGreaterThan(240);
    expect(sections.estimate(1, 2, 120, EIGHT + 300)).toBeLessThan(310);
  });

  it('go back to the timetable, stretched as the network is, where a section was not passed', () => {
    const sections = new SectionTimes();
    expect(sections.estimate(5, 6, 100, EIGHT)).toBe(100);
    for (let i = 0; i < 50; i++) sections.learn(1, 2, 180, 120, EIGHT);
    expect(sections.estimate(5, 6, 100, EIGHT)).toBeGreaterThan(130);
  });

  it('do not learn a breakdown', () => {
    const sections = new SectionTimes();
    sections.learn(1, 2, 7200, 120, EIGHT);
    expect(sections.size).toBe(0);
  });

  it('keep what was learned through a dump', () => {
    const sections = new SectionTimes();
    sections.learn(1, 2, 300, 120, EIGHT);
    const again = new SectionTimes();
    again.restore(sections.dump());
    expect(again.estimate(1, 2, 120, EIGHT)).toBe(sections.estimate(1, 2, 120, EIGHT));
  });

  it('rise from stop to stop, whatever was learned and however long ago it was said', () => {
    const crossing = fc.record({ from: fc.nat(4), seconds: fc.integer({ min: 1, max: 900 }) });
    fc.assert(
      fc.property(fc.array(crossing, { maxLength: 40 }), fc.nat(1800), (crossings, later) => {
        const town = new TownFleet();
        const predictor = new Predictor(town.timetable);
        const out =
          town.schedule.patterns[town.schedule.trips.pattern[town.schedule.trips.indexOf.get('out1')!]!]!;
        for (const { from, seconds } of crossings) {
          if (from < 4) predictor.sections.learn(out.stops[from]!, out.stops[from + 1]!, seconds, 120, EIGHT);
        }
        const predictions = driveAndPredict(town, predictor, () => town.drive('v1', 'out1', 0, 0, 1200));
        const now = EIGHT + 144 + later;
        for (const prediction of predictions) {
          expectRising(prediction);
          const kept = keepAhead(prediction, now);
          expectRising(kept);
          const next = kept.stops.find(({ observed }) => !observed)!;
          expect(next.departureSeconds).toBeGreaterThan(now);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('news', () => {
  it('is a time that moved by more than a rider forgives, not a second or two', () => {
    const town = new TownFleet();
    const [prediction] = driveAndPredict(town, new Predictor(town.timetable), () =>
      town.drive('v1', 'out1', 0, 0, 1200),
    );
    const shifted = (seconds: number): TripPrediction => ({
      ...prediction!,
      stops: prediction!.stops.map((stop) => ({ ...stop, arrivalSeconds: stop.arrivalSeconds + seconds })),
    });
    expect(hasMoved([prediction!], [shifted(2)])).toBe(false);
    expect(hasMoved([prediction!], [shifted(30)])).toBe(true);
    expect(hasMoved([prediction!], [])).toBe(true);
  });
});
