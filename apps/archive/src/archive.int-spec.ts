import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { ArchiveRig, EIGHT, itemAt } from './archive-rig.fixture.js';
import { T1, positionAt } from './tides/line.fixture.js';

const ERRORS = 'rukh_archive_errors_total{where="database"}';

describe('the archive', () => {
  let rig: ArchiveRig;

  afterEach(() => rig.close());

  it('writes what tracking says into each table, once', async () => {
    rig = await ArchiveRig.create();
    const app = await rig.startArchive();
    const first = itemAt(0, 'v1');
    const visits = [{ vehicleId: 'v1', instance: T1, stopIndex: 0, departureSeconds: EIGHT + 3 }];
    const ended = [{ vehicleId: 'v1', instance: T1, atSeconds: EIGHT + 70, how: 'abandoned' as const }];
    const stops = [2, 3].map((stopIndex) => ({
      stopIndex,
      arrivalSeconds: EIGHT + 300 * stopIndex,
      departureSeconds: EIGHT + 300 * stopIndex,
      uncertaintySeconds: 20,
      observed: false,
    }));
    const measuredAtSeconds = EIGHT + 30;
    const predictions = [
      { instance: T1, vehicleId: 'v1', measuredAtSeconds, ahead: 0, deviationSeconds: 0, stops },
    ];
    rig.updates.write({ update: { ...first.update, visits } });
    rig.updates.write({ ...itemAt(30, 'v1'), predictions });
    rig.updates.write({ update: { ...itemAt(70, 'v1').update, ended } });
    await rig.untilCount('prediction_samples', 2);
    expect(await rig.count('vehicle_locations')).toBe(3);
    expect(await rig.query('SELECT stop_id, trip_id_performed FROM stop_visits')).toEqual([
      { stop_id: 'S1', trip_id_performed: 'T1/v1' },
    ]);
    expect(
      await rig.query(
        `SELECT extract(epoch FROM actual_trip_start - schedule_trip_start)::integer AS late, end_reason FROM trips_performed`,
      ),
    ).toEqual([{ late: 3, end_reason: 'abandoned' }]);
    expect(await rig.metric(app, 'rukh_archive_rows_written_total{table="vehicle_locations"}')).toBe(3);
  });

  it('loses and doubles nothing while PostgreSQL is killed again and again', async () => {
    rig = await ArchiveRig.create();
    const app = await rig.startArchive();
    let written = 0;
    for (let round = 0; round < 4; round += 1) {
      written += rig.writeUpdates(100, round * 50, 25);
      await delay(100);
      await rig.postgres.kill();
      const errors = (await rig.metric(app, ERRORS)) || 0;
      written += rig.writeUpdates(100, round * 50 + 25, 25);
      await rig.until('the archive has tried in vain', async () => (await rig.metric(app, ERRORS)) > errors);
      await rig.postgres.start();
    }
    await rig.untilCount('vehicle_locations', written);
    expect(await rig.count('trips_performed')).toBe(100);
  });

  it('waits for a PostgreSQL that hangs, says so, and goes on when it answers again', async () => {
    rig = await ArchiveRig.create();
    const app = await rig.startArchive();
    rig.writeUpdates(10, 0, 10);
    await rig.untilCount('vehicle_locations', 100);
    await rig.postgres.freeze();
    rig.writeUpdates(10, 10, 10);
    await rig.until('health says so', async () => {
      const answer = await app.inject({ url: '/health/ready' });
      return answer.json<{ status: string }>().status === 'degraded';
    });
    await rig.postgres.thaw();
    await rig.untilCount('vehicle_locations', 200);
  });

  it('catches up after PostgreSQL was away, faster than the city speaks', async () => {
    rig = await ArchiveRig.create();
    await rig.startArchive();
    await rig.postgres.kill();
    const written = rig.writeUpdates(600, 0, 100);
    await delay(2_500);
    await rig.postgres.start();
    const before = performance.now();
    await rig.untilCount('vehicle_locations', written);
    const seconds = (performance.now() - before) / 1000;
    console.log(`caught up ${written} positions in ${seconds.toFixed(1)} s`);
    // What a city of 600 vehicles says at one report a second; the benchmark says what it can do.
    expect(written / seconds).toBeGreaterThan(600);
  });

  it('counts what the bound of the stream dropped while PostgreSQL was away', async () => {
    rig = await ArchiveRig.create({ maxLengthEntries: 100, itemsPerEntry: 10 });
    const app = await rig.startArchive();
    await rig.postgres.kill();
    const written = rig.writeUpdates(10, 0, 1_000);
    await rig.until('all is in the stream', () => Promise.resolve(rig.updates.waitingItems === 0));
    await rig.postgres.start();
    const lostEntries = async (): Promise<number> =>
      rig.metric(app, 'rukh_archive_stream_lost_total{stream="updates",reason="trimmed_unread"}');
    let sum = 0;
    await rig.until('every position is written or counted', async () => {
      sum = (await rig.count('vehicle_locations').catch(() => 0)) + 10 * ((await lostEntries()) || 0);
      return sum >= written;
    });
    expect(await lostEntries()).toBeGreaterThan(0);
    expect(sum).toBe(written);
  });

  it('doubles nothing when the whole stream is delivered again to a new process', async () => {
    rig = await ArchiveRig.create();
    const first = await rig.startArchive();
    const written = rig.writeUpdates(50, 0, 40);
    await rig.untilCount('vehicle_locations', written);
    await rig.stopArchive(first);
    await rig.redis.xgroup('SETID', 'rukh:{town}:updates', 'archive', '0');
    const second = await rig.startArchive();
    const again = 'rukh_archive_rows_written_total{table="vehicle_locations"}';
    await rig.until('all is written again', async () => (await rig.metric(second, again)) >= written);
    expect(await rig.metric(second, again)).toBe(written);
    expect(await rig.count('vehicle_locations')).toBe(written);
    expect(await rig.count('trips_performed')).toBe(50);
  });

  it('shares the stream between two archives without doubling a row', async () => {
    rig = await ArchiveRig.create({ itemsPerEntry: 20 });
    await rig.startArchive({ RUKH_ARCHIVE_NAME: 'one' });
    await rig.startArchive({ RUKH_ARCHIVE_NAME: 'two' });
    let written = 0;
    for (let round = 0; round < 10; round += 1) {
      written += rig.writeUpdates(40, round * 20, 20);
      await delay(100);
    }
    await rig.untilCount('vehicle_locations', written);
    expect(await rig.count('trips_performed')).toBe(40);
  });

  it('keeps a position of which tracking says nothing, bare, and fills it in when tracking does', async () => {
    rig = await ArchiveRig.create();
    const app = await rig.startArchive();
    rig.positions.write(positionAt(1, 'v1'));
    rig.positions.write(positionAt(2, 'v1'));
    rig.updates.write(itemAt(1, 'v1'));
    await rig.untilCount('vehicle_locations WHERE trip_type IS NULL', 1);
    expect(await rig.count('vehicle_locations')).toBe(2);
    const bare = 'rukh_archive_positions_without_update_total';
    await rig.until('it is counted', async () => (await rig.metric(app, bare)) === 1);
    rig.updates.write(itemAt(2, 'v1'));
    await rig.untilCount("vehicle_locations WHERE trip_type = 'In service'", 2);
  });
});
