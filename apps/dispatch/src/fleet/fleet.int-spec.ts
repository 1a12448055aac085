import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { FleetImportView, Principal } from '@rukh/domain/dispatch';
import { AccessRig, SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { AuthModule } from '../auth/auth.module.js';
import { StorageModule } from '../storage.module.js';
import { CarrierOf } from './carrier-of.js';
import { FleetModule } from './fleet.module.js';

@Module({ imports: [StorageModule, AuthModule, FleetModule] })
class FleetApp {}

describe('the registry of vehicles', () => {
  let rig: AccessRig;
  let boss: Record<string, string>;
  let bossOfOne: Record<string, string>;
  const put = async (vehicles: object[], headers = boss): Promise<number> =>
    (await rig.send('PUT', '/fleet', { vehicles }, headers)).status;
  const list = async (headers: Record<string, string>): Promise<string[]> => {
    const { body } = await rig.send('GET', '/fleet', undefined, headers);
    return (body['vehicles'] as { vehicleId: string }[]).map(({ vehicleId }) => vehicleId);
  };
  const signIn = async (
    role: Principal['roles'][number],
    carriers?: string[],
  ): Promise<Record<string, string>> => ({
    ...SAME_ORIGIN,
    cookie: await rig.signIn(await rig.addPerson([role], carriers)),
  });

  beforeAll(async () => {
    rig = await AccessRig.create(FleetApp, { RUKH_DEMO: '', RUKH_CONSOLE_URL: '' });
    boss = await signIn('supervisor');
    bossOfOne = await signIn('supervisor', ['one']);
  });
  afterAll(() => rig.close());

  it('knows whose a vehicle is, and whose it was', async () => {
    const sold = [
      { vehicleId: '7', carrierId: 'one', validTo: '2026-03-31', label: '007' },
      { vehicleId: '7', carrierId: 'two', validFrom: '2026-04-01', isLowFloor: true },
    ];
    expect(await put(sold)).toBe(204);
    const carrierOf = rig.app.get(CarrierOf);
    const at = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1000;
    expect(carrierOf.ofVehicle('7', undefined, at('2026-03-31'))).toBe('one');
    expect(carrierOf.ofVehicle('7', undefined, at('2026-04-01'))).toBe('two');
    expect(carrierOf.find('7', at('2026-05-01'))).toMatchObject({ isLowFloor: true });
    expect(carrierOf.ofVehicle('8')).toBeUndefined();
  });

  it('lets no vehicle be of two carriers on one day, and then takes nothing', async () => {
    const rows = [
      { vehicleId: '9', carrierId: 'one' },
      { vehicleId: '7', carrierId: 'three', validFrom: '2026-03-01', validTo: '2026-03-02' },
    ];
    expect(await put(rows)).toBe(409);
    expect(await list(boss)).toEqual(['7', '7']);
  });

  it('shows a carrier its own, and lets it change no other’s', async () => {
    expect(await put([{ vehicleId: '20', carrierId: 'two' }])).toBe(204);
    expect(await list(bossOfOne)).toEqual(['7']);
    expect(await put([{ vehicleId: '21', carrierId: 'two' }], bossOfOne)).toBe(403);
    expect(await put([{ vehicleId: '20', carrierId: 'one' }], bossOfOne)).toBe(403);
    expect((await rig.send('DELETE', '/fleet/20', undefined, bossOfOne)).status).toBe(404);
    expect((await rig.send('DELETE', '/fleet/20', undefined, boss)).status).toBe(204);
    await rig.send(
      'PUT',
      '/carriers',
      {
        carriers: [
          { carrierId: 'one', name: 'One' },
          { carrierId: 'two', name: 'Two' },
        ],
      },
      boss,
    );
    const { body } = await rig.send('GET', '/carriers', undefined, bossOfOne);
    expect(body).toEqual({ carriers: [{ carrierId: 'one', name: 'One' }] });
  });

  describe('a file of vehicles', () => {
    const HEADER = 'vehicle_id,carrier_id,carrier_name,low_floor,valid_from,valid_to';
    const load = async (
      rows: readonly string[],
      { headers = boss, query = '' } = {},
    ): Promise<{ status: number; body: FleetImportView }> => {
      const answer = await rig.app.inject({
        method: 'POST',
        url: `/api/v1/fleet/import${query}`,
        headers: { host: 'localhost:8080', 'content-type': 'text/csv', ...headers },
        payload: [HEADER, ...rows].join('\n'),
      });
      return { status: answer.statusCode, body: answer.json() };
    };
    const rows = ['31,one,Перший,так,,', '32,two,Другий,0,2026-01-01,'];

    it('is tried without a trace, then taken as a whole', async () => {
      const before = await list(boss);
      const counts = { rows: 2, added: 2, changed: 0, same: 0, faultCount: 0 };
      expect((await load(rows, { query: '?trial=true' })).body).toMatchObject({ ...counts, isDone: false });
      expect(await list(boss)).toEqual(before);
      expect((await load(rows)).body).toMatchObject({ ...counts, isDone: true });
      const again = await load([rows[0]!, '32,two,Другий,1,2026-01-01,'], { query: '?trial=true' });
      expect(again.body).toMatchObject({ added: 0, changed: 1, same: 1 });
      const { body } = await rig.send('GET', '/carriers', undefined, boss);
      expect(body['carriers']).toContainEqual({ carrierId: 'two', name: 'Другий' });
    });

    it('is refused by line, and then nothing of it is in', async () => {
      const before = await list(boss);
      const wrong = await load(['41,one,Інший,maybe,,', '42,,,,,', '43,one,,,2026-02-02,2026-01-01']);
      expect(wrong.body).toMatchObject({ isDone: false, faultCount: 3 });
      expect(wrong.body.faults.map(({ line, column }) => [line, column])).toEqual([
        [2, 'low_floor'],
        [3, 'carrier_id'],
        [4, 'valid_to'],
      ]);
      // The second row would meet the one that is there already.
      const clash = await load(['44,one,Названий,,,', '31,two,,,2026-03-01,']);
      expect(clash.body).toMatchObject({ isDone: false, faults: [{ line: 3 }] });
      expect(await list(boss)).toEqual(before);
      const { body } = await rig.send('GET', '/carriers', undefined, boss);
      expect(body['carriers']).toContainEqual({ carrierId: 'one', name: 'Перший' });
    });

    it('names no other carrier’s vehicles, and is text', async () => {
      const foreign = await load(['51,one,,,,', '52,two,,,,', '32,one,,,,'], { headers: bossOfOne });
      expect(foreign.body.faults.map(({ line }) => line)).toEqual([3, 4]);
      expect(await list(bossOfOne)).not.toContain('51');
      const { status } = await rig.send('POST', '/fleet/import', { vehicles: [] }, boss);
      expect(status).toBe(415);
    });
  });
});
