import { type Polyline, createPolyline, pointAt } from '../geo/index.js';
import { type Road, SAMPLE_METRES } from './road.js';
import { nearestFirst } from './nearest-first.js';

/**
 * The streets that a GTFS knows are those its shapes run along. Joined where shapes come close they make a
 * network on which vehicles drive between their base and a terminus, so that a deadhead looks like one: along
 * streets that other routes serve, and back against the shapes.
 */
const NODE_METRES = 40;
/** Driving against a shape's direction costs more: the street may be one-way. */
const AGAINST_COST = 1.4;
/** A way longer than this many times the straight line (and a kilometre) is not believed. */
const LONGEST_DETOUR = 3.5;
/** Kept ways are dropped beyond this many: breakdowns and short turns make new ones every day. */
const MOST_KEPT = 5000;

export class StreetNetwork {
  readonly #nodeOf = new Map<number, number>();
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #edges: Map<number, number>[] = [];
  readonly #ways = new Map<string, Polyline>();

  constructor(roads: readonly Road[]) {
    for (const road of roads) this.#addRoad(road);
  }

  get nodeCount(): number {
    return this.#x.length;
  }

  /** A node's place; nodes are numbered from 0. */
  nodeAt(node: number): { x: number; y: number } {
    return { x: this.#x[node]!, y: this.#y[node]! };
  }

  /** A way to drive from one point to another: along the streets, or straight where they do not lead there. */
  way(fromX: number, fromY: number, toX: number, toY: number): Polyline {
    const straight = Math.hypot(toX - fromX, toY - fromY);
    const direct = createPolyline([fromX, toX], [fromY, toY]);
    if (straight < 400) return direct;
    const from = this.#findNode(fromX, fromY);
    const to = this.#findNode(toX, toY);
    if (from === undefined || to === undefined || from === to) return direct;
    const key = [from, to, fromX.toFixed(0), fromY.toFixed(0), toX.toFixed(0), toY.toFixed(0)].join(' ');
    let way = this.#ways.get(key);
    if (way === undefined) {
      const nodes = nearestFirst(this.#edges, from, to, straight * LONGEST_DETOUR + 1000);
      way = nodes === undefined ? direct : this.#draw(nodes, fromX, fromY, toX, toY);
      if (this.#ways.size >= MOST_KEPT) this.#ways.clear();
      this.#ways.set(key, way);
    }
    return way;
  }

  #draw(nodes: readonly number[], fromX: number, fromY: number, toX: number, toY: number): Polyline {
    const x = [fromX, ...nodes.map((node) => this.#x[node]!), toX];
    const y = [fromY, ...nodes.map((node) => this.#y[node]!), toY];
    return createPolyline(smoothed(x), smoothed(y));
  }

  #addRoad(road: Road): void {
    let before = -1;
    for (let along = 0; along < road.lengthMetres; along += 2 * SAMPLE_METRES) {
      const { x, y } = pointAt(road.line, along);
      const node = this.#getNode(x, y);
      if (before >= 0 && node !== before) this.#join(before, node);
      before = node;
    }
  }

  #join(a: number, b: number): void {
    const metres = Math.hypot(this.#x[a]! - this.#x[b]!, this.#y[a]! - this.#y[b]!);
    const put = (from: number, to: number, cost: number): void => {
      const edges = this.#edges[from]!;
      edges.set(to, Math.min(edges.get(to) ?? Infinity, cost));
    };
    put(a, b, metres);
    put(b, a, metres * AGAINST_COST);
  }

  #getNode(x: number, y: number): number {
    const key = nodeKey(Math.floor(x / NODE_METRES), Math.floor(y / NODE_METRES));
    let node = this.#nodeOf.get(key);
    if (node === undefined) {
      node = this.#x.length;
      this.#nodeOf.set(key, node);
      this.#x.push(x);
      this.#y.push(y);
      this.#edges.push(new Map());
    }
    return node;
  }

  /** The node nearest to a point, within about 300 m: squares are searched ring by ring. */
  #findNode(x: number, y: number): number | undefined {
    const column = Math.floor(x / NODE_METRES);
    const row = Math.floor(y / NODE_METRES);
    for (let ring = 0; ring <= 8; ring++) {
      for (let i = -ring; i <= ring; i++) {
        for (let j = -ring; j <= ring; j++) {
          if (Math.max(Math.abs(i), Math.abs(j)) !== ring) continue;
          const node = this.#nodeOf.get(nodeKey(column + i, row + j));
          if (node !== undefined) return node;
        }
      }
    }
    return undefined;
  }
}

function nodeKey(column: number, row: number): number {
  return (column + 262_144) * 524_288 + row + 262_144;
}

/** Takes the zigzag of the grid out: each inner vertex becomes the mean of itself and its neighbours. */
function smoothed(values: readonly number[]): number[] {
  return values.map((value, i) =>
    i === 0 || i === values.length - 1 ? value : (values[i - 1]! + value + values[i + 1]!) / 3,
  );
}
