import { setTimeout as delay } from 'node:timers/promises';
import type {
  DispatchException,
  OrderList,
  OrderPreview,
  OrderView,
  TripStopsView,
} from '@rukh/domain/dispatch';
import { type Answer, SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { townDate, townMidnight, townTrip } from '../live/town-clock.fixture.js';
import { WatchRig } from '../live/watch-rig.fixture.js';

type Headers = Readonly<Record<string, string>>;

const REASON = { code: 'air_raid' };
const RAID = { kind: 'city_mode', mode: 'air_raid', effect: 'cancel', period: { start: 1_764_000_000 } };

describe('orders, given by people', () => {
  let rig: WatchRig;
  let dispatcher: Headers;
  let supervisor: Headers;
  let other: Headers;
  /** Another dispatcher. */
  let colleague: Headers;

  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body: object | undefined,
    by: Headers,
  ) => rig.access.send(method, `/dispatch${url}`, body, by);
  let keys = 0;
  const give = (body: object, by: Headers): Promise<Answer> =>
    send('POST', '/orders', body, { ...by, 'idempotency-key': `the-key-${++keys}` });
  const preview = async (action: object, by: Headers): Promise<OrderPreview> => {
    const { status, body } = await send('POST', '/orders/preview', { action, reason: REASON }, by);
    expect(status).toBe(200);
    return body as unknown as OrderPreview;
  };
  const undo = (orderId: unknown, by: Headers): Promise<Answer> =>
    send('POST', `/orders/${String(orderId)}/undo`, { reason: { code: 'mistake' } }, by);
  /** The trip of line A that leaves next but one. */
  const nextRun = (ahead = 2): { tripId: string; serviceDate: string } => {
    const leaves = Date.now() / 1000 + 600 * ahead;
    return { tripId: `A${townTrip(leaves)}`, serviceDate: townDate(leaves) };
  };

  beforeAll(async () => {
    rig = await WatchRig.create();
    const signIn = async (role: 'dispatcher' | 'supervisor'): Promise<Headers> => ({
      ...SAME_ORIGIN,
      cookie: await rig.access.signIn(await rig.access.addPerson([role])),
    });
    [colleague, dispatcher, supervisor, other] = [
      await signIn('dispatcher'),
      await signIn('dispatcher'),
      await signIn('supervisor'),
      await signIn('supervisor'),
    ];
    await rig.until('a timetable', async () =>
      (await send('GET', '/network', undefined, dispatcher)).status === 200 ? true : undefined,
    );
  });
  afterAll(() => rig.close());

  it('on part of a trip name its stops as the timetable counts them', async () => {
    const { tripId, serviceDate } = nextRun();
    const { body } = await send('GET', `/trips/${tripId}/stops?date=${serviceDate}`, undefined, dispatcher);
    const { stops } = body as unknown as TripStopsView;
    expect(stops.map(({ stopSequence }) => stopSequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(stops[1]!.arrivalAt - stops[0]!.arrivalAt).toBe(300);
    expect((await send('GET', '/trips/none/stops', undefined, dispatcher)).status).toBe(404);
  });

  it('show what the boards of stops will say', async () => {
    rig.say('seen', 'A', 1);
    const run = nextRun();
    const cancelled = await rig.until('its trip update', async () => {
      const seen = await preview({ kind: 'cancel', runs: [run] }, dispatcher);
      return seen.boards.length > 0 ? seen : undefined;
    });
    expect(cancelled.boards).toMatchObject([{ state: 'cancelled', stopName: 'Stop 0', routeName: 'А32' }]);
    const skipped = await preview({ kind: 'skip_stops', run, stopSequences: [3] }, dispatcher);
    expect(skipped.boards).toMatchObject([{ state: 'skipped', stopName: 'Stop 2' }]);
    expect(skipped.needsSecondPerson).toBe(false);
    // What the diagram dots: a cancelled trip as a whole, of another the stops that it still serves.
    const about = { ...run, routeId: 'A', directionId: 0 };
    expect(cancelled.times).toMatchObject([{ ...about, isCancelled: true }]);
    expect(skipped.times).toMatchObject([{ ...about, isCancelled: false }]);
    expect(skipped.times[0]!.points.map(([, stopIndex]) => stopIndex)).not.toContain(2);
  });

  it('given twice by two people are one, and the second is told by whom', async () => {
    const action = { kind: 'cancel', runs: [nextRun(3)] };
    const [first, second] = [await preview(action, dispatcher), await preview(action, supervisor)];
    const given = await give({ action, reason: REASON, fingerprint: first.fingerprint }, dispatcher);
    expect(given.status).toBe(201);
    const refused = await give({ action, reason: REASON, fingerprint: second.fingerprint }, supervisor);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:rukh:problem:already_ordered' } });
    expect((await undo(given.body['orderId'], dispatcher)).status).toBe(200);
    const again = await give({ action, reason: REASON, fingerprint: first.fingerprint }, dispatcher);
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:rukh:problem:stale_preview' } });
  });

  it('of a past moment are those in force then, as they stood', async () => {
    const action = { kind: 'cancel', runs: [nextRun(5)] };
    const order = (await give({ action, reason: REASON }, dispatcher)).body as unknown as OrderView;
    await undo(order.orderId, dispatcher);
    const listAt = async (t: number, state = 'active'): Promise<OrderView[]> => {
      const answer = await send('GET', `/orders?state=${state}&t=${t}`, undefined, dispatcher);
      return (answer.body as unknown as OrderList).orders.filter(({ orderId }) => orderId === order.orderId);
    };
    const givenAt = order.confirmedAt!;
    expect(await listAt(givenAt)).toEqual([
      expect.objectContaining({ state: 'active', confirmedAt: givenAt }),
    ]);
    expect(await listAt(givenAt - 1)).toEqual([]);
    expect(await listAt(Math.ceil(Date.now() / 1000))).toEqual([]);
    expect(await listAt(givenAt, 'undone')).toEqual([]);
  });

  it('whose time is over can be taken back while they are told still, and then not again', async () => {
    const action = { kind: 'close_stop', stopIds: ['O3'], period: { end: Date.now() / 1000 + 2 } };
    const given = await give({ action, reason: REASON, alert: null }, dispatcher);
    expect(given).toMatchObject({ status: 201 });
    const { orderId } = given.body as unknown as OrderView;
    const findTold = async (): Promise<OrderView | undefined> => {
      const { body } = await send('GET', '/orders?state=told', undefined, dispatcher);
      return (body as unknown as OrderList).orders.find((order) => order.orderId === orderId);
    };
    expect((await findTold())?.state).toBe('active');
    await rig.until('its end', async () => ((await findTold())?.state === 'expired' ? true : undefined));
    expect(await undo(orderId, dispatcher)).toMatchObject({ status: 200, body: { state: 'undone' } });
    expect(await findTold()).toBeUndefined();
    expect((await undo(orderId, dispatcher)).status).toBe(409);
  });

  it('for the city are asked for by one person and confirmed by another, as they were asked for', async () => {
    expect((await preview(RAID, dispatcher)).needsSecondPerson).toBe(true);
    expect((await give({ action: RAID, reason: REASON }, supervisor)).body).toMatchObject({
      status: 403,
      type: 'urn:rukh:problem:not_asked_for',
    });
    const ask = async (by: Headers): Promise<string> => {
      const { status, body } = await send('POST', '/orders/drafts', { action: RAID, reason: REASON }, by);
      expect(status).toBe(201);
      return (body as unknown as OrderView).orderId;
    };
    const own = await ask(supervisor);
    const confirmed = (draftId: string, action: object, by: Headers) =>
      give({ action, reason: REASON, draftId }, by);
    expect((await confirmed(own, RAID, supervisor)).status).toBe(403);
    expect((await confirmed(own, RAID, dispatcher)).status).toBe(403);
    expect((await confirmed(own, { ...RAID, routeIds: ['A'] }, other)).status).toBe(403);
    // Whoever could change it first could then confirm what only he wants.
    const rewritten = await send('PUT', `/orders/drafts/${own}`, { action: RAID, reason: REASON }, other);
    expect(rewritten.status).toBe(403);
    const asked = await ask(dispatcher);
    const done = await confirmed(asked, RAID, supervisor);
    expect(done.status).toBe(201);
    expect(done.body['createdBy']).not.toEqual(done.body['confirmedBy']);
    await rig.until('the mode in force', async () => {
      const { body } = await send('GET', '/live', undefined, dispatcher);
      return (body['cityModes'] as unknown[]).length === 1 ? true : undefined;
    });
    expect((await undo(done.body['orderId'], dispatcher)).status).toBe(403);
    expect((await undo(done.body['orderId'], other)).status).toBe(200);
    await rig.until('the mode over', async () => {
      const { body } = await send('GET', '/live', undefined, dispatcher);
      return (body['cityModes'] as unknown[]).length === 0 ? true : undefined;
    });
  });

  it('for the city are published in the words that were asked for, and for that reason', async () => {
    const words = { uk: 'Тривога: усі в укриття', en: 'Alarm: all to the shelters' };
    const action = { ...RAID, mode: 'other' };
    const asked = { action, reason: { code: 'air_raid', text: 'siren at 5' }, alert: { header: words } };
    const half = await send('POST', '/orders/drafts', { action }, dispatcher);
    expect(half.status).toBe(422);
    const mute = await send('POST', '/orders/drafts', { ...asked, alert: null }, dispatcher);
    expect(mute.status).toBe(422);
    const { body: draft } = await send('POST', '/orders/drafts', asked, dispatcher);
    expect(draft['alertInput']).toEqual(asked.alert);
    const draftId = draft['orderId'];
    const others = [
      { ...asked, alert: { header: { ...words, uk: 'Тривоги немає' } } },
      { ...asked, alert: { ...asked.alert, url: { uk: 'https://a.example/', en: 'https://a.example/' } } },
      { ...asked, alert: undefined },
      { ...asked, alert: null },
      { ...asked, reason: { code: 'air_raid' } },
      { ...asked, reason: { code: 'other', text: 'siren at 5' } },
      { ...asked, action: { ...action, effect: 'suppress' } },
    ];
    for (const other of others) {
      expect((await give({ ...other, draftId }, supervisor)).body).toMatchObject({
        status: 403,
        type: 'urn:rukh:problem:not_as_asked',
      });
    }
    const { status, body: done } = await give({ ...asked, draftId }, supervisor);
    expect(status).toBe(201);
    expect(done).toMatchObject({ alert: { header: words }, reason: asked.reason });
    expect((await give({ ...asked, draftId }, other)).status).toBe(403);
    expect((await undo(done['orderId'], supervisor)).status).toBe(200);
  });

  it('for the city are withdrawn by who asked, or refused with a reason by who could confirm', async () => {
    const ask = async (): Promise<string> => {
      const { body } = await send('POST', '/orders/drafts', { action: RAID, reason: REASON }, dispatcher);
      return String(body['orderId']);
    };
    const drop = (draftId: string, by: Headers) => send('DELETE', `/orders/drafts/${draftId}`, undefined, by);
    const refuse = (draftId: string, body: object, by: Headers) =>
      send('POST', `/orders/drafts/${draftId}/refuse`, body, by);
    const why = { reason: { code: 'mistake', text: 'the all-clear was given' } };
    const first = await ask();
    expect((await drop(first, supervisor)).status).toBe(403);
    expect((await drop(first, colleague)).status).toBe(403);
    expect((await refuse(first, why, colleague)).status).toBe(403);
    expect((await refuse(first, {}, supervisor)).status).toBe(400);
    expect((await drop(first, dispatcher)).status).toBe(204);
    const second = await ask();
    expect((await refuse(second, why, supervisor)).status).toBe(204);
    expect((await refuse(second, why, supervisor)).status).toBe(404);
    const { body } = await send('GET', '/journal?kind=order', undefined, dispatcher);
    const lines = body['entries'] as { event: string; orderId: string; reason?: object }[];
    expect(
      lines.find(({ orderId, event }) => orderId === first && event === 'order.withdrawn'),
    ).toBeDefined();
    expect(lines.find(({ orderId, event }) => orderId === second && event === 'order.refused')).toMatchObject(
      why,
    );
  });

  it('solve what they answer', async () => {
    const now = Math.floor(Date.now() / 1000);
    const astray = { offRouteSinceSeconds: now - 90, offsetMetres: 300 };
    rig.say('stray', 'T', 1, astray, 40);
    rig.say('stray', 'T', 1, astray);
    const exception = await rig.until('the stray tram', async () => {
      const { body } = await send('GET', '/exceptions?kind=off_route', undefined, dispatcher);
      return (body['exceptions'] as DispatchException[]).find(({ vehicleId }) => vehicleId === 'stray');
    });
    const action = { kind: 'out_of_service', vehicleId: 'stray' };
    const { exceptionId } = exception;
    // What a colleague sees to stays theirs, and who gave the order is told.
    const handle = (what: string) => send('POST', `/exceptions/${exceptionId}/${what}`, {}, colleague);
    expect((await handle('take')).status).toBe(200);
    const { body: first } = await give({ action, reason: REASON, exceptionId }, dispatcher);
    expect(first).toMatchObject({
      state: 'active',
      exceptionTakenBy: { name: expect.stringContaining('person') as string },
    });
    expect((await undo(first['orderId'], dispatcher)).status).toBe(200);
    expect((await handle('release')).status).toBe(200);
    await delay(1000);
    const given = await give({ action, reason: REASON, exceptionId }, dispatcher);
    expect(given.status).toBe(201);
    expect(given.body).not.toHaveProperty('exceptionTakenBy');
    const { body } = await send('GET', '/exceptions', undefined, dispatcher);
    const open = body['exceptions'] as DispatchException[];
    expect(open.map((one) => one.exceptionId)).not.toContain(exceptionId);
    const journal = await send('GET', '/journal', undefined, dispatcher);
    expect(JSON.stringify(journal.body)).toContain(exceptionId);
  });
});

describe('previews of orders', () => {
  it('are built by the settings of the feed: added trips as copies, where the city has them so', async () => {
    const rig = await WatchRig.create({ RUKH_FEEDS_ADDED_TRIPS: 'DUPLICATED' });
    try {
      const cookie = await rig.access.signIn(await rig.access.addPerson(['dispatcher']));
      const leaves = Date.now() / 1000 + 1200;
      const copyOf = { tripId: `A${townTrip(leaves)}`, serviceDate: townDate(leaves) };
      const action = {
        ...{ kind: 'add_trip', copyOf, copyId: 'extra', startDate: copyOf.serviceDate },
        startTime: new Date((leaves - townMidnight(leaves)) * 1000).toISOString().slice(11, 19),
      };
      const entity = await rig.until('the added trip', async () => {
        const body = { action, reason: REASON };
        const answer = await rig.access.send('POST', '/dispatch/orders/preview', body, {
          ...SAME_ORIGIN,
          cookie,
        });
        const seen = answer.body as unknown as Partial<OrderPreview>;
        return seen.entities?.find(({ feed }) => feed === 'trip-updates')?.after;
      });
      expect(entity).toContain('DUPLICATED');
      expect(entity).toContain(copyOf.tripId);
    } finally {
      await rig.close();
    }
  });
});
