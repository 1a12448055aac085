/**
 * A street for the specs of boards: tram 4 from First (0101) over the station (two platforms) to Third, each ten
 * minutes from `firstSeconds` of the day on; trolleybus 22 by headway; and the last tram of the night, N1.
 */
import { compileFiles } from '../fixtures/compile-files.js';
import type { Schedule } from '../gtfs/index.js';
import { formatGtfsTime } from '../time/index.js';

const TRIPS = 6;

/**
 * `closed` says of calls, as `T3 20`, which of pickup_type and drop_off_type are 1: `1,0`; `translations` are rows
 * `table,field,language,translation,record_id,field_value`.
 */
export function compileStreet(
  firstSeconds: number,
  timeZone = 'Europe/Kyiv',
  closed: Readonly<Record<string, string>> = {},
  translations: readonly string[] = [],
): Schedule {
  const trips = [...Array(TRIPS).keys()];
  const calls = (trip: string, start: number, stops = ['A', 'P1', 'C']): string[] =>
    stops.map((stop, i) => {
      const time = formatGtfsTime(start + i * 300);
      const sequence = (i + 1) * 10;
      return `${trip},${stop},${sequence},${time},${time},${closed[`${trip} ${sequence}`] ?? ','}`;
    });
  return compileFiles({
    'agency.txt': `agency_id,agency_name,agency_url,agency_timezone\nEL,Electric,https://city.example,${timeZone}`,
    'feed_info.txt':
      'feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nCity,https://city.example,uk,street-1',
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nD,1,1,1,1,1,1,1,20200101,20991231',
    'routes.txt':
      'route_id,agency_id,route_short_name,route_long_name,route_type,route_color\nR4,EL,4,First - Third,0,e30613\nR22,EL,Тр22,,3,0066cc',
    'stops.txt': [
      'stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station',
      'A,0101,First (101),49.84,24.00,0,',
      'ST,200,Station,49.84,24.01,1,',
      'P1,,Station 1,49.84,24.0101,0,ST',
      'P2,,Station 2,49.8401,24.0101,0,ST',
      'C,,Third (103),49.84,24.02,0,',
    ].join('\n'),
    'trips.txt': [
      'trip_id,route_id,service_id,direction_id,trip_headsign,wheelchair_accessible',
      ...trips.map((i) => `T${i},R4,D,0,Third (103),${i === 1 ? 1 : 0}`),
      'N1,R4,D,0,Third (103),0',
      'F0,R22,D,1,Station,2',
    ].join('\n'),
    'stop_times.txt': [
      'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type,drop_off_type',
      ...trips.flatMap((i) => calls(`T${i}`, firstSeconds + i * 600)),
      ...calls('N1', 25 * 3600),
      ...calls('F0', 0, ['C', 'P2']),
    ].join('\n'),
    'translations.txt': [
      'table_name,field_name,language,translation,record_id,field_value',
      ...translations,
    ].join('\n'),
    'frequencies.txt': 'trip_id,start_time,end_time,headway_secs,exact_times\nF0,06:00:00,23:00:00,900,0',
  });
}
