import { haversineMetres } from '../geo/index.js';
import { modeOf } from './modes.js';
import {
  FAULT_BITS,
  PATHOLOGIES,
  PATHOLOGY_NAMES,
  PRESETS,
  type Pathology,
  type Rate,
  listFaults,
  rateFor,
  ratesOf,
} from './index.js';
import { type Lived, groupBy, liveThrough, runKey } from './live-through.fixture.js';
import { slownessOf } from './jams.js';
import { LARGEST_LAG_SECONDS } from './tracker-clock.js';
import { at, compileTown } from './town.fixture.js';

const town = compileTown({ routes: 5, stops: 14, headwayMinutes: 8 });

const lived = new Map<string, Lived>();

/** Two hours of a morning with one pathology (and those of `more`) and nothing else. */
function with1(
  pathology: Pathology,
  rate: Rate,
  intervalSeconds = 10,
  more: Partial<Record<Pathology, Rate>> = {},
): Lived {
  const rates = { ...more, [pathology]: rate };
  const key = JSON.stringify([rates, intervalSeconds]);
  const options = {
    startSeconds: at(7),
    preset: 'none',
    warmUpSeconds: 5400,
    rates,
    intervalSeconds,
  } as const;
  const known = lived.get(key) ?? liveThrough(town, options, at(8, 40));
  lived.set(key, known);
  return known;
}

/** Share of reports that bear the fault's mark. */
function shareOf({ reports }: Lived, pathology: Pathology): number {
  return reports.filter(({ truth }) => (truth.faults & FAULT_BITS[pathology]) !== 0).length / reports.length;
}

function offBy({ report, truth }: Lived['reports'][number]): number {
  return haversineMetres(report, truth);
}

describe('every pathology', () => {
  it('has a name, a unit, a sentence, and a rate of nought in the preset none', () => {
    for (const name of PATHOLOGY_NAMES) {
      expect(PATHOLOGIES[name].of).not.toBe('');
      expect(PATHOLOGIES[name].means).not.toBe('');
      expect(PRESETS.none[name]).toBe(0);
    }
  });

  it('happens in the preset hard', () => {
    expect(PATHOLOGY_NAMES.filter((name) => rateFor(PRESETS.hard, name, 'bus') === 0)).toEqual([]);
  });

  it('has a bit of its own', () => {
    const bits = Object.values(FAULT_BITS);
    expect(new Set(bits).size).toBe(PATHOLOGY_NAMES.length);
    expect(listFaults(FAULT_BITS.teleport | FAULT_BITS.late_start)).toEqual(['late_start', 'teleport']);
  });

  it('can be changed in a preset without touching the others', () => {
    expect(ratesOf('lviv', { teleport: 0.5 })).toEqual({ ...PRESETS.lviv, teleport: 0.5 });
  });

  it('may have a rate for each mode', () => {
    const rates = ratesOf('none', { missed_trip: { tram: 0, trolleybus: 0, bus: 1 } });
    const { visits } = liveThrough(
      town,
      { startSeconds: at(7), preset: 'none', rates, intervalSeconds: 60 },
      at(8),
    );
    const modes = new Set(
      visits.map(({ instance }) => modeOf(town.routes[town.trips.route[instance.trip]!]!)),
    );
    expect([...modes].sort()).toEqual(['tram', 'trolleybus']);
  });
});

describe('service pathologies appear at their rate', () => {
  it.each([
    ['late_start', 0.3],
    ['early_departure', 0.3],
    ['missed_trip', 0.3],
    ['short_turn', 0.2],
    ['breakdown', 0.2],
    ['absent_vehicle', 0.4],
    ['vehicle_swap', 0.4],
  ] as const)('%s', (pathology, rate) => {
    const { simulation } = with1(pathology, rate, 60);
    const { hits, of } = simulation.city.tallies[pathology];
    expect(of).toBeGreaterThan(30);
    expect(Math.abs(hits / of - rate)).toBeLessThan(3.5 * Math.sqrt((rate * (1 - rate)) / of));
  });

  const departures = (lived: Lived): number[] =>
    lived.visits
      .filter(({ stopIndex }) => stopIndex === 0)
      .map(({ instance, departureSeconds }) => departureSeconds! - at(0) - instance.startSeconds);

  it('late_start: all trips leave 3 to 15 minutes late at least', () => {
    const late = departures(with1('late_start', 1, 60));
    expect(Math.min(...late)).toBeGreaterThanOrEqual(180);
  });

  it('early_departure: trips leave before their time', () => {
    const late = departures(with1('early_departure', 1, 60));
    expect(late.filter((seconds) => seconds < -30).length).toBeGreaterThan(0.6 * late.length);
    expect(Math.min(...late)).toBeGreaterThan(-11 * 60 - 1);
  });

  it('missed_trip and absent_vehicle: nobody serves what is missed', () => {
    for (const pathology of ['missed_trip', 'absent_vehicle'] as const) {
      const { visits } = with1(pathology, 1, 60);
      expect(visits).toEqual([]);
    }
  });

  it('short_turn: trips end before their last stop, and the next starts further on', () => {
    const { visits } = with1('short_turn', 1, 60);
    const runs = [...groupBy(visits, ({ vehicleId, instance }) => runKey(vehicleId, instance)).values()];
    const ended = runs.filter((run) => run.at(-1)!.departureSeconds === undefined);
    expect(ended.filter((run) => run.at(-1)!.stopIndex === 13)).toEqual(
      ended.filter((run) => run.at(-1)!.stopIndex === 13 && run[0]!.stopIndex > 6),
    );
    expect(runs.some((run) => run[0]!.arrivalSeconds === undefined && run[0]!.stopIndex > 0)).toBe(true);
  });

  it('breakdown: the vehicle stands for minutes between stops; some are replaced by another', () => {
    const { reports, visits } = with1('breakdown', 0.3, 10);
    const still = groupBy(
      reports.filter(
        ({ report, truth }) => truth.phase === 'IN_PROGRESS' && report.speedMetresPerSecond === 0,
      ),
      ({ report, truth }) => `${report.vehicleId} ${truth.instance!.trip} ${truth.shapeMetres!.toFixed(2)}`,
    );
    expect([...still.values()].some((spell) => spell.length * 10 > 240)).toBe(true);
    const ends = groupBy(visits, ({ vehicleId, instance }) => runKey(vehicleId, instance));
    expect([...ends.values()].some((run) => run.at(-1)!.stopIndex < 13)).toBe(true);
  });

  it('vehicle_swap: two vehicles share each block', () => {
    const { visits } = liveThrough(
      town,
      { startSeconds: at(5), preset: 'none', rates: { vehicle_swap: 1 }, intervalSeconds: 60 },
      at(11),
    );
    const byBlock = groupBy(visits, ({ instance }) => String(town.trips.block[instance.trip]));
    const vehicles = [...byBlock.values()].map(
      (block) => new Set(block.map(({ vehicleId }) => vehicleId)).size,
    );
    expect(new Set(vehicles)).toEqual(new Set([2]));
  });

  it('detour: vehicles leave the shape, skip its stops and come back', () => {
    const { reports, visits } = with1('detour', 60, 5);
    const off = reports.filter(({ truth }) => truth.phase === 'OFF_ROUTE');
    expect(off.length).toBeGreaterThan(50);
    const runs = groupBy(visits, ({ vehicleId, instance }) => runKey(vehicleId, instance));
    const detoured = [...new Set(off.map(({ report, truth }) => runKey(report.vehicleId, truth.instance!)))];
    const finished = detoured.map((key) => runs.get(key) ?? []).filter((run) => run.at(-1)?.stopIndex === 13);
    expect(finished.length).toBeGreaterThan(3);
    expect(finished.some((run) => run.length < 14)).toBe(true);
  });

  it('jam: a street slows and clears, in its direction only', () => {
    const { simulation } = with1('jam', 30, 60);
    const [jam] = simulation.city.traffic.jamsAt(at(9));
    const middle = (jam!.startSeconds + jam!.endSeconds) / 2;
    expect(slownessOf(jam!, jam!.x, jam!.y, jam!.octant, middle)).toBe(jam!.slowness);
    expect(slownessOf(jam!, jam!.x, jam!.y, jam!.octant, jam!.endSeconds)).toBe(1);
    expect(slownessOf(jam!, jam!.x, jam!.y, jam!.octant + 4, middle)).toBe(1);
    expect(slownessOf(jam!, jam!.x + 1000, jam!.y, jam!.octant, middle)).toBe(1);
  });

  it('jam: jams make a morning slower', () => {
    const legSeconds = ({ visits }: Lived): number => {
      let seconds = 0;
      let legs = 0;
      for (const run of groupBy(visits, ({ vehicleId, instance }) => runKey(vehicleId, instance)).values()) {
        for (let i = 1; i < run.length; i++) {
          seconds += run[i]!.arrivalSeconds! - run[i - 1]!.departureSeconds!;
          legs++;
        }
      }
      return seconds / legs;
    };
    expect(legSeconds(with1('jam', 60, 60))).toBeGreaterThan(1.1 * legSeconds(with1('jam', 0, 60)));
  });
});

describe('tracker faults appear at their rate', () => {
  it.each([
    ['teleport', 0.05, 0.005],
    ['null_island', 0.05, 0.005],
    ['out_of_order', 0.05, 0.005],
    ['frozen_position', 0.1, 0.03],
    ['offline', 0.1, 0.03],
  ] as const)('%s', (pathology, rate, tolerance) => {
    expect(Math.abs(shareOf(with1(pathology, rate, 5), pathology) - rate)).toBeLessThan(tolerance);
  });

  it.each([
    ['slow_reporter'],
    ['speed_steps'],
    ['clock_drift'],
    ['missing_trip_id'],
    ['kept_trip_id'],
    ['wrong_trip_id'],
  ] as const)('%s: a share of the fleet', (pathology) => {
    const { hits, of } = with1(pathology, 0.3, 60).simulation.city.tallies[pathology];
    expect(Math.abs(hits / of - 0.3)).toBeLessThan(3.5 * Math.sqrt(0.21 / of));
  });

  it('gps_noise: errors have the given sigma on each axis, and those a second apart are alike', () => {
    const { reports } = with1('gps_noise', 8, 2);
    const errors = reports.map((r) => offBy(r) ** 2 / 2);
    const sigma = Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / errors.length);
    expect(Math.abs(sigma - 8)).toBeLessThan(1);
    const one = [...groupBy(reports, ({ report }) => report.vehicleId).values()][0]!;
    const jumps = one
      .slice(1)
      .map((r, i) =>
        Math.abs((r.report.lat - r.truth.lat - one[i]!.report.lat + one[i]!.truth.lat) * 111_000),
      );
    expect(jumps.reduce((sum, jump) => sum + jump, 0) / jumps.length).toBeLessThan(3);
  });

  it('canyon_jump: in the centre fixes are thrown 40 to 150 m aside, and nowhere else', () => {
    const lived = with1('canyon_jump', 0.2, 5);
    const { centre, tallies } = lived.simulation.city;
    expect(Math.abs(tallies.canyon_jump.hits / tallies.canyon_jump.of - 0.2)).toBeLessThan(0.03);
    const thrown = lived.reports.filter((r) => offBy(r) > 1);
    const metres = thrown.map(offBy);
    expect(Math.min(...metres)).toBeGreaterThan(39);
    expect(Math.max(...metres)).toBeLessThan(151);
    expect(centre.radiusMetres).toBeGreaterThan(300);
  });

  it('tunnel: there are places from which nothing is reported', () => {
    const open = with1('tunnel', 0, 5).reports.length;
    const { hits, of } = with1('tunnel', 0.15, 5).simulation.city.tallies.tunnel;
    expect(of).toBeGreaterThan(0.9 * open);
    expect(hits / of).toBeGreaterThan(0.04);
    expect(hits / of).toBeLessThan(0.3);
  });

  it('gnss_spoof: the trackers of a district believe to be at the airport', () => {
    const airport = { lat: 49.8125, lon: 23.9561 };
    const rates = { gnss_spoof: 1 };
    const { reports } = liveThrough(town, { startSeconds: at(7), preset: 'none', rates, airport }, at(8));
    const spoofed = reports.filter(({ truth }) => (truth.faults & FAULT_BITS.gnss_spoof) !== 0);
    expect(spoofed.length).toBeGreaterThan(100);
    expect(spoofed.length).toBeLessThan(reports.length);
    expect(Math.max(...spoofed.map(({ report }) => haversineMetres(report, airport)))).toBeLessThan(100);
  });

  it('teleport: the fix is kilometres away', () => {
    const { reports } = with1('teleport', 0.05, 5);
    const thrown = reports.filter(({ truth }) => (truth.faults & FAULT_BITS.teleport) !== 0).map(offBy);
    expect(Math.min(...thrown)).toBeGreaterThan(1000);
  });

  it('null_island: the position is 0, 0', () => {
    const { reports } = with1('null_island', 0.05, 5);
    const nowhere = reports.filter(({ report }) => report.lat === 0 && report.lon === 0);
    expect(nowhere.length / reports.length).toBeCloseTo(0.05, 2);
  });

  it('frozen_position: the position stays while the clock runs and the vehicle drives on', () => {
    const { reports } = with1('frozen_position', 0.1, 5);
    const frozen = reports.filter(({ truth }) => (truth.faults & FAULT_BITS.frozen_position) !== 0);
    expect(Math.max(...frozen.map(offBy))).toBeGreaterThan(300);
  });

  it('duplicate: the same report comes again', () => {
    const { reports } = with1('duplicate', 0.1, 5);
    const same = groupBy(reports, ({ report }) => `${report.vehicleId} ${report.timestampSeconds}`);
    expect([...same.values()].filter((copies) => copies.length === 2).length / same.size).toBeCloseTo(0.1, 2);
  });

  it('out_of_order: late ones come after newer ones', () => {
    const { reports } = with1('out_of_order', 0.05, 5);
    let swapped = 0;
    for (const one of groupBy(reports, ({ report }) => report.vehicleId).values()) {
      swapped += one.filter(
        ({ report }, i) => i > 0 && report.timestampSeconds < one[i - 1]!.report.timestampSeconds,
      ).length;
    }
    expect(swapped / reports.length).toBeGreaterThan(0.03);
  });

  it('offline: nothing is lost, it comes in one message when coverage is back', () => {
    const { reports } = with1('offline', 0.1, 5);
    const kept = reports.filter(({ truth }) => (truth.faults & FAULT_BITS.offline) !== 0);
    const messages = groupBy(
      kept,
      ({ report, arrivesAtSeconds }) => `${report.vehicleId} ${arrivesAtSeconds}`,
    );
    expect(kept.length / messages.size).toBeGreaterThan(20);
    for (const message of messages.values()) {
      const times = message.map(({ report }) => report.timestampSeconds);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('fleet_silence: for a share of the time nothing of anybody is heard', () => {
    const { simulation, reports } = with1('fleet_silence', 0.1, 2);
    const { hits, of } = simulation.city.tallies.fleet_silence;
    expect(Math.abs(hits / of - 0.1)).toBeLessThan(0.03);
    expect(new Set(reports.map(({ truth }) => truth.atSeconds)).size).toBe(of - hits);
  });

  it('stale_vehicle and month_stale_vehicle: parked vehicles repeat old fixes', () => {
    const { reports, simulation } = with1('stale_vehicle', 0.2, 10, { month_stale_vehicle: 0.1 });
    const fleet = simulation.city.fleet.list().length;
    const oldOf = (pathology: Pathology): number[] =>
      [
        ...groupBy(
          reports.filter(({ truth }) => (truth.faults & FAULT_BITS[pathology]) !== 0),
          ({ report }) => report.vehicleId,
        ).values(),
      ].map((one) => {
        expect(new Set(one.map(({ report }) => report.timestampSeconds)).size).toBe(1);
        return at(7) - one[0]!.report.timestampSeconds;
      });
    expect(oldOf('stale_vehicle')).toHaveLength(Math.round(0.2 * fleet));
    expect(oldOf('month_stale_vehicle')).toHaveLength(Math.round(0.1 * fleet));
    expect(Math.min(...oldOf('stale_vehicle'))).toBeGreaterThanOrEqual(3600);
    expect(Math.max(...oldOf('stale_vehicle'))).toBeLessThanOrEqual(17 * 3600 + 1);
    expect(Math.min(...oldOf('month_stale_vehicle'))).toBeGreaterThanOrEqual(30 * 86_400);
  });

  it('slow_reporter: a report a minute', () => {
    const { reports } = with1('slow_reporter', 1, 5);
    const [one] = groupBy(reports, ({ report }) => report.vehicleId).values();
    expect(one![1]!.truth.atSeconds - one![0]!.truth.atSeconds).toBe(60);
  });

  it('speed_steps: speeds are whole kilometres an hour', () => {
    const { reports } = with1('speed_steps', 1, 5);
    const broken = reports.filter(({ report }) => {
      const kmh = report.speedMetresPerSecond! * 3.6;
      return Math.abs(kmh - Math.round(kmh)) > 1e-9;
    });
    expect(broken).toEqual([]);
  });

  it('fleet_clock_lag: all clocks fall to 544 s behind and come back, none ever runs backwards', () => {
    const rates = { fleet_clock_lag: 1 };
    const { reports } = liveThrough(
      town,
      { startSeconds: at(6), preset: 'none', rates, intervalSeconds: 10 },
      at(10),
    );
    const lags = reports.map(({ report, truth }) => truth.atSeconds - report.timestampSeconds);
    expect(Math.max(...lags)).toBe(LARGEST_LAG_SECONDS);
    expect(Math.min(...lags)).toBeLessThan(20);
    for (const one of groupBy(reports, ({ report }) => report.vehicleId).values()) {
      const back = one.filter(
        ({ report }, i) => i > 0 && report.timestampSeconds <= one[i - 1]!.report.timestampSeconds,
      );
      expect(back).toEqual([]);
    }
  });

  it('clock_drift: single clocks are off, each by its own, some ahead and some behind', () => {
    const { reports } = with1('clock_drift', 1, 10);
    const offsets = [...groupBy(reports, ({ report }) => report.vehicleId).values()].map(
      ([first]) => first!.report.timestampSeconds - first!.truth.atSeconds,
    );
    expect(Math.max(...offsets)).toBeGreaterThan(45);
    expect(Math.min(...offsets)).toBeLessThan(-45);
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(100);
  });
});

describe('wrong words about the trip', () => {
  const trip = (index: number): string => town.trips.ids[index]!;

  it('missing_trip_id: the vehicle never says its trip', () => {
    const { reports } = with1('missing_trip_id', 1, 10);
    expect(
      reports.filter(({ report }) => report.tripId !== undefined || report.routeId !== undefined),
    ).toEqual([]);
  });

  it('kept_trip_id: the finished trip is said until the next one has left its first stop', () => {
    const { reports, visits } = with1('kept_trip_id', 1, 5);
    const finished = groupBy(
      visits.filter(({ departureSeconds }) => departureSeconds === undefined),
      ({ vehicleId }) => vehicleId,
    );
    let waiting = 0;
    for (const { report, truth } of reports) {
      if (truth.phase !== 'LAYOVER') continue;
      const before = finished
        .get(report.vehicleId)
        ?.filter(({ arrivalSeconds }) => arrivalSeconds! < truth.atSeconds)
        .at(-1);
      if (before === undefined) continue;
      waiting++;
      if (report.tripId !== trip(before.instance.trip)) {
        throw new Error(`${report.vehicleId} says ${report.tripId}`);
      }
    }
    expect(waiting).toBeGreaterThan(100);
    const running = reports.filter(({ truth }) => truth.phase === 'IN_PROGRESS');
    expect(running.filter(({ report, truth }) => report.tripId !== trip(truth.instance!.trip))).toEqual([]);
  });

  it('wrong_trip_id: the vehicle says the trips of another block', () => {
    const { reports } = with1('wrong_trip_id', 1, 10);
    const running = reports.filter(({ truth }) => truth.phase === 'IN_PROGRESS');
    const wrong = running.filter(({ report, truth }) => report.tripId !== trip(truth.instance!.trip));
    expect(wrong.length).toBeGreaterThan(0.8 * running.length);
  });
});
