import { compileFiles } from '../fixtures/compile-files.js';
import { Timetable } from '../tracking/index.js';
import { findDayUnderWay } from './find-day-under-way.js';

const STOPS = 'stop_id,stop_name,stop_lat,stop_lon\nA,A,49.84,24\nB,B,49.84,24.02';

/** A line that runs each day, its trips from and to these times. */
function timetableOf(...trips: readonly (readonly [from: string, to: string])[]): Timetable {
  return new Timetable(
    compileFiles({
      'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nX,X,https://x.example,Europe/Kyiv',
      'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
D,1,1,1,1,1,1,1,20260101,20271231`,
      'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR,X,1,One,3',
      'stops.txt': STOPS,
      'trips.txt': ['trip_id,route_id,service_id', ...trips.map((_, i) => `${i},R,D`)].join('\n'),
      'stop_times.txt': [
        'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
        ...trips.flatMap(([from, to], i) => [`${i},A,1,${from},${from}`, `${i},B,2,${to},${to}`]),
      ].join('\n'),
    }),
  );
}

/** Of the night to Tuesday 2026-11-24, in the city's time. */
const at = (hour: number, minute = 0): number => Date.UTC(2026, 10, 23, 22 + hour, minute) / 1000;

describe('the service day under way', () => {
  const city = timetableOf(
    ['05:30:00', '06:30:00'],
    ['22:00:00', '23:50:00'],
    ['23:40:00', '24:50:00'],
    ['24:10:00', '25:05:00'],
  );

  it('is the day before after midnight, while its last trips run or are to come', () => {
    expect(findDayUnderWay(city, at(0, 5))).toBe('20261123');
    expect(findDayUnderWay(city, at(1, 4))).toBe('20261123');
  });

  it('is the day of the calendar once they are over, also before its own first trip', () => {
    expect(findDayUnderWay(city, at(1, 6))).toBe('20261124');
    expect(findDayUnderWay(city, at(5, 40))).toBe('20261124');
    expect(findDayUnderWay(city, at(23, 59))).toBe('20261124');
  });

  it('is the one that most trips of the moment are of, where buses of the night have begun the next', () => {
    const withNightBus = timetableOf(
      ['00:00:00', '04:00:00'],
      ['23:40:00', '24:30:00'],
      ['23:45:00', '24:30:00'],
    );
    expect(findDayUnderWay(withNightBus, at(0, 20))).toBe('20261123');
    expect(findDayUnderWay(withNightBus, at(0, 40))).toBe('20261124');
  });

  it('is the one that begins after midnight, as in a city whose timetable was shifted by most of a day', () => {
    const shifted = timetableOf(['24:44:00', '25:44:00'], ['42:00:00', '43:00:00']);
    expect(findDayUnderWay(shifted, at(0, 30))).toBe('20261123');
    expect(findDayUnderWay(shifted, at(1))).toBe('20261123');
    expect(findDayUnderWay(shifted, at(12))).toBe('20261123');
  });

  it('is the day of the calendar where nothing runs any more', () => {
    expect(findDayUnderWay(timetableOf(['08:00:00', '09:00:00']), at(24 * 500))).toBe('20280407');
  });
});
