import { haversineMetres, nearestOnLine, projectX, projectY } from '../geo/index.js';
import { patternOf, stopCount } from '../gtfs/index.js';
import { type SimulatedReport, createSimulation, step } from './index.js';
import { groupBy, liveThrough, runKey } from './live-through.fixture.js';
import { listRuns } from './list-runs.js';
import { TOWN_DAY, at, compileTown } from './town.fixture.js';
import { getServiceDate } from '../time/index.js';

const town = compileTown();
const MONDAY = getServiceDate('20261123');
/** A whole morning without pathologies, a report each second. */
const calm = liveThrough(town, { startSeconds: at(5), preset: 'none', intervalSeconds: 1 }, at(12));

/** Each two reports that follow each other in a group. */
function steps(
  groups: ReadonlyMap<string, readonly SimulatedReport[]>,
): [SimulatedReport, SimulatedReport][] {
  return [...groups.values()].flatMap((reports) =>
    reports.slice(1).map((report, i): [SimulatedReport, SimulatedReport] => [reports[i]!, report]),
  );
}

describe('the same seed', () => {
  const digest = (seed: number, cuts: number): string => {
    const simulation = createSimulation(town, { seed, startSeconds: at(7), preset: 'hard' });
    const parts: unknown[] = [];
    for (let now = at(7) + cuts; now <= at(7, 30); now += cuts) {
      const { reports, visits, events } = step(simulation, now);
      parts.push(...reports, ...visits, ...events);
    }
    return parts
      .map((part) => JSON.stringify(part))
      .sort()
      .join('\n');
  };

  it('gives the same half hour, byte for byte, however it is cut into steps', () => {
    expect(digest(7, 1)).toBe(digest(7, 300));
  });

  it('and another seed another one', () => {
    expect(digest(7, 300)).not.toBe(digest(8, 300));
  });

  it('has the same misfortunes when the day is entered later', () => {
    const rates = { breakdown: 0.1, missed_trip: 0.1, short_turn: 0.1 };
    const from = (hour: number): string[] =>
      liveThrough(town, { startSeconds: at(hour), preset: 'none', rates, warmUpSeconds: 1800 }, at(10))
        .events.filter(({ atSeconds }) => atSeconds > at(8))
        .map(({ kind, key, atSeconds }) => `${kind} ${key} ${atSeconds}`);
    expect(from(8)).toEqual(from(5));
    expect(from(8).length).toBeGreaterThan(5);
  });

  it('puts the same vehicles on the same blocks when the day is entered later', () => {
    const vehiclesOf = (hour: number): string[] => {
      const { visits } = liveThrough(
        town,
        { startSeconds: at(hour), preset: 'none', warmUpSeconds: 600 },
        at(9),
      );
      return visits
        .filter(({ departureSeconds = 0 }) => departureSeconds > at(8, 50))
        .map(({ vehicleId, instance }) => `${vehicleId} ${instance.trip}`);
    };
    const early = new Set(vehiclesOf(5));
    const late = new Set(vehiclesOf(8));
    expect([...late].filter((pair) => early.has(pair)).length).toBeGreaterThan(0.95 * late.size);
  });
});

describe('a vehicle without faults', () => {
  const byRun = groupBy(
    calm.reports.filter(({ truth }) => truth.phase === 'IN_PROGRESS'),
    ({ report, truth }) => runKey(report.vehicleId, truth.instance!),
  );

  it('reports places that lie on the shape of its trip', () => {
    const offShape = calm.reports.filter(({ report, truth }) => {
      if (truth.phase !== 'IN_PROGRESS') return false;
      const x = projectX(town.projection, report.lon);
      const y = projectY(town.projection, report.lat);
      return nearestOnLine(patternOf(town, truth.instance!.trip).line, x, y).distanceMetres > 0.3;
    });
    expect(offShape).toEqual([]);
  });

  it('never goes back along its trip', () => {
    const back = steps(byRun).filter(
      ([before, after]) => after.truth.shapeMetres! < before.truth.shapeMetres!,
    );
    expect(back).toEqual([]);
  });

  it('accelerates and brakes no harder than passengers stand', () => {
    const changes = steps(byRun)
      .filter(([, { report }]) => report.speedMetresPerSecond !== 0)
      .map(([before, after]) => after.report.speedMetresPerSecond! - before.report.speedMetresPerSecond!);
    expect(changes.filter((change) => change > 1.2 || change < -2.6)).toEqual([]);
  });

  it('stands at stops and lights for a fair part of its trip, and moves otherwise', () => {
    const running = [...byRun.values()].flat();
    const standing =
      running.filter(({ report }) => report.speedMetresPerSecond === 0).length / running.length;
    expect(standing).toBeGreaterThan(0.2);
    expect(standing).toBeLessThan(0.6);
  });

  it('leaves its base, waits, runs, turns round and returns to its base', () => {
    const byVehicle = groupBy(calm.reports, ({ report }) => report.vehicleId);
    for (const reports of byVehicle.values()) {
      const phases = reports.map(({ truth }) => truth.phase);
      const changes = phases.filter((phase, i) => phase !== phases[i - 1]).join(' ');
      expect(changes).toMatch(/^AT_BASE DEADHEAD (LAYOVER IN_PROGRESS ?)+DEADHEAD AT_BASE$/);
      const [first, last] = [reports[0]!.truth, reports.at(-1)!.truth];
      expect(haversineMetres(first, last)).toBeLessThan(1);
    }
  });

  it('names in its truth the next trip while it waits, and none on a deadhead', () => {
    const wrong = calm.reports.filter(({ truth }) => {
      const inService = truth.phase !== 'DEADHEAD' && truth.phase !== 'AT_BASE';
      return (truth.instance !== undefined) !== inService || (truth.shapeMetres !== undefined) !== inService;
    });
    expect(wrong).toEqual([]);
  });

  it('says of itself what is true', () => {
    const wrong = calm.reports.filter(({ report, truth }) => {
      const trip = truth.instance === undefined ? undefined : town.trips.ids[truth.instance.trip];
      return report.tripId !== trip || report.timestampSeconds !== truth.atSeconds || truth.faults !== 0;
    });
    expect(wrong).toEqual([]);
  });

  it('says what is left in a bus’s tank, which only falls, and who drives, who stays for a shift', () => {
    const groups = groupBy(calm.reports, ({ report }) => report.vehicleId);
    const known = [...groups.values()].map((reports) => reports.map(({ report }) => report));
    const modes = new Map(calm.simulation.city.fleet.list().map(({ id, mode }) => [id, mode]));
    for (const reports of known) {
      const left = reports.map(({ chargePercent }) => chargePercent);
      const isBus = modes.get(reports[0]!.vehicleId) === 'bus';
      expect(left.every((percent) => (percent !== undefined) === isBus)).toBe(true);
      expect(left.every((percent, i) => i === 0 || percent === undefined || percent <= left[i - 1]!)).toBe(
        true,
      );
      expect(new Set(reports.map(({ driverId }) => driverId)).size).toBeLessThanOrEqual(2);
    }
    const signedIn = known.filter(([first]) => first!.driverId !== undefined).length;
    expect(signedIn / known.length).toBeGreaterThan(0.5);
    expect(signedIn).toBeLessThan(known.length);
  });

  it('arrives within seconds of being measured, in order', () => {
    const travels = calm.reports.map(({ arrivesAtSeconds, truth }) => arrivesAtSeconds - truth.atSeconds);
    expect(travels.filter((seconds) => seconds <= 0 || seconds > 8)).toEqual([]);
    const byVehicle = groupBy(calm.reports, ({ report }) => report.vehicleId);
    const swapped = steps(byVehicle).filter(([a, b]) => b.truth.atSeconds <= a.truth.atSeconds);
    expect(swapped).toEqual([]);
  });
});

describe('the truth of stop visits', () => {
  const byRun = groupBy(calm.visits, ({ vehicleId, instance }) => runKey(vehicleId, instance));

  it('has every trip of the day once, with every stop once, in order', () => {
    const planned = [...listRuns(town, MONDAY, TOWN_DAY)];
    expect(byRun.size).toBe(planned.length);
    for (const visits of byRun.values()) {
      const stops = visits.map(({ stopIndex }) => stopIndex);
      expect(stops).toEqual(Array.from({ length: stopCount(town, visits[0]!.instance.trip) }, (_, i) => i));
    }
  });

  it('has times that never fall, no arrival at the first stop and no departure from the last', () => {
    for (const visits of byRun.values()) {
      expect(visits[0]!.arrivalSeconds).toBeUndefined();
      expect(visits.at(-1)!.departureSeconds).toBeUndefined();
      const times = visits.flatMap(({ arrivalSeconds, departureSeconds }) => [
        arrivalSeconds,
        departureSeconds,
      ]);
      const known = times.filter((time) => time !== undefined);
      expect(known).toHaveLength(2 * visits.length - 2);
      for (let i = 1; i < known.length; i++) expect(known[i]).toBeGreaterThanOrEqual(known[i - 1]!);
    }
  });

  it('agrees with the positions: the vehicle is at the stop when it is said to be', () => {
    const seen = new Map(
      calm.reports.map((r) => [`${r.report.vehicleId} ${r.truth.atSeconds}`, r.truth.shapeMetres!]),
    );
    const away = calm.visits.filter(({ vehicleId, instance, stopIndex, arrivalSeconds }) => {
      if (arrivalSeconds === undefined) return false;
      const metres = patternOf(town, instance.trip).stopMetres[stopIndex]!;
      return Math.abs(seen.get(`${vehicleId} ${Math.ceil(arrivalSeconds)}`)! - metres) > 20;
    });
    expect(away).toEqual([]);
  });

  it('keeps roughly to the timetable it was calibrated by', () => {
    const late = calm.visits.map(
      ({ instance, stopIndex, arrivalSeconds, departureSeconds }) =>
        (arrivalSeconds ?? departureSeconds!) - (TOWN_DAY + instance.startSeconds + stopIndex * 90),
    );
    late.sort((a, b) => a - b);
    expect(Math.abs(late[late.length >> 1]!)).toBeLessThan(90);
    expect(late[Math.floor(late.length * 0.95)]!).toBeLessThan(900);
  });
});

describe('bunching', () => {
  it('emerges: headways vary more at the end of a busy line than at its beginning', () => {
    const busy = compileTown({ routes: 3, stops: 30, headwayMinutes: 5 });
    const { visits } = liveThrough(
      busy,
      { startSeconds: at(6), preset: 'none', intervalSeconds: 60 },
      at(11),
    );
    const spread = (stopIndex: number): number => {
      const times = visits
        .filter(
          (v) =>
            v.stopIndex === stopIndex && busy.patterns[busy.trips.pattern[v.instance.trip]!]!.route === 2,
        )
        .filter((v) => busy.trips.directionId[v.instance.trip] === 0)
        .map((v) => v.arrivalSeconds ?? v.departureSeconds!)
        .sort((a, b) => a - b);
      const gaps = times.slice(1).map((time, i) => time - times[i]!);
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length) / mean;
    };
    expect(spread(28)).toBeGreaterThan(1.5 * spread(1));
  });
});

describe('the fleet', () => {
  it('spreads its reports over the interval', () => {
    const { reports } = liveThrough(
      town,
      { startSeconds: at(8), preset: 'none', intervalSeconds: 5 },
      at(8, 10),
    );
    const bySecond = groupBy(reports, ({ truth }) => String(truth.atSeconds % 5));
    expect(bySecond.size).toBe(5);
  });

  it('is cut down to about as many vehicles as asked for', () => {
    const all = createSimulation(town, { seed: 1, startSeconds: at(8), preset: 'none' }).trackers.length;
    const some = createSimulation(town, { seed: 1, startSeconds: at(8), preset: 'none', vehicles: all / 2 });
    expect(some.trackers.length).toBeLessThan(0.75 * all);
    expect(some.trackers.length).toBeGreaterThan(0.25 * all);
  });

  it('goes on over midnight into the next day with the same vehicles', () => {
    const { reports } = liveThrough(
      town,
      { startSeconds: at(9), preset: 'none', intervalSeconds: 60 },
      at(33),
    );
    const days = groupBy(reports, ({ truth }) => truth.instance?.serviceDate ?? '');
    expect([...days.keys()].sort()).toEqual(['', '20261123', '20261124']);
    const ids = (date: string): string[] =>
      [...new Set(days.get(date)!.map(({ report }) => report.vehicleId))].sort();
    expect(ids('20261124')).toEqual(ids('20261123'));
  });

  it.each([
    ['full', true, true],
    ['route', false, true],
    ['none', false, false],
  ] as const)('says of its trips what it is allowed to: %s', (hints, trip, route) => {
    const { reports } = liveThrough(town, { startSeconds: at(8), preset: 'normal', hints }, at(8, 5));
    expect(reports.some(({ report }) => report.tripId !== undefined)).toBe(trip);
    expect(reports.some(({ report }) => report.stopId !== undefined)).toBe(trip);
    expect(reports.some(({ report }) => report.routeId !== undefined)).toBe(route);
  });
});

describe('any GTFS', () => {
  it('is simulated without blocks: the trips of a route are chained into vehicles', () => {
    const loose = compileTown({ blocks: false });
    const { visits, simulation } = liveThrough(
      loose,
      { startSeconds: at(5), preset: 'none', intervalSeconds: 60 },
      at(12),
    );
    const runs = new Set(visits.map(({ vehicleId, instance }) => runKey(vehicleId, instance)));
    expect(runs.size).toBe(loose.trips.ids.length);
    expect(simulation.city.fleet.list().length).toBeLessThan(loose.trips.ids.length / 3);
  });

  it('is simulated with frequencies: each start is a run', () => {
    const frequent = compileTown({ frequencies: true });
    const { visits, reports } = liveThrough(
      frequent,
      { startSeconds: at(5), preset: 'none', intervalSeconds: 60 },
      at(12),
    );
    const starts = new Set(visits.map(({ instance }) => `${instance.trip} ${instance.startSeconds}`));
    expect(starts.size).toBe(6 * 24);
    expect(reports.some(({ report }) => report.startTime === '07:20:00')).toBe(true);
  });

  it.each([
    [{ intervalSeconds: 0 }],
    [{ intervalSeconds: 2.5 }],
    [{ warmUpSeconds: -1 }],
    [{ vehicles: 0 }],
    [{ startSeconds: Number.NaN }],
  ])('refuses options out of bounds: %j', (wrong) => {
    expect(() => createSimulation(town, { seed: 1, startSeconds: at(8), ...wrong })).toThrow(RangeError);
  });
});
