/** Finds vehicles, lines, stops, trips, blocks and orders by what people call them. */
import { simplifyName } from '../gtfs/index.js';
import { formatGtfsTime } from '../time/index.js';
import type { FoundItem, SearchView } from './search-view.js';
import type { ServiceOrder } from '../realtime/index.js';
import type { ServiceWatch } from './service-watch.js';
import type { Sees, Sight } from './view-line.js';
import { type SeesCarrier, optional } from './view-trips.js';

/** The best of each kind. */
const MOST = 8;

export interface SearchScope extends Sight {
  readonly seesOrder: (order: ServiceOrder) => boolean;
}

export function searchService(watch: ServiceWatch, query: string, scope: SearchScope): SearchView {
  const wanted = simplifyName(query);
  if (wanted === '') return { query, found: [] };
  const kinds = [
    best(wanted, listRoutes(watch)),
    best(wanted, listVehicles(watch, scope.sees)),
    best(wanted, listStops(watch)),
    best(wanted, listBlocks(watch, scope.seesCarrier)),
    best(wanted, listTrips(watch, scope.seesCarrier)),
    best(wanted, listOrders(watch, scope)),
  ];
  return { query, found: kinds.flat() };
}

interface Candidate {
  readonly names: readonly string[];
  readonly make: () => FoundItem;
}

/** What begins with the query before what holds it, shorter names first. */
function best(wanted: string, candidates: Iterable<Candidate>): FoundItem[] {
  const fitting: { rank: number; make: () => FoundItem }[] = [];
  for (const { names, make } of candidates) {
    let rank = Infinity;
    for (const name of names) {
      const place = simplifyName(name).indexOf(wanted);
      if (place >= 0) rank = Math.min(rank, (place === 0 ? 0 : 1000) + name.length);
    }
    if (rank < Infinity) fitting.push({ rank, make });
  }
  fitting.sort((a, b) => a.rank - b.rank);
  return fitting.slice(0, MOST).map(({ make }) => make());
}

function* listRoutes({ schedule }: ServiceWatch): Iterable<Candidate> {
  for (const { routeId, shortName, longName } of schedule.routes) {
    yield {
      names: [shortName, longName, routeId],
      make: () => ({ kind: 'route', id: routeId, title: shortName, detail: longName, routeId }),
    };
  }
}

function* listVehicles(watch: ServiceWatch, sees: Sees): Iterable<Candidate> {
  for (const vehicle of watch.vehicles.values()) {
    if (!sees(vehicle)) continue;
    const { label, licensePlate, lat, lon } = vehicle.update.position;
    const trip = vehicle.assignment?.instance.trip;
    yield {
      names: [label ?? '', licensePlate ?? '', vehicle.vehicleId].filter(Boolean),
      make: () => ({
        kind: 'vehicle',
        id: vehicle.vehicleId,
        title: label ?? vehicle.vehicleId,
        ...optional('detail', licensePlate),
        ...optional('routeId', trip === undefined ? undefined : watch.routeIdOf(trip)),
        lat,
        lon,
      }),
    };
  }
}

function* listStops({ schedule: { stops } }: ServiceWatch): Iterable<Candidate> {
  for (const [i, stopId] of stops.ids.entries()) {
    if (stops.locationType[i] !== 0) continue;
    const [name, code] = [stops.names[i] ?? '', stops.codes[i] ?? ''];
    yield {
      names: [name, code, stopId].filter(Boolean),
      make: () => ({
        kind: 'stop',
        id: stopId,
        title: name,
        detail: code,
        lat: stops.lat[i]!,
        lon: stops.lon[i]!,
      }),
    };
  }
}

function* listBlocks(watch: ServiceWatch, sees: SeesCarrier): Iterable<Candidate> {
  const { blockIds, blockTrips } = watch.schedule;
  for (const [i, blockId] of blockIds.entries()) {
    const first = blockTrips[i]![0];
    const routeId = first === undefined ? undefined : watch.routeIdOf(first);
    if (!sees(watch.findCarrier(undefined, routeId))) continue;
    yield {
      names: [blockId],
      make: () => ({ kind: 'block', id: blockId, title: blockId, ...optional('routeId', routeId) }),
    };
  }
}

function* listTrips(watch: ServiceWatch, sees: SeesCarrier): Iterable<Candidate> {
  const { trips, stopTimes } = watch.schedule;
  for (const [trip, tripId] of trips.ids.entries()) {
    const routeId = watch.routeIdOf(trip);
    yield {
      names: sees(watch.findCarrier(undefined, routeId)) ? [tripId] : [],
      make: () => ({
        kind: 'trip',
        id: tripId,
        title: tripId,
        detail: formatGtfsTime(stopTimes.departureSeconds[trips.firstStopTime[trip]!]!),
        routeId,
      }),
    };
  }
}

function* listOrders(watch: ServiceWatch, { seesOrder }: SearchScope): Iterable<Candidate> {
  for (const order of watch.ordered.orders) {
    if (!seesOrder(order)) continue;
    const { orderId, action } = order;
    yield {
      names: [orderId],
      make: () => ({ kind: 'order', id: orderId, title: orderId, detail: action.kind }),
    };
  }
}
