import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { Principal } from '@rukh/domain/dispatch';
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
});
