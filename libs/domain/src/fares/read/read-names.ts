import { findDay, findGtfsTime } from '../../time/index.js';
import type { Distance, Service, StopPlace, Timeframe } from '../tariff/tariff.js';
import type { TariffInfo } from './read-info.js';
import { type Media, readMedia } from './read-media.js';
import type { Row, Tables } from './table.js';

/** What other files refer to: people, media, places and times. */
export interface Names extends Media {
  readonly categories: Map<string, string>;
  readonly defaultCategoryId: string;
  readonly areas: Set<string>;
  readonly areasByStop: Map<string, string[]>;
  readonly networks: Set<string>;
  readonly networksByRoute: Map<string, string[]>;
  readonly stops: Map<string, StopPlace>;
  readonly distances: Map<string, Distance>;
  readonly services: Map<string, Service>;
  readonly timeframes: Map<string, Timeframe[]>;
}

/** The category of a tariff that names none. */
const EVERYBODY = 'default';
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function readNames(tables: Tables, info: TariffInfo): Names {
  const services = readServices(tables);
  const timeframes = readTimeframes(tables, services);
  return {
    ...readMedia(tables),
    ...readCategories(tables, info),
    ...readAreas(tables),
    ...readNetworks(tables),
    distances: readDistances(tables),
    ...{ services, timeframes },
  };
}

function readCategories(tables: Tables, info: TariffInfo): Pick<Names, 'categories' | 'defaultCategoryId'> {
  const categories = new Map<string, string>();
  const defaults: string[] = [];
  const rows = tables.rows('rider_categories.txt');
  for (const row of rows) {
    const id = row.required('rider_category_id');
    define(row, 'rider_category_id', id, categories);
    categories.set(id, row.text('rider_category_name') || id);
    if (row.flag('is_default_fare_category', false)) defaults.push(id);
  }
  if (info.defaultCategoryId !== undefined) defaults.splice(0, defaults.length, info.defaultCategoryId);
  if (rows.length === 0) categories.set(EVERYBODY, EVERYBODY);
  const [only] = rows.length <= 1 && defaults.length === 0 ? [...categories.keys()] : defaults;
  if (only === undefined || defaults.length > 1 || !categories.has(only)) {
    tables.findings.error(
      'no_default_category',
      'rider_categories.txt',
      0,
      'is_default_fare_category',
      `exactly one category must be the default one; there are ${defaults.length}`,
    );
  }
  return { categories, defaultCategoryId: only ?? '' };
}

function readAreas(tables: Tables): Pick<Names, 'areas' | 'areasByStop' | 'stops'> {
  const areas = new Set<string>();
  const areasByStop = new Map<string, string[]>();
  const stops = new Map<string, StopPlace>();
  for (const row of tables.rows('areas.txt')) {
    const id = row.required('area_id');
    define(row, 'area_id', id, areas);
    areas.add(id);
  }
  for (const row of tables.rows('stop_areas.txt')) {
    row.refer('area_id', row.text('area_id'), areas, 'areas.txt');
    push(areasByStop, row.required('stop_id'), row.required('area_id'));
  }
  for (const row of tables.rows('stops.txt')) {
    const id = row.required('stop_id');
    // A zone of v1 is an area to whoever asks for one.
    const zone = row.optional('zone_id');
    if (zone !== undefined) {
      areas.add(zone);
      push(areasByStop, id, zone);
    }
    if (row.text('stop_lat') === '' || row.text('stop_lon') === '') continue;
    stops.set(id, { lat: row.number('stop_lat', 0, -90, 90), lon: row.number('stop_lon', 0, -180, 180) });
  }
  for (const row of tables.rows('stops.txt')) {
    const parent = row.optional('parent_station');
    if (parent === undefined) continue;
    for (const area of areasByStop.get(parent) ?? []) push(areasByStop, row.text('stop_id'), area);
  }
  return { areas, areasByStop, stops };
}

function readNetworks(tables: Tables): Pick<Names, 'networks' | 'networksByRoute'> {
  const networks = new Set<string>();
  const networksByRoute = new Map<string, string[]>();
  for (const row of tables.rows('networks.txt')) {
    const id = row.required('network_id');
    define(row, 'network_id', id, networks);
    networks.add(id);
  }
  for (const row of tables.rows('route_networks.txt')) {
    row.refer('network_id', row.text('network_id'), networks, 'networks.txt');
    push(networksByRoute, row.required('route_id'), row.required('network_id'));
  }
  for (const row of tables.rows('routes.txt')) {
    const network = row.optional('network_id');
    if (network === undefined) continue;
    networks.add(network);
    push(networksByRoute, row.text('route_id'), network);
  }
  return { networks, networksByRoute };
}

function readDistances(tables: Tables): Map<string, Distance> {
  const distances = new Map<string, Distance>();
  for (const row of tables.rows('fare_distances.txt')) {
    const [from, to] = [row.required('from_id'), row.required('to_id')];
    const distance = {
      metres: row.text('metres') === '' ? undefined : row.number('metres', 0),
      stops: row.optionalInteger('stops'),
      zones: row.optionalInteger('zones'),
    };
    if (distances.has(`${from}>${to}`)) {
      row.warn('duplicate_id', 'from_id', `${from} to ${to} is given before; the last row counts`);
    }
    distances.set(`${from}>${to}`, distance);
    const back = `${to}>${from}`;
    if (!row.flag('one_way', false) && !distances.has(back)) distances.set(back, distance);
  }
  return distances;
}

interface GrowingService extends Service {
  readonly added: Set<number>;
  readonly removed: Set<number>;
}

function readServices(tables: Tables): Map<string, Service> {
  const services = new Map<string, GrowingService>();
  for (const row of tables.rows('calendar.txt')) {
    const id = row.required('service_id');
    define(row, 'service_id', id, services);
    let weekdays = 0;
    for (const [i, name] of WEEKDAYS.entries()) if (row.flag(name, false)) weekdays |= 1 << i;
    const [fromDay, untilDay] = [readDay(row, 'start_date'), readDay(row, 'end_date')];
    services.set(id, { weekdays, fromDay, untilDay, added: new Set(), removed: new Set() });
  }
  for (const row of tables.rows('calendar_dates.txt')) {
    const id = row.required('service_id');
    const service = services.get(id) ?? noDays();
    services.set(id, service);
    const isAdded = row.oneOf('exception_type', ['1', '2'], undefined) === '1';
    (isAdded ? service.added : service.removed).add(readDay(row, 'date'));
  }
  return services;
}

function noDays(): GrowingService {
  return { weekdays: 0, fromDay: Infinity, untilDay: -Infinity, added: new Set(), removed: new Set() };
}

function readTimeframes(tables: Tables, services: Map<string, Service>): Map<string, Timeframe[]> {
  const timeframes = new Map<string, Timeframe[]>();
  for (const row of tables.rows('timeframes.txt')) {
    const serviceId = row.required('service_id');
    row.refer('service_id', serviceId, services, 'calendar.txt or calendar_dates.txt');
    const frame = {
      startSeconds: readTime(row, 'start_time', 0),
      endSeconds: readTime(row, 'end_time', 86_400),
      isEndInclusive: row.flag('end_inclusive', false),
      serviceId,
    };
    if (frame.endSeconds <= frame.startSeconds) {
      row.fail('unreachable_rule', 'end_time', 'is not after start_time; past midnight is a second row');
    }
    push(timeframes, row.required('timeframe_group_id'), frame);
  }
  return timeframes;
}

function readTime(row: Row, field: string, byDefault: number): number {
  const text = row.text(field);
  if (text === '') return byDefault;
  const seconds = findGtfsTime(text);
  if (seconds !== undefined && seconds <= 86_400) return seconds;
  row.fail('bad_value', field, `"${text}" is no time from 00:00:00 to 24:00:00`);
  return byDefault;
}

function readDay(row: Row, field: string): number {
  const text = row.required(field);
  const day = findDay(text);
  if (day === undefined && text !== '') row.fail('bad_value', field, `"${text}" is no date such as 20250601`);
  return day ?? 0;
}

function define(row: Row, field: string, id: string, known: { has(id: string): boolean }): void {
  if (known.has(id)) row.fail('duplicate_id', field, `"${id}" is defined before`);
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (!list) lists.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
