import fc from 'fast-check';
import { createPolyline, lineLength, nearestOnLine, pointAt } from '../geo/index.js';
import { nearestFirst } from './nearest-first.js';
import { SAMPLE_METRES, createRoad, sampleAt } from './road.js';
import { StreetCells } from './street-cells.js';
import { StreetNetwork } from './street-network.js';
import { TrafficField, smoothNoise } from './traffic-field.js';
import { isRed } from './traffic-lights.js';

const SEED = 4;

function roadAlong(cells: StreetCells, ...points: readonly [number, number][]) {
  return createRoad(
    cells,
    createPolyline(
      points.map(([x]) => x),
      points.map(([, y]) => y),
    ),
    SEED,
  );
}

describe('street cells', () => {
  it('are shared by routes along the same street in the same direction, and not by the opposite one', () => {
    const cells = new StreetCells();
    const one = roadAlong(cells, [0, 0], [2000, 0]);
    const other = roadAlong(cells, [-500, 4], [1500, 4]);
    const back = roadAlong(cells, [2000, 0], [0, 0]);
    expect(new Set(one.cells).isDisjointFrom(new Set(back.cells))).toBe(true);
    const shared = [...other.cells].filter((cell) => one.cells.includes(cell)).length;
    expect(shared).toBeGreaterThan(0.6 * other.cells.length);
  });

  it('are found for every place of a road, its ends included', () => {
    const road = roadAlong(new StreetCells(), [0, 0], [333, 0]);
    expect(sampleAt(road, 0)).toBe(0);
    expect(sampleAt(road, 333)).toBe(Math.floor(333 / SAMPLE_METRES));
    expect(sampleAt(road, 9999)).toBe(road.cells.length - 1);
  });
});

describe('roads', () => {
  it('slow down for bends', () => {
    const road = roadAlong(new StreetCells(), [0, 0], [500, 0], [500, 500]);
    expect(road.bendSpeed[sampleAt(road, 495)]).toBeLessThan(5);
    expect(road.bendSpeed[sampleAt(road, 250)]).toBeGreaterThan(20);
  });

  it('meet a light about every 600 m, at rising distances, and the same ones on the way back', () => {
    const there = roadAlong(new StreetCells(), [0, 0], [30_000, 0]);
    const back = roadAlong(new StreetCells(), [30_000, 0], [0, 0]);
    expect(there.lights.length).toBeGreaterThan(30);
    expect(there.lights.length).toBeLessThan(80);
    expect([...there.lightMetres]).toEqual([...there.lightMetres].sort((a, b) => a - b));
    expect([...back.lights].reverse()).toEqual([...there.lights]);
  });
});

describe('traffic lights', () => {
  it('are red about half the time, and green for one axis while red for the other', () => {
    for (const light of [12_345_677, 987_654_321 & 0x3fffffff]) {
      const seconds = Array.from({ length: 6000 }, (_, i) => i);
      const red = seconds.filter((at) => isRed(light, at)).length / 6000;
      expect(red).toBeGreaterThan(0.4);
      expect(red).toBeLessThan(0.6);
      expect(seconds.filter((at) => !isRed(light, at) && !isRed(-light, at)).length).toBeLessThan(
        6000 * 0.06,
      );
    }
  });
});

describe('traffic', () => {
  const field = (pace: number): TrafficField => {
    const cells = new StreetCells();
    for (let x = 0; x < 12_000; x += 120) cells.cellAt(x, 0, 90);
    const traffic = new TrafficField(cells, SEED, 0, () => pace);
    traffic.setUsualSpeeds(new Float32Array(cells.count).fill(8));
    return traffic;
  };

  it('is smooth over time and along a street', () => {
    const traffic = field(1);
    for (let minute = 0; minute < 600; minute++) {
      const now = traffic.speedAt(50, 1_800_000_000 + minute * 60);
      expect(Math.abs(Math.log(traffic.speedAt(50, 1_800_000_060 + minute * 60) / now))).toBeLessThan(0.15);
      expect(Math.abs(Math.log(traffic.speedAt(51, 1_800_000_060 + minute * 60) / now))).toBeLessThan(0.35);
    }
  });

  it('varies by about a quarter round the usual speed over days', () => {
    const traffic = field(1);
    const logs = Array.from({ length: 3000 }, (_, i) =>
      Math.log(traffic.speedAt(i % 100, 1_800_000_000 + i * 700) / 8),
    );
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const sigma = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    expect(Math.abs(mean)).toBeLessThan(0.06);
    expect(sigma).toBeGreaterThan(0.18);
    expect(sigma).toBeLessThan(0.36);
  });

  it('slows down with the hour', () => {
    expect(field(2).speedAt(7, 1_800_000_000)).toBeCloseTo(field(1).speedAt(7, 1_800_000_000) / 2, 4);
  });

  it('is made of noise that is continuous', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (x, t) => {
          const here = smoothNoise(1, x, 0.5, t);
          expect(Math.abs(smoothNoise(1, x + 1e-4, 0.5, t) - here)).toBeLessThan(0.01);
          expect(Math.abs(here)).toBeLessThan(6);
        },
      ),
    );
  });
});

describe('the street network', () => {
  const cells = new StreetCells();
  const network = new StreetNetwork([
    roadAlong(cells, [0, 0], [4000, 0]),
    roadAlong(cells, [2000, -2000], [2000, 2000]),
  ]);

  it('leads from one street to another over their crossing', () => {
    const way = network.way(0, 50, 2030, 1900);
    expect(nearestOnLine(way, 2000, 0).distanceMetres).toBeLessThan(120);
    expect(lineLength(way)).toBeGreaterThan(3800);
    expect(lineLength(way)).toBeLessThan(4600);
    expect(pointAt(way, 0)).toEqual({ x: 0, y: 50 });
    expect(pointAt(way, Infinity)).toEqual({ x: 2030, y: 1900 });
  });

  it('goes straight where no street leads', () => {
    expect(network.way(0, 0, 0, 9000).x).toHaveLength(2);
    expect(network.way(0, 0, 100, 100).x).toHaveLength(2);
  });
});

describe('the shortest path', () => {
  it('is as short as any found by trying all', () => {
    const graphs = fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 1, max: 20 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(graphs, (list) => {
        const edges = Array.from({ length: 8 }, () => new Map<number, number>());
        for (const [from, to, cost] of list) {
          edges[from]!.set(to, Math.min(cost, edges[from]!.get(to) ?? Infinity));
        }
        const best = Array.from({ length: 8 }, (_, i) => (i === 0 ? 0 : Infinity));
        for (let round = 0; round < 8; round++) {
          edges.forEach((out, from) =>
            out.forEach((cost, to) => (best[to] = Math.min(best[to]!, best[from]! + cost))),
          );
        }
        const path = nearestFirst(edges, 0, 7, 1000);
        if (path === undefined) return best[7] === Infinity;
        const cost = path.slice(1).reduce((sum, node, i) => sum + edges[path[i]!]!.get(node)!, 0);
        return cost === best[7];
      }),
    );
  });

  it('is given up beyond the limit', () => {
    const edges = [new Map([[1, 10]]), new Map<number, number>()];
    expect(nearestFirst(edges, 0, 1, 9)).toBeUndefined();
    expect(nearestFirst(edges, 0, 1, 10)).toEqual([0, 1]);
  });
});
