import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { type Schedule, firstDepartureSeconds, listTripInstances } from '@rukh/domain/gtfs';
import { ServiceDays, addDays, getServiceDate } from '@rukh/domain/time';
import { serviceAlertSchema } from '@rukh/adapters/notices';
import { demoAlert } from './demo-alert.js';
import { prepareDemoGtfs } from './prepare-demo-gtfs.js';

const BUNDLED = new URL('../../../../data/lviv/gtfs.zip', import.meta.url).pathname;
/** A Sunday night in winter, half past two. */
const NIGHT = Temporal.ZonedDateTime.from('2026-11-22T02:30[Europe/Kyiv]').epochMilliseconds / 1000;

async function load(path: string): Promise<Schedule> {
  const { schedule, report } = await importGtfs(path);
  if (!schedule) throw new Error(JSON.stringify(report));
  return schedule;
}

let bundled: Promise<Schedule> | undefined;
const loadBundled = (): Promise<Schedule> => (bundled ??= load(BUNDLED));

/** Trips under way at an instant. */
function underWay(schedule: Schedule, atSeconds: number): number {
  const days = new ServiceDays(schedule.timeZone);
  let count = 0;
  for (const date of days.around(atSeconds)) {
    for (const { trip, startSeconds } of listTripInstances(schedule, date)) {
      const start = days.startSeconds(date) + startSeconds;
      const last = schedule.trips.firstStopTime[trip + 1]! - 1;
      const duration = schedule.stopTimes.arrivalSeconds[last]! - firstDepartureSeconds(schedule, trip);
      if (start <= atSeconds && start + duration >= atSeconds) count++;
    }
  }
  return count;
}

describe('the GTFS of the demonstration', () => {
  let home: string;
  beforeAll(async () => (home = await mkdtemp(join(tmpdir(), 'rukh-demo-'))));
  afterAll(async () => rm(home, { recursive: true }));

  it('shows a busy city on a Sunday night, and the day goes on from there', async () => {
    const { path, shiftSeconds, sentence } = await prepareDemoGtfs(home, NIGHT);
    expect(shiftSeconds).toBe(18.5 * 3600);
    expect(sentence.en).toContain('18 h 30 min');
    expect(sentence.uk).toContain('02:30');
    const [shifted, original] = [await load(path), await loadBundled()];
    const morning = Temporal.ZonedDateTime.from('2026-11-25T08:00[Europe/Kyiv]').epochMilliseconds / 1000;
    for (const hours of [0, 1, 6, 12]) {
      expect(underWay(shifted, NIGHT + hours * 3600)).toBe(underWay(original, morning + hours * 3600));
    }
    expect(underWay(shifted, NIGHT)).toBeGreaterThan(500);
  });

  it('keeps ids, blocks, stops and shapes, and says in its version that it is a demonstration', async () => {
    const { path } = await prepareDemoGtfs(home, NIGHT);
    const [shifted, original] = [await load(path), await loadBundled()];
    expect(shifted.feedVersion).toBe(`${original.feedVersion}-demo+18h30`);
    expect(shifted.trips.ids.filter((id) => !original.trips.indexOf.has(id))).toEqual([]);
    expect(shifted.stops.ids).toEqual(original.stops.ids);
    const blocks = new Set(original.blockIds);
    expect(shifted.blockIds.filter((id) => !blocks.has(id))).toEqual([]);
  });

  it('runs every trip every day, a week back and months ahead', async () => {
    const schedule = await load((await prepareDemoGtfs(home, NIGHT)).path);
    for (const days of [-7, -1, 0, 1, 6, 60]) {
      expect(listTripInstances(schedule, addDays(getServiceDate('20261121'), days))).toHaveLength(
        schedule.trips.ids.length,
      );
    }
  });

  it('stays the same archive over restarts within two hours, and is made anew later', async () => {
    const { path, shiftSeconds } = await prepareDemoGtfs(home, NIGHT);
    const { mtimeMs } = await stat(path);
    expect((await prepareDemoGtfs(home, NIGHT + 7000)).shiftSeconds).toBe(shiftSeconds);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    expect((await prepareDemoGtfs(home, NIGHT + 7300)).shiftSeconds).toBe(shiftSeconds + 7260);
    expect((await stat(path)).mtimeMs).toBeGreaterThan(mtimeMs);
  });

  it('is refused in one sentence where the source is no GTFS', async () => {
    await expect(prepareDemoGtfs(home, NIGHT, new URL(import.meta.url).pathname)).rejects.toThrow(/zip/);
  });
});

describe('the alert of the demonstration', () => {
  it('says so in two languages, in text and to be spoken, for every agency of the bundled city', async () => {
    const alert = demoAlert();
    for (const field of ['header', 'description', 'ttsHeader', 'ttsDescription'] as const) {
      expect(Object.keys(alert[field]!)).toEqual(['uk', 'en']);
    }
    const { agencies } = await loadBundled();
    expect(alert.informedEntities.map(({ agencyId }) => agencyId).sort()).toEqual(
      agencies.map(({ agencyId }) => agencyId).sort(),
    );
  });

  it('is written as the feeds read alerts', () => {
    expect(serviceAlertSchema.parse(JSON.parse(JSON.stringify(demoAlert())))).toEqual(demoAlert());
  });
});
