/** Everything that is published for others to use, as one list: /feeds.json, DCAT and CKAN are made of it. */
import type { FeedName } from '@rukh/domain/realtime';

export type DatasetId = 'timetable' | 'realtime' | 'history';

export interface Distribution {
  readonly distributionId: string;
  readonly dataset: DatasetId;
  readonly path: string;
  readonly mediaType: string;
  /** A name of the European file type list where it has one, else the usual name. */
  readonly format: string;
  /** The specification it keeps to. */
  readonly conformsTo?: string;
  readonly title: { readonly uk: string; readonly en: string };
  /** The snapshot that tells how old it is. */
  readonly feed?: FeedName;
}

export const PROTOBUF = 'application/x-protobuf';
/** What is a file a day has no one address: a link to it leads to the list of all, which says how days are put in. */
export function linkOf({ path }: Distribution): string {
  return isByDay(path) ? '/feeds.json' : path;
}

export function isByDay(path: string): boolean {
  return path.includes('{date}');
}

const GTFS = 'https://gtfs.org/documentation/schedule/reference/';
const GTFS_REALTIME = 'https://gtfs.org/documentation/realtime/reference/';
const GEOJSON = 'https://www.rfc-editor.org/rfc/rfc7946';
const SIRI = 'https://siri-cen.eu/';
const TIDES = 'https://tides-transit.org/';

const realtime = (name: FeedName, uk: string, en: string): Distribution => ({
  distributionId: `gtfs-rt-${name}`,
  dataset: 'realtime',
  path: `/gtfs-rt/${name}.pb`,
  mediaType: PROTOBUF,
  format: 'GTFS-RT',
  conformsTo: GTFS_REALTIME,
  title: { uk, en },
  feed: name,
});

const siri = (service: string, feed: FeedName, uk: string, en: string): Distribution => ({
  distributionId: `siri-lite-${service}`,
  dataset: 'realtime',
  path: `/siri-lite/${service}.json`,
  mediaType: 'application/json',
  format: 'SIRI Lite',
  conformsTo: SIRI,
  title: { uk, en },
  feed,
});

const history = (table: string, uk: string, en: string): Distribution[] => {
  const path = `/api/v1/history/days/{date}/${table}`;
  const common = { dataset: 'history', conformsTo: TIDES, title: { uk, en } } as const;
  return [
    {
      ...common,
      distributionId: `history-${table}`,
      path: `${path}.csv`,
      mediaType: 'text/csv',
      format: 'CSV',
    },
    {
      ...common,
      distributionId: `history-${table}-parquet`,
      path: `${path}.parquet`,
      mediaType: 'application/vnd.apache.parquet',
      format: 'PARQUET',
    },
  ];
};

export const DISTRIBUTIONS: readonly Distribution[] = [
  {
    distributionId: 'gtfs-static',
    dataset: 'timetable',
    path: '/gtfs/static.zip',
    mediaType: 'application/zip',
    format: 'GTFS',
    conformsTo: GTFS,
    title: { uk: 'Розклад руху', en: 'Timetable' },
  },
  {
    distributionId: 'gtfs-versions',
    dataset: 'timetable',
    path: '/gtfs/versions.json',
    mediaType: 'application/json',
    format: 'JSON',
    title: { uk: 'Усі версії розкладу', en: 'All versions of the timetable' },
  },
  realtime('vehicle-positions', 'Де зараз машини', 'Where vehicles are'),
  realtime('trip-updates', 'Прогноз прибуття на зупинки', 'Predicted times at stops'),
  realtime('alerts', 'Повідомлення про зміни руху', 'Service alerts'),
  realtime('all', 'Усе разом', 'All of it in one feed'),
  realtime('trip-modifications', 'Обʼїзди (TripModifications)', 'Detours (TripModifications)'),
  siri('vehicle-monitoring', 'vehicle-positions', 'Де зараз машини', 'Where vehicles are'),
  siri('estimated-timetable', 'trip-updates', 'Прогноз за рейсами', 'Predictions by trip'),
  siri('situation-exchange', 'alerts', 'Повідомлення про зміни руху', 'Service alerts'),
  {
    distributionId: 'vehicles-geojson',
    dataset: 'realtime',
    path: '/live/vehicles.geojson',
    mediaType: 'application/geo+json',
    format: 'GEOJSON',
    conformsTo: GEOJSON,
    title: { uk: 'Машини для карт', en: 'Vehicles for maps' },
    feed: 'vehicle-positions',
  },
  {
    distributionId: 'shapes-geojson',
    dataset: 'timetable',
    path: '/live/shapes.geojson',
    mediaType: 'application/geo+json',
    format: 'GEOJSON',
    conformsTo: GEOJSON,
    title: { uk: 'Лінії маршрутів для карт', en: 'Lines of the routes for maps' },
  },
  {
    distributionId: 'vehicles-events',
    dataset: 'realtime',
    path: '/live/vehicles',
    mediaType: 'text/event-stream',
    format: 'SSE',
    title: { uk: 'Машини як потік подій', en: 'Vehicles as a stream of events' },
    feed: 'vehicle-positions',
  },
  ...history('stop-visits', 'Прибуття й відправлення, як були', 'Arrivals and departures as they were'),
  ...history('trips-performed', 'Виконані рейси', 'Trips performed'),
  ...history('vehicle-locations', 'Сліди машин', 'Tracks of vehicles'),
  {
    distributionId: 'prediction-scores',
    dataset: 'history',
    path: '/api/v1/scores/predictions?format=csv',
    mediaType: 'text/csv',
    format: 'CSV',
    title: {
      uk: 'Наскільки точними були прогнози за останню добу',
      en: 'How right predictions of the last day were',
    },
  },
];
