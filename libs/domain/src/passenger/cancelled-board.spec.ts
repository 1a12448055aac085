import { TripScheduleRelationship } from '../realtime/index.js';
import { findGtfsTime, getServiceDate, serviceDayStartSeconds } from '../time/index.js';
import {
  type Board,
  type LiveFeeds,
  findStopsByCode,
  indexLive,
  indexStops,
  makeBoard,
  sayBoard,
} from './index.js';
import { compileStreet } from './street.fixture.js';

const DAY = '20261123';
const DAY_START = serviceDayStartSeconds(getServiceDate(DAY), 'Europe/Kyiv');
const calls = indexStops(compileStreet(8 * 3600));
const at = (time: string): number => DAY_START + findGtfsTime(`${time}:00`)!;

/** A feed that cancels these trips; `near` are vehicles of the line that come to the station on a trip unknown. */
function without(trips: readonly string[], near: readonly string[] = []): LiveFeeds {
  const { CANCELED: scheduleRelationship } = TripScheduleRelationship;
  const updates = trips.map((tripId) => ({
    id: tripId,
    tripUpdate: { trip: { tripId, startDate: DAY, routeId: 'R4', scheduleRelationship } },
  }));
  const positions = near.map((id) => ({
    id,
    vehicle: {
      trip: { routeId: 'R4', directionId: 0 },
      vehicle: { id },
      position: { latitude: 49.84, longitude: 24.005 },
      stopId: 'P1',
    },
  }));
  return { live: indexLive(calls, updates, positions), alerts: [], feedAt: at('08:00') };
}

interface Asked {
  readonly code?: string;
  readonly minutes?: number;
  readonly limit?: number;
  readonly routes?: readonly string[];
}

function boardOf(time: string, given: LiveFeeds, asked: Asked = {}): Board {
  const { code = '101', minutes = 60, limit = 5, routes } = asked;
  return makeBoard(calls, given, {
    stops: findStopsByCode(calls, code),
    now: at(time),
    limit,
    horizonSeconds: minutes * 60,
    language: 'en',
    ...(routes ? { routeIds: new Set(routes) } : {}),
  });
}

const say = (board: Board, language: 'uk' | 'en' = 'en'): string[] =>
  sayBoard(board, { language, now: board.asOf, timeZone: 'Europe/Kyiv' }).trimEnd().split('\n').slice(1);

const tell = ({ arrivals }: Board): string[] => arrivals.map(({ tripId, state }) => `${tripId} ${state}`);

describe('a board of cancelled trips', () => {
  it('says what comes next below them, where nothing on it runs', () => {
    const board = boardOf('08:01', without(['T1', 'T2']), { minutes: 20 });
    expect(tell(board)).toEqual(['T1 cancelled', 'T2 cancelled']);
    expect(board.next?.tripId).toBe('T3');
    expect(say(board).at(-1)).toBe('The next trip: tram 4, towards Third, today at 08:30.');
    expect(boardOf('08:01', without(['T1']), { minutes: 20 })).not.toHaveProperty('next');
  });

  it('leaves the most of its rows to what is still to come, however short it is', () => {
    const given = without(['T1']);
    expect(tell(boardOf('08:15', given, { limit: 4 }))).toEqual([
      'T1 cancelled',
      'T2 scheduled',
      'T3 scheduled',
      'T4 scheduled',
    ]);
    expect(tell(boardOf('08:15', given, { limit: 2 }))).toEqual(['T2 scheduled', 'T3 scheduled']);
    // Where rows are left, the past has them.
    expect(tell(boardOf('08:15', given, { limit: 2, minutes: 10 }))).toEqual([
      'T1 cancelled',
      'T2 scheduled',
    ]);
  });
});

describe('a board on which nothing is due', () => {
  it('does not speak of hours where the next trip is within them', () => {
    const board = boardOf('08:01', without([]), { minutes: 5 });
    const next = 'tram 4, towards Third, today at 08:10.';
    expect(say(board)).toEqual([`Nothing is due yet. The next trip: ${next}`]);
    expect(say(board, 'uk')[0]).toMatch(/^Найближчим часом нічого не прибуває\. Найближчий рейс: трамвай 4/);
    expect(say(boardOf('09:05', without([]), { minutes: 5 }))[0]).toMatch(
      /^Nothing is due in the next hours\./,
    );
  });

  it('does not say so beside vehicles that come', () => {
    const board = boardOf('09:10', without([], ['7']), { code: '200', routes: ['R4'], minutes: 5 });
    expect(board.approaching).toHaveLength(1);
    expect(say(board)).toEqual(['Tram 4, towards Third: on its way, time not known, this stop is its next.']);
  });

  it('has the next of the lines asked for, and none of a line that does not call there', () => {
    expect(boardOf('23:30', without([]), { code: '200', routes: ['R22'], minutes: 5 }).next).toBeUndefined();
    expect(boardOf('23:30', without([]), { code: '103', routes: ['R22'], minutes: 5 }).next).toMatchObject({
      tripId: 'F0',
      serviceDate: '20261124',
    });
    expect(boardOf('09:10', without([]), { routes: ['R4'], minutes: 5 }).next).toMatchObject({
      tripId: 'N1',
    });
    expect(boardOf('09:10', without([]), { routes: ['R22'], minutes: 5 }).next).toBeUndefined();
  });
});

describe('a trip cancelled on its way', () => {
  const trip = { tripId: 'T1', startDate: DAY, routeId: 'R4' };
  /** T1 before, coming to these stops at these times; then the feed that cancels it. */
  const cancelled = (...stops: readonly (readonly [number, string])[]): LiveFeeds => {
    const stopTimeUpdate = stops.map(([stopSequence, time]) => ({
      stopSequence,
      arrival: { time: at(time) },
      departure: { time: at(time) },
    }));
    const before = indexLive(calls, [{ id: 'T1', tripUpdate: { trip, stopTimeUpdate } }], []);
    const off = { trip: { ...trip, scheduleRelationship: TripScheduleRelationship.CANCELED } };
    const first = indexLive(calls, [{ id: 'T1', tripUpdate: off }], [], new WeakMap(), before);
    // As an order was given, and once more a minute later.
    const live = indexLive(
      calls,
      [{ id: 'T1', tripUpdate: { ...off, timestamp: 1 } }],
      [],
      new WeakMap(),
      first,
    );
    return { live, alerts: [], feedAt: at('08:20') };
  };
  const ofT1 = (time: string, code: string, given: LiveFeeds): string[] =>
    tell(boardOf(time, given, { code })).filter((line) => line.startsWith('T1'));

  it('is told where it was still to come, and not where it has been', () => {
    const given = cancelled([20, '08:21'], [30, '08:26']);
    expect(ofT1('08:20', '101', given)).toEqual([]);
    expect(ofT1('08:20', '200', given)).toEqual(['T1 cancelled']);
  });

  it('is told for half an hour after it was expected, however late that was', () => {
    const given = cancelled([10, '08:50'], [20, '08:55'], [30, '09:00']);
    expect(ofT1('08:45', '101', given)).toEqual(['T1 cancelled']);
    expect(ofT1('09:19', '101', given)).toEqual(['T1 cancelled']);
    expect(ofT1('09:21', '101', given)).toEqual([]);
  });
});
