import { type MqttBroker, makeVehiclePassword, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import type { DriverMessage, OrderList, OrderPreview, VehicleView } from '@rukh/domain/dispatch';
import { Metrics } from '@rukh/service';
import { type MqttClient, connectAsync } from 'mqtt';
import { SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { townDate, townTrip } from '../live/town-clock.fixture.js';
import { WatchRig } from '../live/watch-rig.fixture.js';

const REASON = { code: 'breakdown' };
const SERVICE = { username: 'rukh', password: 'of the services' };
const VEHICLE_KEY = 'of all vehicles';
const accountOf = (username: string) => ({
  username,
  password: makeVehiclePassword(VEHICLE_KEY, username),
});
const topicOf = (vehicleId: string): string => `rukh/v1/town/vehicle/${vehicleId}/orders`;

/** What stands on a vehicle's display: what the broker told it last. */
interface Display {
  readonly client: MqttClient;
  readonly heard: string[];
}

describe('the displays before drivers', () => {
  let broker: MqttBroker;
  let rig: WatchRig;
  let dispatcher: Readonly<Record<string, string>>;
  const clients: MqttClient[] = [];
  let keys = 0;

  const send = (method: 'GET' | 'POST', url: string, body?: object, more: object = {}) =>
    rig.access.send(method, `/dispatch${url}`, body, { ...dispatcher, ...more });
  const give = async (action: object): Promise<string> => {
    const key = { 'idempotency-key': `display-${++keys}` };
    const { status, body } = await send('POST', '/orders', { action, reason: REASON }, key);
    expect(status).toBe(201);
    return String(body['orderId']);
  };
  const join = async (account: object): Promise<MqttClient> => {
    const client = await connectAsync(broker.url, { reconnectPeriod: 0, ...account });
    clients.push(client);
    return client;
  };
  const turnOn = async (vehicleId: string): Promise<Display> => {
    const client = await join(accountOf(vehicleId));
    const heard: string[] = [];
    client.on('message', (_, payload) => heard.push(payload.toString()));
    await client.subscribeAsync(topicOf(vehicleId), { qos: 1 });
    return { client, heard };
  };
  const shown = ({ heard }: Display): DriverMessage[] =>
    (heard.at(-1) ?? '') === '' ? [] : (JSON.parse(heard.at(-1)!) as { orders: DriverMessage[] }).orders;
  const untilShown = (display: Display, orderIds: readonly string[]): Promise<true> =>
    rig.until(`${orderIds.join()} on the display`, () =>
      shown(display)
        .map(({ orderId }) => orderId)
        .sort()
        .join() === orderIds.toSorted().join()
        ? true
        : undefined,
    );
  /** The trip of line A that a vehicle said of now to be on it is on. */
  const currentRun = (): { tripId: string; serviceDate: string } => {
    const now = Date.now() / 1000;
    return { tripId: `A${townTrip(now)}`, serviceDate: townDate(now) };
  };
  const stop = (until = Date.now() / 1000 + 3600) => ({
    kind: 'close_stop',
    stopIds: ['O5'],
    period: { start: Date.now() / 1000 - 1, end: until },
  });

  beforeAll(async () => {
    broker = await startMqttBroker({
      access: {
        anonymous: false,
        accounts: [{ ...SERVICE, role: 'service' }],
        vehicleKey: VEHICLE_KEY,
      },
    });
    Object.assign(process.env, {
      MQTT_URL: broker.url,
      MQTT_USERNAME: SERVICE.username,
      MQTT_PASSWORD: SERVICE.password,
    });
    rig = await WatchRig.create();
    dispatcher = {
      ...SAME_ORIGIN,
      cookie: await rig.access.signIn(await rig.access.addPerson(['dispatcher'])),
    };
    rig.say('1021', 'A', 0);
    await rig.until('the vehicle', async () =>
      (await send('GET', '/vehicles/1021')).status === 200 ? true : undefined,
    );
  });
  afterAll(async () => {
    for (const client of clients) await client.endAsync(true);
    await rig.close();
    await broker.stop();
  });

  it('have what is ordered, say when it was read, and are empty when it is taken back', async () => {
    const action = { kind: 'cancel', runs: [currentRun()] };
    const { body } = await send('POST', '/orders/preview', { action, reason: REASON });
    const preview = body as unknown as OrderPreview;
    expect(preview.tellsDrivers).toBe(true);
    expect(preview.drivers).toMatchObject([{ vehicleId: '1021', label: 'No 1021' }]);
    const orderId = await give(action);
    const early = await turnOn('1021');
    await untilShown(early, [orderId]);
    expect(shown(early)).toMatchObject([{ kind: 'cancel', texts: preview.drivers[0]!.texts }]);
    // One that was off has it too, and whoever else asks finds nothing.
    const late = await turnOn('1021');
    const other = await turnOn('1022');
    await untilShown(late, [orderId]);

    const driversOf = async (): Promise<unknown> => {
      const { orders } = (await send('GET', '/orders?state=active')).body as unknown as OrderList;
      return orders.find((order) => order.orderId === orderId)?.drivers;
    };
    expect(await driversOf()).toEqual([{ vehicleId: '1021' }]);
    for (const [vehicleId, said] of [
      ['1022', JSON.stringify({ orderId })],
      ['1021', JSON.stringify({ orderId: 'another' })],
      ['1021', 'read'],
      ['1021', JSON.stringify({ orderId, more: 'x'.repeat(300) })],
      ['1021', JSON.stringify({ orderId })],
      ['1021', JSON.stringify({ orderId })],
    ] as const) {
      const from = vehicleId === '1021' ? late : other;
      await from.client.publishAsync(`${topicOf(vehicleId)}/read`, said, { qos: 1 });
    }
    const readAt = await rig.until('that it was read', async () => {
      const { orders } = (await send('GET', '/vehicles/1021')).body as unknown as VehicleView;
      return orders?.find((order) => order.orderId === orderId)?.readAt;
    });
    expect(Math.abs(readAt - Date.now() / 1000)).toBeLessThan(60);
    expect(await driversOf()).toEqual([{ vehicleId: '1021', readAt }]);
    // They come by two connections: which is counted last is left to chance.
    const counted = await rig.until('all six', async () => {
      const lines = (await rig.access.app.get(Metrics).render()).matchAll(
        /^rukh_dispatch_order_reads_total{outcome="(\w+)"} (\d+)$/gm,
      );
      const counts = [...lines].map(([, outcome, count]): [string, string] => [outcome!, count!]);
      return counts.reduce((sum, [, count]) => sum + Number(count), 0) === 6 ? counts : undefined;
    });
    expect(Object.fromEntries(counted)).toEqual({
      not_told: '2',
      malformed: '2',
      kept: '1',
      known: '1',
    });

    expect((await send('POST', `/orders/${orderId}/undo`, { reason: { code: 'mistake' } })).status).toBe(200);
    await untilShown(late, []);
    expect((await turnOn('1021')).heard).toEqual([]);
    expect(other.heard).toEqual([]);
  });

  it('have a dispatcher’s own words, which the journal keeps, and which are one short line', async () => {
    const display = await turnOn('1021');
    const words = { kind: 'tell_driver', vehicleId: '1021', until: Date.now() / 1000 + 600 };
    const reason = { code: 'instruction' };
    const seen = await send('POST', '/orders/preview', { action: { ...words, text: 'До депо' }, reason });
    const preview = seen.body as unknown as OrderPreview;
    // Told to one driver, published to nobody.
    expect(preview.drivers).toMatchObject([{ vehicleId: '1021', texts: { uk: 'До депо' } }]);
    expect([preview.entities, preview.riderText, preview.canConfirm]).toEqual([[], null, true]);
    for (const text of ['', '   ', 'x'.repeat(161), 'one\ntwo', 'beep\u0007']) {
      const key = { 'idempotency-key': `display-${++keys}` };
      const { status } = await send('POST', '/orders', { action: { ...words, text }, reason }, key);
      expect([text, status]).toEqual([text, 400]);
    }
    const [first, second] = [await give({ ...words, text: 'До депо' }), await give({ ...words, text: 'Ні' })];
    await untilShown(display, [first, second]);
    expect(shown(display).map(({ kind, texts }) => [kind, texts.en])).toEqual(
      expect.arrayContaining([
        ['tell_driver', 'До депо'],
        ['tell_driver', 'Ні'],
      ]),
    );
    const viewer = await rig.access.signIn(await rig.access.addPerson(['viewer']));
    for (const [cookie, sees] of [
      [dispatcher['cookie'], true],
      [viewer, false],
    ] as const) {
      const [orders, one, vehicle] = await Promise.all(
        ['/orders?state=active', `/orders/${first}`, '/vehicles/1021'].map((url) =>
          send('GET', url, undefined, { cookie }),
        ),
      );
      expect([orders!.status, one!.status, vehicle!.status]).toEqual([200, sees ? 200 : 404, 200]);
      expect([orders, vehicle].map((told) => JSON.stringify(told!.body).includes('До депо'))).toEqual([
        sees,
        sees,
      ]);
    }
    const { body } = await send('GET', `/journal?orderId=${first}`);
    expect(JSON.stringify(body)).toContain('Водієві No 1021: «До депо»');
    for (const orderId of [first, second]) {
      expect((await send('POST', `/orders/${orderId}/undo`, { reason: { code: 'mistake' } })).status).toBe(
        200,
      );
    }
    await untilShown(display, []);
  });

  it('say to who was put on a run that it is another’s now, when a later order gives it away', async () => {
    for (const vehicleId of ['1022', '1023']) rig.say(vehicleId, 'T', 1);
    await rig.until('the vehicles', async () =>
      (await send('GET', '/vehicles/1022')).status === 200 &&
      (await send('GET', '/vehicles/1023')).status === 200
        ? true
        : undefined,
    );
    const { tripId, serviceDate } = currentRun();
    const run = { tripId: tripId.replace('A', 'T'), serviceDate };
    const [first, second] = [await turnOn('1022'), await turnOn('1023')];
    const gained = await give({ kind: 'assign', vehicleId: '1022', run });
    await untilShown(first, [gained]);
    expect(shown(first)[0]!.texts.uk).toMatch(/^Ваш рейс: /);
    const lost = await give({ kind: 'assign', vehicleId: '1023', run });
    const { orders } = (await send('GET', '/orders?state=active')).body as unknown as OrderList;
    const confirmedAt = (id: string): number => orders.find(({ orderId }) => orderId === id)!.confirmedAt!;
    // Also where both were given within one second: the later one holds.
    expect(confirmedAt(lost)).toBeGreaterThan(confirmedAt(gained));
    await untilShown(second, [lost]);
    await untilShown(first, [lost]);
    expect(shown(first)[0]!.texts).toEqual({
      uk: expect.stringMatching(/^Рейс о .* виконує No 1023\.$/) as string,
      en: expect.stringMatching(/^No 1023 runs the .* trip/) as string,
    });
    for (const orderId of [lost, gained]) {
      expect((await send('POST', `/orders/${orderId}/undo`, { reason: { code: 'mistake' } })).status).toBe(
        200,
      );
    }
    await untilShown(first, []);
    await untilShown(second, []);
  });

  it('keep after a restart what still holds, and nothing that does not', async () => {
    const kept = await give(stop());
    const over = await give({ ...stop(), stopIds: ['O4'] });
    const display = await turnOn('1021');
    await untilShown(display, [kept, over]);
    const ghost = await turnOn('ghost');
    await rig.restart(async () => {
      await rig.access.pool.query(`UPDATE dispatch.orders SET state = 'expired' WHERE order_id = $1`, [over]);
      const service = await join(SERVICE);
      const stale = '{"orders":[{"orderId":"of-yesterday"}]}';
      await service.publishAsync(topicOf('ghost'), stale, { qos: 1, retain: true });
      await untilShown(ghost, ['of-yesterday']);
    });
    await untilShown(ghost, []);
    rig.say('1021', 'A', 0);
    await untilShown(display, [kept]);
  });
});
