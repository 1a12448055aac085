import type { TrackedUpdate } from '../realtime/index.js';
import { DATE, Desk, EIGHT, TOWN, say } from './town.fixture.js';
import { viewLine } from './view-line.js';
import { viewVehicle } from './view-vehicles.js';

/** A vehicle of a trip that runs to its timetable, every ten seconds; `late` seconds behind. */
function running(vehicleId: string, tripId: string, departure: number, late = 0) {
  return (at: number): TrackedUpdate[] => {
    const metres = ((at - departure - late) / 120) * 1000;
    if (at % 10 !== 0 || metres < 0 || metres > 10_000) return [];
    return [say({ vehicleId, tripId, at, shapeMetres: metres, deviationSeconds: late })];
  };
}

/** A vehicle at its base, so that tracking is heard. */
const heard = (at: number): TrackedUpdate[] => [say({ vehicleId: 'base', at, reason: 'at_base', speed: 0 })];

const all =
  (...vehicles: ((at: number) => TrackedUpdate[])[]) =>
  (at: number): TrackedUpdate[] =>
    vehicles.flatMap((vehicle) => vehicle(at));

/** The service as planned: every block of a line from 08:00 on, its way out, layover and way back, without those left out. */
function asPlanned(line: string, without: readonly number[] = []) {
  const blocks = Array.from({ length: 6 }, (_, i) => i).filter((i) => !without.includes(i));
  return all(
    ...blocks.flatMap((i) => {
      const departure = 600 * i;
      const [vehicleId, back] = [`${line}v${i}`, `${line}${i}b`];
      const waiting = (at: number): TrackedUpdate[] =>
        at % 10 === 0 && at > departure + 1200 && at < departure + 1800
          ? [say({ vehicleId, tripId: back, at, shapeMetres: 0, phase: 'LAYOVER' })]
          : [];
      return [
        running(vehicleId, `${line}${i}`, departure),
        waiting,
        running(vehicleId, back, departure + 1800),
      ];
    }),
  );
}

describe('what needs a dispatcher', () => {
  it('is nothing while all runs as planned', () => {
    const desk = new Desk();
    desk.runTo(0, 2400, all(asPlanned('A'), asPlanned('T')));
    expect(desk.told).toEqual([]);
  });

  it('is a vehicle off its line for two fixes and thirty seconds, once, until it is back', () => {
    const desk = new Desk();
    const stray = (at: number): TrackedUpdate[] =>
      at % 10 === 0
        ? [
            say({
              vehicleId: '7',
              tripId: 'A0',
              at,
              shapeMetres: 3000,
              offsetMetres: at >= 100 && at < 200 ? 80 : 5,
            }),
          ]
        : [];
    desk.runTo(60, 129, stray);
    expect(desk.book.list().filter(({ kind }) => kind === 'off_route')).toEqual([]);
    desk.runTo(130, 130, stray);
    expect(desk.book.list().filter(({ kind }) => kind === 'off_route')).toMatchObject([
      { routeId: 'A', directionId: 0, vehicleId: '7', value: 80, carrierId: 'X', sinceSeconds: EIGHT + 100 },
    ]);
    desk.runTo(131, 300, stray);
    expect(desk.raised('off_route')).toHaveLength(1);
    expect(desk.book.list().filter(({ kind }) => kind === 'off_route')).toEqual([]);
    expect(desk.told.findLast(({ exception }) => exception.kind === 'off_route')).toMatchObject({
      step: 'over',
      exception: { solved: { how: 'cleared' } },
    });
  });

  it('is not a vehicle that an order leads around, where it does', () => {
    const around = (fromStopId: string, toStopId: string) => {
      const desk = new Desk();
      const stops = { fromStopId, toStopId, missedStopIds: [], replacementStops: [] };
      const action = { kind: 'detour', routeIds: ['A'], ...stops, period: {} } as const;
      desk.watch.setOrders([{ orderId: 'o1', confirmedAt: EIGHT, action }]);
      desk.runTo(60, 300, (at) =>
        at % 10 === 0 ? [say({ vehicleId: '7', tripId: 'A0', at, shapeMetres: 3000, offsetMetres: 80 })] : [],
      );
      return desk.raised('off_route').length;
    };
    expect([around('O2', 'O5'), around('O6', 'O8')]).toEqual([0, 1]);
  });

  it('is not a vehicle on a detour whose time has just ended, for as long as one takes', () => {
    const desk = new Desk();
    const stops = { fromStopId: 'O2', toStopId: 'O5', missedStopIds: [], replacementStops: [] };
    const action = { kind: 'detour', routeIds: ['A'], ...stops, period: { end: EIGHT + 50 } } as const;
    desk.watch.setOrders([], [{ orderId: 'o1', confirmedAt: EIGHT - 600, action }]);
    const around = (at: number): TrackedUpdate[] =>
      at % 10 === 0 ? [say({ vehicleId: '7', tripId: 'A0', at, shapeMetres: 3000, offsetMetres: 80 })] : [];
    desk.runTo(60, 600, around);
    expect(desk.raised('off_route')).toEqual([]);
    desk.runTo(601, 700, around);
    expect(desk.raised('off_route')).toHaveLength(1);
  });

  it('is not one bad fix, nor sixty metres', () => {
    const desk = new Desk();
    desk.runTo(60, 300, (at) =>
      at % 10 === 0 ? [say({ vehicleId: '7', tripId: 'A0', at, offsetMetres: at === 100 ? 500 : 59 })] : [],
    );
    expect(desk.raised('off_route')).toEqual([]);
  });

  it('is a gap behind the vehicle before, with its length against the plan', () => {
    const desk = new Desk();
    // A1 is missing: A2 comes twenty minutes after A0.
    desk.runTo(0, 1800, asPlanned('A', [1]));
    const gaps = desk.book.list().filter(({ kind }) => kind === 'gap');
    expect(gaps).toMatchObject([
      {
        routeId: 'A',
        directionId: 0,
        vehicleId: 'Av2',
        otherVehicleId: 'Av0',
        tripId: 'A2',
        value: 1200,
        expected: 600,
      },
    ]);
    expect(desk.raised('gap')).toHaveLength(1);
    desk.runTo(1801, 2700, asPlanned('A', [1]));
    expect(desk.book.list().filter(({ kind, tripId }) => kind === 'gap' && tripId === 'A2')).toEqual([]);
  });

  it('is two vehicles that run together', () => {
    const desk = new Desk();
    const late = all(running('Av0', 'A0', 0, 480), running('Av1', 'A1', 600), running('Av2', 'A2', 1200));
    desk.runTo(0, 1300, late);
    expect(desk.book.list().filter(({ kind }) => kind === 'bunch')).toMatchObject([
      { routeId: 'A', directionId: 0, vehicleId: 'Av1', otherVehicleId: 'Av0', value: 120, expected: 600 },
    ]);
    desk.runTo(1301, 2400, late);
    expect(desk.raised('bunch')).toHaveLength(1);
    expect(desk.book.list().filter(({ kind }) => kind === 'bunch')).toEqual([]);
  });

  it('is a tram very late, and never a bus that goes by headway', () => {
    const desk = new Desk();
    const late = all(running('t', 'T0', 0, 700), running('b', 'A0', 0, 1500));
    desk.runTo(0, 1700, late);
    expect(desk.book.list().filter(({ kind }) => kind === 'very_late')).toMatchObject([
      { routeId: 'T', vehicleId: 't', tripId: 'T0', value: 700, carrierId: 'Y' },
    ]);
    expect(desk.watch.vehicles.get('t')?.state).toBe('very_late');
    expect(desk.watch.vehicles.get('b')?.state).toBe('normal');
    desk.runTo(1701, 1900, (at) =>
      at % 10 === 0 ? [say({ vehicleId: 't', tripId: 'T0', at, deviationSeconds: 60 })] : [],
    );
    expect(desk.raised('very_late')).toHaveLength(1);
    expect(desk.book.list().filter(({ kind }) => kind === 'very_late')).toEqual([]);
  });

  it('is a tram that leaves a timing point before its time', () => {
    const desk = new Desk();
    const early = (at: number): TrackedUpdate[] =>
      at % 10 === 0
        ? [
            say({
              vehicleId: 't',
              tripId: 'T0',
              at,
              shapeMetres: 4000 + at,
              deviationSeconds: -90,
              visits: at === 390 ? [{ stopIndex: 4, at: 390 }] : [],
            }),
          ]
        : [];
    desk.runTo(380, 389, early);
    expect(desk.raised('early')).toEqual([]);
    desk.runTo(390, 500, early);
    expect(desk.book.list().filter(({ kind }) => kind === 'early')).toMatchObject([
      { routeId: 'T', vehicleId: 't', value: -90, stopId: 'O4', sinceSeconds: EIGHT + 390 },
    ]);
    desk.runTo(501, 560, (at) =>
      at % 10 === 0 ? [say({ vehicleId: 't', tripId: 'T0', at, deviationSeconds: 0 })] : [],
    );
    expect(desk.raised('early')).toHaveLength(1);
    expect(desk.book.list().filter(({ kind }) => kind === 'early')).toEqual([]);
  });

  it('is a vehicle on a trip not heard of for ninety seconds, until it speaks again', () => {
    const desk = new Desk();
    desk.runTo(60, 60, () => [say({ vehicleId: '7', tripId: 'A0', at: 60 })]);
    // Others are heard: it is not tracking that is silent.
    const other = (at: number): TrackedUpdate[] => [say({ vehicleId: '8', tripId: 'T0', at })];
    desk.runTo(61, 149, other);
    expect(desk.raised('no_signal')).toEqual([]);
    desk.runTo(150, 200, other);
    expect(desk.book.list().filter(({ kind }) => kind === 'no_signal')).toMatchObject([
      { routeId: 'A', vehicleId: '7', sinceSeconds: EIGHT + 60 },
    ]);
    desk.runTo(201, 210, (at) => (at === 201 ? [say({ vehicleId: '7', tripId: 'A0', at })] : []));
    expect(desk.raised('no_signal')).toHaveLength(1);
    expect(desk.book.list().filter(({ kind }) => kind === 'no_signal')).toEqual([]);
  });

  it('is never the silence of a vehicle at its base', () => {
    const desk = new Desk();
    desk.runTo(60, 60, () => [say({ vehicleId: '7', at: 60, reason: 'at_base', speed: 0 })]);
    desk.runTo(61, 300);
    expect(desk.raised('no_signal')).toEqual([]);
  });

  it('is a vehicle that moves about on no trip for five minutes', () => {
    const desk = new Desk();
    const astray = (at: number): TrackedUpdate[] =>
      at % 10 === 0 ? [say({ vehicleId: '7', at, lon: 24 + at * 0.0001 })] : [];
    desk.runTo(0, 300, astray);
    expect(desk.raised('unassigned')).toEqual([]);
    desk.runTo(301, 500, astray);
    expect(desk.book.list().filter(({ kind }) => kind === 'unassigned')).toMatchObject([{ vehicleId: '7' }]);
    desk.runTo(501, 560, (at) => (at === 510 ? [say({ vehicleId: '7', tripId: 'A1', at })] : []));
    expect(desk.raised('unassigned')).toHaveLength(1);
    expect(desk.book.list().filter(({ kind }) => kind === 'unassigned')).toEqual([]);
  });

  it('is a block that no vehicle has taken up five minutes after its departure, and not after an hour', () => {
    const desk = new Desk();
    desk.runTo(-300, 299, heard);
    expect(desk.raised('not_started')).toEqual([]);
    desk.runTo(300, 300, heard);
    const tram = (): unknown[] =>
      desk.book.list().filter(({ routeId, tripId }) => routeId === 'T' && tripId === 'T0');
    expect(tram()).toMatchObject([
      { kind: 'not_started', directionId: 0, blockId: 'BT0', serviceDate: DATE, value: 300, carrierId: 'Y' },
    ]);
    desk.runTo(301, 340, (at) => (at === 310 ? [say({ vehicleId: '9', tripId: 'T0', at })] : heard(at)));
    expect(tram()).toEqual([]);
    for (let at = 341; at < 7200; at += 10) desk.runTo(at, at, heard);
    expect(desk.told.every(({ exception: { value = 0 } }) => value <= 3600)).toBe(true);
  });

  it('is a missing vehicle of a line by headway, and not another trip than the timetable has', () => {
    const desk = new Desk();
    // The only vehicle out runs A1 where A0 was planned first: none is missing.
    desk.runTo(-300, 590, (at) => (at % 10 === 0 ? [say({ vehicleId: '9', tripId: 'A1', at })] : []));
    expect(desk.book.list().filter(({ kind, routeId }) => kind === 'not_started' && routeId === 'A')).toEqual(
      [],
    );
    desk.runTo(600, 910, (at) => (at % 10 === 0 ? [say({ vehicleId: '9', tripId: 'A1', at })] : []));
    expect(
      desk.book.list().filter(({ kind, routeId }) => kind === 'not_started' && routeId === 'A'),
    ).toMatchObject([{ tripId: 'A0' }]);
  });

  it('is that a line is short of vehicles, once: neither each trip nor each gap that those who are out cannot close', () => {
    const desk = new Desk();
    const ofLine = () => desk.book.list().filter(({ routeId }) => routeId === 'A');
    // Two of five never come, and the others run twenty minutes apart; at 08:45 two trips have waited long enough.
    desk.runTo(0, 2399, asPlanned('A', [1, 3]));
    expect(ofLine().map(({ kind, tripId }) => `${kind} ${tripId}`)).toEqual(
      expect.arrayContaining(['not_started A3', 'gap A2']),
    );
    desk.runTo(2400, 2760, asPlanned('A', [1, 3]));
    expect(ofLine()).toMatchObject([{ kind: 'not_started', value: 2, expected: 5, carrierId: 'X' }]);
    expect(ofLine()[0]).not.toHaveProperty('tripId');
    const judge = (isTheirs: boolean) => {
      const now = EIGHT + 2760;
      const sight = { sees: () => true, seesCarrier: () => isTheirs };
      const route = TOWN.routes.findIndex(({ routeId }) => routeId === 'A');
      const ofLine = viewLine(desk.watch, route, now, sight).directions.flatMap(({ vehicles }) =>
        vehicles.flatMap(({ ahead }) => ahead?.judged ?? []),
      );
      const context = { ...sight, exceptions: [], seesDrivers: false };
      const ofVehicles = [...desk.watch.vehicles.values()].flatMap(
        (vehicle) => viewVehicle(desk.watch, vehicle, context, now).ahead?.judged ?? [],
      );
      return [...ofLine, ...ofVehicles];
    };
    const judged = judge(true);
    expect(judged).toEqual(judged.map(() => 'even'));
    expect(judged.length).toBeGreaterThan(0);
    // Another carrier, with a vehicle of its own there, is not told so that the line is short.
    expect(judge(false)).toEqual(judged.map(() => 'gap'));
    // What a dispatcher takes out of the plan is missed no more, and gives nobody more to run with.
    const runs = ['A1b', 'A3', 'A3b'].map((tripId) => ({ tripId, serviceDate: DATE }));
    desk.watch.setOrders([{ orderId: 'o1', confirmedAt: EIGHT + 2761, action: { kind: 'cancel', runs } }]);
    desk.runTo(2761, 2840, asPlanned('A', [1, 3]));
    expect(ofLine()).toEqual([]);
  });

  it('is not a trip that an order cancels: that solves it', () => {
    const desk = new Desk();
    desk.runTo(-300, 300, heard);
    expect(desk.raised('not_started')).toHaveLength(2);
    const runs = ['T0', 'A0'].map((tripId) => ({ tripId, serviceDate: DATE }));
    desk.watch.setOrders([{ orderId: 'o1', confirmedAt: EIGHT + 301, action: { kind: 'cancel', runs } }]);
    desk.runTo(301, 330, heard);
    expect(desk.book.list()).toEqual([]);
  });

  it('is a detour that ends within half an hour', () => {
    const desk = new Desk();
    const period = { end: EIGHT + 3600 };
    const action = { kind: 'close_stop', stopIds: ['O1'], routeIds: ['A'], period } as const;
    desk.watch.setOrders([{ orderId: 'o1', confirmedAt: EIGHT, action }]);
    const soon = (): unknown[] => desk.book.list().filter(({ kind }) => kind === 'expiring');
    desk.look(1799);
    expect(soon()).toEqual([]);
    desk.look(1801);
    expect(soon()).toMatchObject([{ orderId: 'o1', routeId: 'A', value: 1799 }]);
    desk.look(3601);
    expect(soon()).toEqual([]);
  });

  it('is an alert by hand that ends within half an hour, and no longer where it is prolonged', () => {
    const desk = new Desk();
    const alert = {
      alertId: 'dispatch-1',
      header: { uk: 'Ремонт' },
      description: { uk: 'Ремонт' },
      informedEntities: [{ routeId: 'A' }, { routeId: 'A', stopId: 'O1' }],
    };
    const soon = (): unknown[] => desk.book.list().filter(({ kind }) => kind === 'expiring');
    desk.watch.alerts = [
      { ...alert, communicationPeriods: [{ end: EIGHT + 3600 }] },
      { ...alert, alertId: 'dispatch-2' },
    ];
    desk.look(1799);
    expect(soon()).toEqual([]);
    desk.look(1801);
    expect(soon()).toMatchObject([{ alertId: 'dispatch-1', routeId: 'A', value: 1799 }]);
    desk.watch.alerts = [{ ...alert, communicationPeriods: [{ end: EIGHT + 7200 }] }];
    desk.look(1802);
    expect(soon()).toEqual([]);
  });

  it('is a city-wide mode that nothing ends, anew each hour, though somebody solved the last', () => {
    const desk = new Desk();
    const action = { kind: 'city_mode', mode: 'air_raid', effect: 'suppress', period: {} } as const;
    desk.watch.setOrders([{ orderId: 'o1', confirmedAt: EIGHT, action }]);
    const reminders = () => desk.book.list().filter(({ kind }) => kind === 'expiring');
    desk.look(3599);
    expect(reminders()).toEqual([]);
    desk.look(3600);
    const [first] = reminders();
    expect(first).toMatchObject({ orderId: 'o1' });
    expect(first).not.toHaveProperty('value');
    desk.book.solve(first!.exceptionId, { userId: 'a', name: 'A' }, EIGHT + 3700);
    desk.look(3800);
    expect(reminders()).toEqual([]);
    desk.look(7200);
    expect(reminders()).toHaveLength(1);
  });

  it('is one fault of the data where a fifth of twenty vehicles is silent, not a row for each', () => {
    const desk = new Desk();
    const fleet = (at: number): TrackedUpdate[] =>
      at % 10 === 0
        ? Array.from({ length: 25 }, (_, i) =>
            i < 6 && at > 10
              ? undefined
              : say({ vehicleId: `v${i}`, tripId: `A${i % 12}`, at, shapeMetres: 100 * i }),
          ).filter((said) => said !== undefined)
        : [];
    desk.runTo(0, 10, fleet);
    // Together silent, they are a row each only until it is known to be a fault of all.
    desk.runTo(11, 300, fleet);
    expect(desk.raised('feed_fault')).toHaveLength(1);
    expect(desk.book.list().find(({ kind }) => kind === 'feed_fault')).toMatchObject({
      value: 6,
      expected: 25,
    });
    expect(desk.watch.lamp(EIGHT + 300)).toMatchObject({
      level: 'outage',
      expectedVehicles: 25,
      freshVehicles: 19,
    });
  });
});
