import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Schedule, decodeSchedule, encodeSchedule } from '@rukh/domain/gtfs';
import { importGtfs } from './import-gtfs.js';

const ROOT = resolve(import.meta.dirname, '../../../..');
const SHARED = process.env.RUKH_SHARED ?? resolve(ROOT, '../shared');

/** What is known of each feed, counted by other means: trips, stop times, and warnings by rule. */
const FEEDS: readonly [string, { trips: number; stopTimes: number; warnings: Record<string, number> }][] = [
  ['lviv/gtfs.zip', { trips: 13_979, stopTimes: 431_271, warnings: {} }],
  ['kyiv/gtfs.zip', { trips: 21_921, stopTimes: 95_655, warnings: { shape_backwards: 34 } }],
  ['wmata/gtfs.zip', { trips: 4_167, stopTimes: 232_187, warnings: {} }],
  ['kingston/gtfs.zip', { trips: 7_113, stopTimes: 176_768, warnings: {} }],
  [
    'small-gtfs/auckland.zip',
    { trips: 15, stopTimes: 569, warnings: { bad_optional_value: 12_246, unknown_parent: 356 } },
  ],
  ['small-gtfs/berlin.zip', { trips: 348, stopTimes: 8_865, warnings: { unknown_parent: 211 } }],
  [
    'small-gtfs/bullrunner-gtfs-timepoints-only-legacy-exact-times-1.zip',
    { trips: 15, stopTimes: 473, warnings: {} },
  ],
  ['small-gtfs/bullrunner-gtfs.zip', { trips: 15, stopTimes: 473, warnings: {} }],
  ['small-gtfs/fortaleza.zip', { trips: 2_292, stopTimes: 44_646, warnings: { midnight_not_passed: 15 } }],
  [
    'small-gtfs/poa.zip',
    { trips: 387, stopTimes: 23_040, warnings: { bad_optional_value: 4, midnight_not_passed: 10 } },
  ],
  ['small-gtfs/saopaulo.zip', { trips: 92, stopTimes: 3_639, warnings: {} }],
  [
    'small-gtfs/testagency.zip',
    {
      trips: 33,
      stopTimes: 80,
      warnings: { bad_optional_value: 2, unknown_parent: 2, midnight_not_passed: 1 },
    },
  ],
  [
    'small-gtfs/testagency2.zip',
    {
      trips: 33,
      stopTimes: 80,
      warnings: { bad_optional_value: 2, unknown_parent: 2, call_at_station: 7, midnight_not_passed: 1 },
    },
  ],
  ['small-gtfs/warsaw.zip', { trips: 56, stopTimes: 1_649, warnings: { unknown_parent: 20 } }],
];

/** What every reader of a schedule relies on. */
function checkSound(schedule: Schedule): void {
  const { trips, stopTimes, patterns } = schedule;
  for (const { stops, stopMetres, line } of patterns) {
    expect(stopMetres).toHaveLength(stops.length);
    expect(line.x.length).toBeGreaterThanOrEqual(2);
    expect(rises(stopMetres)).toBe(true);
  }
  for (let trip = 0; trip < trips.ids.length; trip++) {
    const from = trips.firstStopTime[trip]!;
    const to = trips.firstStopTime[trip + 1]!;
    if (to - from !== patterns[trips.pattern[trip]!]!.stops.length) throw new Error(trips.ids[trip]);
    for (let row = from; row < to; row++) {
      const before = row > from ? stopTimes.departureSeconds[row - 1]! : 0;
      const sound =
        stopTimes.arrivalSeconds[row]! >= before &&
        stopTimes.departureSeconds[row]! >= stopTimes.arrivalSeconds[row]! &&
        (row === from || stopTimes.stopSequence[row]! > stopTimes.stopSequence[row - 1]!);
      if (!sound) throw new Error(`stop time ${row} of trip ${trips.ids[trip]!}`);
    }
  }
}

function rises(values: Float64Array): boolean {
  return values.every((value, i) => i === 0 || value >= values[i - 1]!);
}

describe('the bundled feed of Lviv', () => {
  const imported = importGtfs(join(ROOT, 'data/lviv/gtfs.zip'));

  it('imports without a warning', async () => {
    const { report } = await imported;
    expect(report).toMatchObject({ accepted: true, feedVersion: '4.33-timetabled-1' });
    expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('keeps the numbers that the city counts over the block', async () => {
    const { schedule } = await imported;
    expect(schedule!.stopTimes.stopSequence.reduce((a, b) => Math.max(a, b))).toBeGreaterThan(300);
  });

  it('goes to bytes and back whole, small and quickly', async () => {
    const { schedule } = await imported;
    const bytes = encodeSchedule(schedule!);
    expect(bytes.length).toBeLessThan(4_000_000);
    // Not by Jest's own comparison: it would print half a million numbers.
    expect(isDeepStrictEqual(decodeSchedule(bytes), schedule)).toBe(true);
  });
});

if (existsSync(SHARED)) {
  describe('feeds of the world', () => {
    it.each(FEEDS)('%s imports', async (path, { trips, stopTimes, warnings }) => {
      const { schedule, report } = await importGtfs(join(SHARED, 'data', path));
      expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(report.summary).toMatchObject({ trips, stopTimes });
      const kinds = new Set(
        report.findings.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule),
      );
      expect(Object.fromEntries([...kinds].map((rule) => [rule, report.counts[rule]]))).toEqual(warnings);
      checkSound(schedule!);
    });
  });
} else {
  console.log(`The feeds of the world are not tried: there is no ${SHARED} (name another by RUKH_SHARED).`);
}
