import fc from 'fast-check';
import { EIGHT, TownFleet } from '../tracking/town.fixture.js';
import type { VehicleUpdate } from '../tracking/index.js';
import { hasMoved } from './has-moved.js';
import { keepAhead } from './keep-ahead.js';
import { endOfClass } from './error-histogram.js';
import { LEADS } from './interval-widths.js';
import { Predictor } from './predictor.js';
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
): readonly TripPrediction[] {
  const from = town.updates.length;
  drive();
  let predictions: readonly TripPrediction[] = [];
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

/** Vehicles leave a little late. */
function expectSoonAfter(departure: number, scheduled: number): void {
  expect(departure).toBeGreaterThanOrEqual(scheduled);
  expect(departure).toBeLessThan(scheduled + 45);
}

describe('predictions', () => {
  it('are the timetable’s where nothing is known, with the stops passed as they were seen', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    let predictions: readonly TripPrediction[] = [];
    for (let t = 0; t <= 180; t += 20) {
      const update = town.report('v1', t, town.onTrip('out1', (t * 1000) / 120));
      predictions = predictor.predict(update, town.fleet.findState('v1')!);
    }
    expect(print(town, predictions[0]!)).toBe('out1 | [0 0:02] | [1 1:58] | 2 4:06 | 3 6:06 | 4 8:06');
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
    expectSoonAfter(predictions[1]!.stops[0]!.departureSeconds, EIGHT + 12 * 60);
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
    expectSoonAfter(next!.stops[0]!.departureSeconds, EIGHT);
  });

  it('are wider the farther ahead they are', () => {
    const town = new TownFleet();
    const [now] = driveAndPredict(town, new Predictor(town.timetable), () =>
      town.drive('v1', 'out1', 0, 0, 1200),
    );
    const widths = now!.stops
      .filter(({ observed }) => !observed)
      .map(({ uncertaintySeconds }) => uncertaintySeconds);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(widths.length);
  });

  it('know of a slow street from the vehicle before, on whatever trip it passed', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    const crawl = (vehicleId: string, tripId: string, from: number): TripPrediction => {
      let predictions: readonly TripPrediction[] = [];
      for (let t = 0; t <= 600; t += 20) {
        const update = town.report(vehicleId, from + t, town.onTrip(tripId, (t * 1000) / 200));
        predictions = predictor.predict(update, town.fleet.findState(vehicleId)!);
      }
      return predictions[0]!;
    };
    crawl('v1', 'out1', 0);
    const before = new Predictor(town.timetable);
    town.report('v2', 580, town.onTrip('out2', 200));
    const update = town.report('v2', 600, town.onTrip('out2', 300));
    const says = (by: Predictor): number => {
      const [next] = by.predict(update, town.fleet.findState('v2')!);
      return next!.stops[3]!.arrivalSeconds;
    };
    expect(says(predictor)).toBeGreaterThan(says(before) + 60);
  });

  it('tell arriving from leaving where vehicles report often enough to show how long they stand', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    // 90 seconds to the next stop, a kilometre on, and 30 there.
    const metresAt = (t: number): number => 1000 * Math.floor(t / 120) + Math.min(1, (t % 120) / 90) * 1000;
    let predictions: readonly TripPrediction[] = [];
    for (let vehicle = 0; vehicle < 30; vehicle++) {
      for (let t = 0; t <= 300; t += 5) {
        const update = town.report(`v${vehicle}`, t, town.onTrip('out1', metresAt(t)));
        predictions = predictor.predict(update, town.fleet.findState(`v${vehicle}`)!);
      }
    }
    const next = predictions[0]!.stops.find(({ observed }) => !observed)!;
    expect(next.departureSeconds - next.arrivalSeconds).toBeGreaterThan(12);
    expect(next.departureSeconds - next.arrivalSeconds).toBeLessThan(40);
  });

  it('are held against when the vehicle comes to a stop, not against when it goes on', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    // As the timetable has it, but for a minute and a half at the second stop.
    const metresAt = (t: number): number => ((t < 240 ? t : Math.max(240, t - 90)) * 1000) / 120;
    for (let t = 0; t <= 400; t += 10) {
      const update = town.report('v1', t, town.onTrip('out1', metresAt(t)));
      predictor.predict(update, town.fleet.findState('v1')!);
    }
    expect(listErrors(predictor, 1).length).toBeGreaterThan(0);
    expect(Math.max(...listErrors(predictor, 1).map(({ most }) => most))).toBeLessThan(30);
  });

  it('are held against what comes also while they hold, and nothing new is told', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    for (let t = 0; t <= 400; t += 10) {
      const update = town.report('v1', t, town.onTrip('out1', (t * 1000) / 120));
      predictor.predictNews(update, town.fleet.findState('v1')!, false);
    }
    // Three stops are passed; what is new a minute ahead of one is told once in that time.
    expect(listErrors(predictor, 1).reduce((sum, { weight }) => sum + weight, 0)).toBeGreaterThan(2);
  });

  it('are not held against an arrival that was not seen, where arrivals are', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    const metresAt = (t: number): number => 1000 * Math.floor(t / 120) + Math.min(1, (t % 120) / 90) * 1000;
    const drive = (id: string, every: number): void => {
      for (let t = 0; t <= 300; t += every) {
        const update = town.report(id, t, town.onTrip('out1', metresAt(t)));
        predictor.predict(update, town.fleet.findState(id)!);
      }
    };
    for (let vehicle = 0; vehicle < 30; vehicle++) drive(`often-${vehicle}`, 5);
    const known = listErrors(predictor, 1);
    expect(known.length).toBeGreaterThan(0);
    for (let vehicle = 0; vehicle < 30; vehicle++) drive(`seldom-${vehicle}`, 30);
    expect(listErrors(predictor, 1)).toEqual(known);
  });

  it('keep all that was learned through a dump', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    driveAndPredict(town, predictor, () => town.drive('v1', 'out1', 240, 0, 3900));
    const again = new Predictor(town.timetable);
    again.restoreSections(JSON.parse(JSON.stringify(predictor.dumpSections())) as (string | number)[][]);
    expect(again.dumpSections()).toEqual(predictor.dumpSections());
    expect(again.sections.size).toBe(predictor.sections.size);
    expect(again.sections.size).toBeGreaterThan(2);
  });

  it('take over nothing of stops that are no more, nor of rows they do not know', () => {
    const town = new TownFleet();
    const predictor = new Predictor(town.timetable);
    predictor.restoreSections([
      ['gone', 'O1', 1, 200, 1, 200, EIGHT],
      ['', 'something of a later version', 1, 2, 3],
      ['', 'errors', 9, 9, 1],
    ]);
    expect(predictor.sections.size).toBe(0);
  });

  it('take over what a version before this learned, as far as it is understood', () => {
    const predictor = new Predictor(new TownFleet().timetable);
    // What positions meant by the share of the way, and departures after a whole headway, mean something else now.
    const toStop = Array.from({ length: 26 }, (_, i) => i + 1);
    const section = ['O0', 'O1', 3, 360, 360, 9, 1080, 1080, EIGHT];
    predictor.restoreSections([
      ['', 'dwell', 200, 20],
      ['', 'to-stop', ...toStop],
      ['', 'departures-on-headway', 600, 700, 800],
      ['', 'network', 30_000, 45_000, EIGHT],
      section,
    ]);
    const rows = predictor.dumpSections();
    const named = (name: string): (string | number)[] => rows.find((row) => row[1] === name)!.slice(2);
    expect(named('dwell')).toEqual([200, 20]);
    expect(named('next-stop')).toEqual(Array.from({ length: 74 }, () => 0));
    expect(named('departures-held')).toEqual([]);
    expect(named('network')).toEqual([0, 0, 0, 0]);
    expect(rows).toContainEqual(section);
  });

  it('rise from stop to stop, whatever was learned and however long ago it was said', () => {
    const crossing = fc.record({ from: fc.nat(4), seconds: fc.integer({ min: 1, max: 900 }) });
    fc.assert(
      fc.property(fc.array(crossing, { maxLength: 40 }), fc.nat(1800), (crossings, later) => {
        const town = new TownFleet();
        const predictor = new Predictor(town.timetable);
        const pattern = town.schedule.trips.pattern[town.schedule.trips.indexOf.get('out1')!]!;
        const sections = predictor.sections.of(pattern, town.schedule.patterns[pattern]!);
        for (const { from, seconds } of crossings) {
          if (from < 4) predictor.sections.learn(sections[from + 1]!, seconds, 1, 120, EIGHT);
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
    expect(hasMoved(EIGHT + 60, EIGHT + 62, EIGHT)).toBe(false);
    expect(hasMoved(EIGHT + 60, EIGHT + 70, EIGHT)).toBe(true);
    expect(hasMoved(EIGHT + 1800, EIGHT + 1830, EIGHT)).toBe(false);
    expect(hasMoved(EIGHT + 1800, EIGHT + 1860, EIGHT)).toBe(true);
  });
});

/** Errors that are kept of trips under way at a lead: at most so many seconds, and how much they weigh. */
function listErrors(predictor: Predictor, leadIndex: number): { most: number; weight: number }[] {
  const guess = Math.hypot(12, 5 * Math.sqrt(LEADS[leadIndex]!));
  const row = predictor
    .dumpSections()
    .find(([, name, kind, lead]) => name === 'error-weights' && kind === 0 && lead === leadIndex);
  const pairs = (row ?? []).slice(4).map(Number);
  return pairs.flatMap((c, i) =>
    i % 2 === 0 ? [{ most: guess * endOfClass(c), weight: pairs[i + 1]! }] : [],
  );
}
