import { getServiceDate } from '../time/index.js';
import { listChains } from './chain-runs.js';
import { Detours } from './detours.js';
import { Fleet } from './fleet.js';
import { findBusiestDay } from './list-runs.js';
import { Mailbox } from './mailbox.js';
import { modeOf } from './modes.js';
import { PRESETS } from './presets.js';
import { createRoad } from './road.js';
import type { SimulatedReport } from './simulated-report.js';
import { StreetCells } from './street-cells.js';
import { createTallies } from './tally.js';
import { TOWN_DAY, compileTown } from './town.fixture.js';
import { findDetour, shapeMetresAt } from './trip-road.js';

const MONDAY = getServiceDate('20261123');

describe('chains of trips', () => {
  it.each([
    ['blocks', compileTown()],
    ['no blocks', compileTown({ blocks: false })],
    ['frequencies', compileTown({ frequencies: true })],
  ])('hold every run of the day once and never two at a time: %s', (_, town) => {
    const chains = listChains(town, MONDAY, TOWN_DAY);
    const runs = chains.flatMap((chain) => chain.runs);
    expect(new Set(runs.map((run) => `${run.instance.trip} ${run.startSeconds}`)).size).toBe(runs.length);
    expect(runs.length).toBe(findBusiestDay(town, MONDAY).runsOf.reduce((sum, n) => sum + n, 0));
    const overlaps = chains.filter(({ runs: of }) =>
      of.some((run, i) => i > 0 && run.startSeconds < of[i - 1]!.endSeconds),
    );
    expect(overlaps).toEqual([]);
    expect(new Set(chains.map(({ key }) => key)).size).toBe(chains.length);
  });

  it('follow the blocks of the GTFS', () => {
    const town = compileTown();
    const chains = listChains(town, MONDAY, TOWN_DAY);
    expect(chains.map(({ key }) => key).sort()).toEqual([...town.blockIds].sort());
  });

  it('need about as few vehicles without blocks as with them', () => {
    const withBlocks = listChains(compileTown(), MONDAY, TOWN_DAY).length;
    expect(listChains(compileTown({ blocks: false }), MONDAY, TOWN_DAY).length).toBeLessThanOrEqual(
      withBlocks + 3,
    );
  });

  it('know the busiest day and how many trips it has under way at once', () => {
    const town = compileTown({ routes: 1, stops: 21, headwayMinutes: 10 });
    expect(findBusiestDay(town, MONDAY).peakRuns).toBeCloseTo(2 * 3, 0);
  });
});

describe('the fleet', () => {
  const town = compileTown();
  const fleet = new Fleet(1, PRESETS.lviv, createTallies(), town.routes);

  it('gives the first vehicle of the mode that is free, by the same id each time', () => {
    const first = fleet.take(0, 'bus', 0, 100);
    const second = fleet.take(0, 'bus', 50, 150);
    expect(second.id).not.toBe(first.id);
    expect(fleet.take(0, 'bus', 100, 200)).toBe(first);
    expect(new Fleet(1, PRESETS.none, createTallies(), town.routes).take(0, 'bus', 0, 1).id).toBe(first.id);
  });

  it('has ids that differ between modes, plates of all three kinds, few low floors', () => {
    const vehicles = (['bus', 'tram', 'trolleybus'] as const).flatMap((mode) =>
      Array.from({ length: 300 }, () => fleet.take(0, mode, 0, 1)),
    );
    expect(new Set(vehicles.map(({ id }) => id)).size).toBe(900);
    const share = (pattern: RegExp): number =>
      vehicles.filter(({ licensePlate }) => pattern.test(licensePlate)).length / 900;
    expect(share(/^[A-Z]{2}\d{4}[A-Z]{2}$/)).toBeCloseTo(304 / 436, 1);
    expect(share(/^[А-ЯІ]{2}\d{4}[А-ЯІ]{2}$/)).toBeCloseTo(33 / 436, 1);
    expect(share(/^\d{4}$/)).toBeCloseTo(99 / 436, 1);
    expect(
      vehicles.filter(({ wheelchairAccessible }) => wheelchairAccessible === 2).length / 900,
    ).toBeCloseTo(0.117, 1);
  });
});

describe('modes', () => {
  it.each([
    [0, 'Т01', 'tram'],
    [900, '5', 'tram'],
    [11, '7', 'trolleybus'],
    [3, 'Тр23', 'trolleybus'],
    [800, '9', 'trolleybus'],
    [3, 'А47', 'bus'],
    [704, 'X', 'bus'],
    [4, 'Ferry', 'tram'],
  ])('route_type %d named %p is a %s', (type, shortName, mode) => {
    expect(modeOf({ type, shortName, routeId: '', agency: 0, longName: '', color: '', textColor: '' })).toBe(
      mode,
    );
  });
});

describe('a detour', () => {
  const town = compileTown();
  const pattern = town.patterns[0]!;
  const cells = new StreetCells();
  const middle = pattern.stopMetres[7]!;
  const closure = {
    id: 3,
    x: town.stops.x[pattern.stops[7]!]!,
    y: town.stops.y[pattern.stops[7]!]!,
    radiusMetres: 120,
    startSeconds: 0,
    endSeconds: 9e9,
  };
  const detour = findDetour(cells, pattern, closure, 1)!;

  it('leaves the closed street out, and its stop', () => {
    expect(detour.shapeFromMetres).toBeLessThan(middle - 100);
    expect(detour.shapeToMetres).toBeGreaterThan(middle + 100);
    expect(detour.stopMetres[7]).toBe(-1);
    expect(detour.stopMetres.filter((metres) => metres < 0).length).toBeLessThan(3);
  });

  it('is longer than the shape, and distances along both agree outside it', () => {
    const longer = detour.road.lengthMetres - createRoad(cells, pattern.line, 1).lengthMetres;
    expect(longer).toBeGreaterThan(100);
    expect(shapeMetresAt(detour, 10)).toBe(10);
    expect(shapeMetresAt(detour, detour.stopMetres[12]!)).toBeCloseTo(pattern.stopMetres[12]!, 6);
    expect(shapeMetresAt(detour, detour.offFromMetres)).toBeCloseTo(detour.shapeFromMetres, 6);
    expect(shapeMetresAt(detour, detour.offToMetres)).toBeCloseTo(detour.shapeToMetres, 6);
  });

  it('is not made at a terminus nor for a street elsewhere', () => {
    const [x, y] = [town.stops.x[pattern.stops[0]!]!, town.stops.y[pattern.stops[0]!]!];
    expect(findDetour(cells, pattern, { ...closure, x, y }, 1)).toBeUndefined();
    expect(findDetour(cells, pattern, { ...closure, x: x + 90_000 }, 1)).toBeUndefined();
  });

  it('is driven only while the street is closed', () => {
    const roads = town.patterns.map(({ line }) => createRoad(cells, line, 1));
    const detours = new Detours(town, cells, roads, 5, 40);
    const day = Math.floor(TOWN_DAY / 86_400);
    const [closed] = detours.closuresOf(day);
    const detoured = (atSeconds: number): number =>
      town.patterns.filter((_, p) => detours.roadOf(p, atSeconds).offFromMetres < Infinity).length;
    expect(detoured((closed!.startSeconds + closed!.endSeconds) / 2)).toBeGreaterThan(0);
    expect(new Detours(town, cells, roads, 5, 0).roadOf(0, closed!.startSeconds + 1).offFromMetres).toBe(
      Infinity,
    );
  });
});

describe('the mailbox', () => {
  const report = (arrivesAtSeconds: number): SimulatedReport => ({
    arrivesAtSeconds,
    report: { vehicleId: 'v', timestampSeconds: 0, lat: 0, lon: 0 },
    truth: { phase: 'AT_BASE', lat: 0, lon: 0, atSeconds: 0, faults: 0 },
  });

  it('gives reports out by arrival, each once, as soon as their second is over', () => {
    const mailbox = new Mailbox(100);
    for (const arrives of [103.5, 100.2, 101.9, 101.1]) mailbox.post(report(arrives));
    const arrivals = (until: number): number[] => {
      const out: SimulatedReport[] = [];
      mailbox.collect(until, out);
      return out.map(({ arrivesAtSeconds }) => arrivesAtSeconds);
    };
    expect(arrivals(101)).toEqual([100.2, 101.1, 101.9]);
    expect(arrivals(101)).toEqual([]);
    expect(arrivals(110)).toEqual([103.5]);
  });
});
