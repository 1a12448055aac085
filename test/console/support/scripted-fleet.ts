/** Vehicles that go along their lines and report each five seconds, unless a test says otherwise. */
import type {
  DispatchException,
  FoundItem,
  NetworkView,
  VehicleListItem,
  VehicleRow,
  VehicleState,
  VehicleView,
} from '@rukh/domain/dispatch';
import { answerDetails } from './scripted-details.js';
import { type ScriptedLine, answerDiagram, answerLine } from './scripted-lines.js';
import { createScene } from './scripted-scene.js';
import { answerTrips, listScriptedTrips } from './scripted-trips.js';
import { SPEED_METRES_PER_SECOND, decode, lengthOf, pointAt } from './scripted-network.js';

const REPORT_SECONDS = 5;
const STATES: readonly [VehicleState, number][] = [
  ['normal', 0.72],
  ['late', 0.1],
  ['early', 0.05],
  ['very_late', 0.05],
  ['unassigned', 0.03],
  ['off_route', 0.03],
  ['not_in_service', 0.02],
];

interface ScriptedVehicle {
  readonly vehicleId: string;
  readonly label: string;
  readonly carrierId: string;
  readonly routeId: string;
  readonly patternId: string;
  readonly directionId: number;
  readonly points: readonly (readonly [number, number])[];
  readonly length: number;
  readonly start: number;
  readonly state: VehicleState;
  readonly phase: number;
  fixAt: number;
  row: VehicleRow;
}

export class ScriptedFleet {
  readonly vehicles = new Map<string, ScriptedVehicle>();
  /** Vehicles that do not report. */
  readonly silent = new Set<string>();

  constructor(
    private readonly network: NetworkView,
    count: number,
  ) {
    const patterns = network.routes.flatMap((route) => route.patterns.map((pattern) => ({ route, pattern })));
    for (let i = 0; i < count; i++) {
      const { route, pattern } = patterns[i % patterns.length]!;
      const points = decode(pattern.line);
      const length = lengthOf(points);
      const label = String(1000 + i);
      this.vehicles.set(`v${i}`, {
        vehicleId: `v${i}`,
        label,
        carrierId: route.agencyId,
        routeId: route.routeId,
        patternId: pattern.patternId,
        directionId: pattern.directionId,
        points,
        length,
        start: (length * ((i * 0.618) % 1)) % length,
        state: stateOf((i * 0.7548) % 1),
        phase: i % REPORT_SECONDS,
        fixAt: 0,
        row: [],
      });
    }
  }

  /** Moves on; gives the rows of who reported. */
  step(now: number): VehicleRow[] {
    const changed: VehicleRow[] = [];
    for (const vehicle of this.vehicles.values()) {
      if (this.silent.has(vehicle.vehicleId)) continue;
      if (vehicle.fixAt > 0 && Math.floor(now) % REPORT_SECONDS !== vehicle.phase) continue;
      vehicle.fixAt = now;
      vehicle.row = rowAt(vehicle, now);
      changed.push(vehicle.row);
    }
    return changed;
  }

  rows(): VehicleRow[] {
    return [...this.vehicles.values()].map(({ row }) => row);
  }

  /** Of any moment: all as they stood then. */
  rowsAt(at: number): VehicleRow[] {
    return [...this.vehicles.values()].map((vehicle) => rowAt(vehicle, at));
  }

  metresAt(vehicleId: string, at: number): number {
    return metresOf(this.vehicles.get(vehicleId)!, at);
  }

  exceptionsOfScene(now: number): DispatchException[] {
    return createScene(now, (i) => {
      const { vehicleId, routeId, directionId, carrierId } = this.vehicles.get(`v${i}`)!;
      return { vehicleId, routeId, directionId, carrierId };
    });
  }

  answer(path: string, query: URLSearchParams, now: number): unknown {
    const vehicle = /^\/dispatch\/vehicles\/([^/]+)$/.exec(path)?.[1];
    if (vehicle !== undefined) return this.#vehicle(decodeURIComponent(vehicle), now);
    if (path === '/dispatch/vehicles') {
      return { at: now, vehicles: [...this.vehicles.values()].map(listItem) };
    }
    if (path === '/dispatch/search') {
      return { query: query.get('q'), found: this.#search(query.get('q') ?? '') };
    }
    if (path === '/dispatch/trips') return answerTrips(this.network, query, now);
    const [, routeId, diagram] = /^\/dispatch\/lines\/([^/]+)(\/diagram)?$/.exec(path) ?? [];
    const line = routeId === undefined ? undefined : this.#line(routeId, now);
    if (line) {
      return diagram ? answerDiagram(line, Number(query.get('direction') ?? 0), now) : answerLine(line, now);
    }
    const block = /^\/dispatch\/blocks\/([^/]+)$/.exec(path)?.[1];
    if (block !== undefined) {
      const trips = listScriptedTrips(this.network, now).filter(
        ({ blockId }) => blockId === decodeURIComponent(block),
      );
      return trips.length === 0
        ? undefined
        : { at: now, blockId: block, serviceDate: trips[0]!.serviceDate, trips };
    }
    return answerDetails(path, this.network, now);
  }

  #vehicle(id: string, now: number): VehicleView | undefined {
    const vehicle = this.vehicles.get(id);
    if (!vehicle) return undefined;
    const pattern = this.network.routes.find((r) => r.routeId === vehicle.routeId)!.patterns[
      vehicle.directionId
    ]!;
    const metres = metresOf(vehicle, now);
    const nextStops = pattern.stops
      .filter(({ shapeMetres }) => shapeMetres > metres)
      .slice(0, 6)
      .map(({ stopId, shapeMetres }, i) => {
        const stop = this.network.stops.find((s) => s.stopId === stopId)!;
        const expectedAt = now + (shapeMetres - metres) / SPEED_METRES_PER_SECOND;
        return {
          stopId,
          code: stop.code,
          name: stop.name,
          stopSequence: i + 1,
          expectedAt,
          scheduledAt: expectedAt - 120,
        };
      });
    const [lat, lon] = pointAt(vehicle.points, metres);
    return {
      ...listItem(vehicle),
      at: now,
      lat,
      lon,
      receivedAt: vehicle.fixAt,
      timestampAt: vehicle.fixAt,
      offsetMetres: 4,
      nextStops,
      ahead: {
        vehicleId: id,
        aheadVehicleId: 'v31',
        directionId: vehicle.directionId,
        headwaySeconds: 1320,
        plannedSeconds: 600,
        judged: 'gap',
      },
      behind: {
        vehicleId: 'v32',
        aheadVehicleId: id,
        directionId: vehicle.directionId,
        headwaySeconds: 660,
        plannedSeconds: 600,
        judged: 'even',
      },
      block: listScriptedTrips(this.network, now).filter(({ blockId }) => blockId === `${vehicle.routeId}/1`),
      trail: Array.from({ length: 20 }, (_, i) => {
        const at = now - (20 - i) * 15;
        const [trailLat, trailLon] = pointAt(vehicle.points, metresOf(vehicle, at));
        return [at, trailLat, trailLon] as const;
      }),
      exceptions: [],
    };
  }

  #line(routeId: string, now: number): ScriptedLine | undefined {
    const route = this.network.routes.find((r) => r.routeId === routeId);
    const isOn = ({ state }: ScriptedVehicle): boolean =>
      state !== 'unassigned' && state !== 'not_in_service';
    const vehicles = [...this.vehicles.values()]
      .filter((vehicle) => vehicle.routeId === routeId && isOn(vehicle))
      .map((vehicle) => ({
        ...vehicle,
        placeSeconds: metresOf(vehicle, now) / SPEED_METRES_PER_SECOND,
        deviationSeconds: deviationOf(vehicle.state),
      }));
    return (
      route && { route, stops: new Map(this.network.stops.map((stop) => [stop.stopId, stop])), vehicles }
    );
  }

  #search(query: string): FoundItem[] {
    const wanted = query.toLowerCase();
    const fits = (text: string): boolean => text.toLowerCase().includes(wanted);
    const routes = this.network.routes.filter(({ shortName }) => fits(shortName)).slice(0, 8);
    const vehicles = [...this.vehicles.values()].filter(({ label }) => fits(label)).slice(0, 8);
    const stops = this.network.stops.filter(({ name }) => fits(name)).slice(0, 8);
    return [
      ...vehicles.map(({ vehicleId, label }) => ({ kind: 'vehicle' as const, id: vehicleId, title: label })),
      ...routes.map((r) => ({
        kind: 'route' as const,
        id: r.routeId,
        title: r.shortName,
        detail: r.longName,
      })),
      ...stops.map((s) => ({ kind: 'stop' as const, id: s.stopId, title: s.name, detail: s.code })),
    ];
  }
}

function stateOf(share: number): VehicleState {
  let left = share;
  for (const [state, part] of STATES) {
    if (left < part) return state;
    left -= part;
  }
  return 'normal';
}

/** There and on again from the start. */
function metresOf({ start, length }: ScriptedVehicle, at: number): number {
  return (start + SPEED_METRES_PER_SECOND * (at - 1_700_000_000)) % length;
}

function listItem(vehicle: ScriptedVehicle): VehicleListItem {
  return {
    vehicleId: vehicle.vehicleId,
    label: vehicle.label,
    licensePlate: `BC${vehicle.label}TB`,
    carrierId: vehicle.carrierId,
    state: vehicle.state,
    fixAt: vehicle.fixAt,
    routeId: vehicle.routeId,
    directionId: vehicle.directionId,
    tripId: `${vehicle.routeId}-t6`,
    blockId: `${vehicle.routeId}/1`,
    deviationSeconds: deviationOf(vehicle.state),
    occupancyStatus: 2,
    wheelchairAccessible: Number(vehicle.label) % 2 ? 2 : 3,
  };
}

function deviationOf(state: VehicleState): number {
  return state === 'late' ? 420 : state === 'very_late' ? 1020 : state === 'early' ? -130 : 20;
}

function rowAt(vehicle: ScriptedVehicle, at: number): VehicleRow {
  const metres = metresOf(vehicle, at);
  const { state, vehicleId, label, carrierId, routeId, patternId, directionId } = vehicle;
  const [lat, lon] = pointAt(vehicle.points, metres);
  const isOn = state !== 'unassigned' && state !== 'not_in_service';
  const aside = state === 'off_route' ? 0.002 : 0;
  return [
    vehicleId,
    label,
    carrierId,
    lat + aside,
    lon,
    null,
    SPEED_METRES_PER_SECOND,
    at,
    state,
    'running',
    isOn ? routeId : null,
    isOn ? directionId : null,
    isOn ? `${routeId}-t6` : null,
    isOn ? '20261128' : null,
    isOn ? '10:00:00' : null,
    isOn ? patternId : null,
    isOn ? metres : null,
    isOn ? 5 : null,
    isOn ? at + 60 : null,
    isOn ? deviationOf(state) : null,
    isOn ? 540 : null,
    isOn ? 600 : null,
    null,
    isOn ? `${routeId}/1` : null,
    2,
    isOn ? 0.94 : null,
  ];
}
