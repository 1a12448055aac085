import { getServiceDate, serviceDayStartSeconds } from '../time/index.js';
import {
  describeRouteLabel,
  findStopsByCode,
  indexLive,
  indexStops,
  listDirections,
  makeBoard,
  sayBoard,
  searchStops,
  tellIn,
  tellWays,
} from './index.js';
import { compileStreet } from './street.fixture.js';

const NOW = serviceDayStartSeconds(getServiceDate('20261123'), 'Europe/Kyiv') + 8 * 3600 - 60;
const calls = indexStops(
  compileStreet(8 * 3600, 'Europe/Kyiv', {}, [
    'stops,stop_name,uk,Перша,A,',
    'stops,stop_name,uk,Станція,ST,',
    'trips,trip_headsign,uk,Третя,,Third (103)',
    'routes,route_long_name,uk,Перша - Третя,R4,',
  ]),
);
const inUkrainian = tellIn(calls, 'uk');

describe('a timetable with names in two languages', () => {
  it('is told in that of the reader, on boards and in sentences, live or not', () => {
    const update = {
      id: 'T0',
      tripUpdate: { trip: { tripId: 'T0', startDate: '20261123' }, delay: 120 },
    };
    const live = indexLive(calls, [update], []);
    const [first] = findStopsByCode(inUkrainian, '101');
    const asked = { stops: [first!], now: NOW, limit: 2, horizonSeconds: 3600 };
    const say = (language: 'uk' | 'en'): string =>
      sayBoard(
        makeBoard(tellIn(calls, language), { live, alerts: [], feedAt: NOW }, { ...asked, language }),
        {
          language,
          now: NOW,
          timeZone: 'Europe/Kyiv',
        },
      );
    expect(say('uk')).toMatch(/Перша[\s\S]*«Третя»: через 3 хвилини[\s\S]*«Третя»: о 08:10/);
    expect(say('en')).toMatch(/First[\s\S]*Third: in 3 minutes[\s\S]*Third: at 08:10/);
    expect(say('uk')).not.toMatch(/First|Third/);
  });

  it('names lines and ways so too, and what is not translated as it stands', () => {
    expect(describeRouteLabel(inUkrainian, 0)).toMatchObject({ name: '4', longName: 'Перша - Третя' });
    expect(describeRouteLabel(inUkrainian, 1).mode).toBe('trolleybus');
    expect(listDirections(inUkrainian, 0)[0]!.headsign).toBe('Третя');
    const at = (stopId: string): number => calls.schedule.stops.indexOf.get(stopId)!;
    expect(tellWays(inUkrainian, at('A'))).toEqual(['Третя']);
    expect(tellWays(calls, at('A'))).toEqual(['Third']);
    expect(inUkrainian.schedule.stops.names[at('C')]).toBe('Third (103)');
    expect([...inUkrainian.translated].sort()).toEqual(['Перша', 'Перша - Третя', 'Станція', 'Третя']);
  });

  it('is the same where nothing is translated into the language, and made once', () => {
    expect(tellIn(calls, 'en')).toBe(calls);
    expect(tellIn(calls, 'uk')).toBe(inUkrainian);
  });

  it('is searched by the names of all languages, and keeps the codes that only names have', () => {
    const names = (query: string): string[] =>
      searchStops(inUkrainian, query, 5).map((stop) => inUkrainian.schedule.stops.ids[stop]!);
    expect(['first', 'перша', 'persha', '103', 'друга'].map(names)).toEqual([['A'], ['A'], ['A'], ['C'], []]);
  });
});
