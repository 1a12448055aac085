import { setTimeout as delay } from 'node:timers/promises';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { type ScratchPostgres, startMigratedPostgres } from '../../scratch-postgres/index.js';
import type { VehicleLocationRow } from './history-rows.js';
import { HistoryWriter } from './history-writer.js';
import type { HistoryBatch, WriteMode } from './write-batch.js';

const NOON = Date.UTC(2026, 10, 23, 10);

function batchOf(first: number, count: number): HistoryBatch {
  const vehicle_locations = Array.from({ length: count }, (_, i): VehicleLocationRow => ({
    event_timestamp: NOON + first + i,
    received_at: NOON,
    latitude: 49.8,
    longitude: 24,
    odometer: null,
    service_date: null,
    heading: null,
    speed: null,
    schedule_deviation: null,
    headway_deviation: null,
    planned_headway: null,
    trip_stop_sequence: null,
    scheduled_stop_sequence: null,
    shape_dist_traveled: null,
    confidence: null,
    current_status: null,
    trip_type: null,
    vehicle_id: 'v1',
    trip_id_performed: null,
    trip_id_scheduled: null,
    stop_id: null,
    unassigned_reason: null,
    off_route: null,
    offset_metres: null,
    occupancy_status: null,
  }));
  return { vehicle_locations, stop_visits: [], trips_performed: [], prediction_samples: [] };
}

/** A wire to the server that can lose what the server says after it heard a COMMIT. */
class LossyWire {
  losesAnswerToCommit = false;
  readonly #server: Server;

  constructor(targetPort: number) {
    this.#server = createServer((client) => this.#join(client, connect(targetPort, '127.0.0.1')));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
  }

  #join(client: Socket, target: Socket): void {
    let isLost = false;
    client.on('data', (bytes) => {
      if (this.losesAnswerToCommit && bytes.includes('COMMIT')) isLost = true;
      target.write(bytes);
    });
    target.on('data', (bytes) => {
      if (isLost) client.destroy();
      else client.write(bytes);
    });
    client.on('close', () => target.destroy()).on('error', () => undefined);
    target.on('close', () => client.destroy()).on('error', () => undefined);
  }
}

describe('the history writer', () => {
  let server: ScratchPostgres;
  let url: string;
  let reader: pg.Pool;
  let writers: HistoryWriter[] = [];

  const open = (databaseUrl = url): HistoryWriter => {
    const writer = new HistoryWriter({ databaseUrl, applicationName: 'test', statementTimeoutMs: 1_000 });
    writers.push(writer);
    return writer;
  };
  const count = async (): Promise<number> =>
    (await reader.query<{ n: number }>('SELECT count(*)::integer AS n FROM vehicle_locations')).rows[0]!.n;

  beforeAll(async () => {
    server = await startMigratedPostgres();
    url = await server.createDatabase('city');
    reader = new pg.Pool({ connectionString: url });
    reader.on('error', () => undefined);
  });
  beforeEach(() => reader.query('TRUNCATE vehicle_locations'));
  afterEach(async () => {
    await Promise.all(writers.map((writer) => writer.end()));
    writers = [];
  });
  afterAll(async () => {
    await reader.end();
    await server.stop();
  });

  /** Writes until it is done, as the archive does, and says how often it failed. */
  const persist = async (writer: HistoryWriter, batch: HistoryBatch): Promise<number> => {
    let mode: WriteMode = 'new';
    for (let failures = 0; ; failures += 1) {
      try {
        await writer.write(batch, mode);
        return failures;
      } catch {
        mode = 'merge';
        await delay(20);
      }
    }
  };

  it('loses and doubles nothing while the server is killed again and again', async () => {
    const writer = open();
    let failures = 0;
    const killing = (async () => {
      for (let kills = 0; kills < 3; kills += 1) {
        await delay(300);
        await server.kill();
        await server.start();
      }
    })();
    for (let i = 0; i < 200; i += 1) {
      failures += await persist(writer, batchOf(i * 500, 500));
      await delay(5);
    }
    await killing;
    expect(failures).toBeGreaterThan(0);
    expect(await count()).toBe(100_000);
  });

  it('gives a frozen server up within its time, and goes on when it thaws', async () => {
    const writer = open();
    await writer.write(batchOf(0, 100), 'new');
    await server.freeze();
    const before = performance.now();
    await expect(writer.write(batchOf(100, 100), 'new')).rejects.toThrow();
    await expect(writer.write(batchOf(100, 100), 'merge')).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(60_000);
    await server.thaw();
    const thawed = performance.now();
    await persist(writer, batchOf(100, 100));
    expect(performance.now() - thawed).toBeLessThan(60_000);
    expect(await count()).toBe(200);
  });

  it('takes a commit whose answer was lost for a failure, and writes again without doubling', async () => {
    const wire = new LossyWire(Number(new URL(url).port));
    const through = new URL(url);
    through.port = String(await wire.listen());
    const writer = open(through.href);
    await writer.write(batchOf(0, 10), 'new');
    for (let i = 1; i <= 20; i += 1) {
      wire.losesAnswerToCommit = true;
      await expect(writer.write(batchOf(i * 10, 10), 'new')).rejects.toThrow();
      wire.losesAnswerToCommit = false;
      expect(await count()).toBe(10 + i * 10);
      await writer.write(batchOf(i * 10, 10), 'merge');
    }
    expect(await count()).toBe(210);
    wire.close();
  });

  it('finds the one row that the database refuses among thousands', async () => {
    const { vehicle_locations, ...others } = batchOf(0, 2_000);
    const wrong = { ...vehicle_locations[777]!, current_status: 'Flying' as 'Stopped at' };
    const rows = vehicle_locations.with(777, wrong);
    const written = await open().write({ ...others, vehicle_locations: rows }, 'new');
    expect([written.rows.vehicle_locations, written.refused.vehicle_locations]).toEqual([1_999, 1]);
    expect(await count()).toBe(1_999);
  });

  it('writes the same rows from two at once without doubling', async () => {
    const [one, two] = [open(), open()];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        Promise.all([persist(one, batchOf(i * 200, 300)), persist(two, batchOf(i * 200, 300))]),
      ),
    );
    expect(await count()).toBe(4_100);
  });
});
