import { type TripUpdate, TripScheduleRelationship, createPublicationContext } from '../../realtime/index.js';
import { DATE, EIGHT, TOWN } from '../town.fixture.js';
import { foreseeOrder } from './foresee-order.js';
import { listBoardLines } from './list-board-lines.js';

const context = createPublicationContext(TOWN);
const trip = { tripId: 'A0', startDate: DATE };
const cancelled: TripUpdate = {
  trip: { ...trip, scheduleRelationship: TripScheduleRelationship.CANCELED },
};
/** A0 at eight, ten minutes late: at each of its stops from the third on. */
const late: TripUpdate = {
  trip,
  vehicle: { id: '7' },
  stopTimeUpdate: [3, 4, 5].map((stopSequence) => {
    const time = EIGHT + 600 + 120 * (stopSequence - 1);
    return { stopSequence, arrival: { time }, departure: { time } };
  }),
};

function change(before: TripUpdate | undefined, after: TripUpdate) {
  const of = (tripUpdate: TripUpdate) => ({ id: 't', tripUpdate });
  return [{ id: 't', ...(before ? { before: of(before) } : {}), after: of(after) }];
}

const stopsAt = (before: TripUpdate | undefined, minute: number): unknown =>
  listBoardLines(context, change(before, cancelled), EIGHT + 60 * minute).map(
    ({ stopName, scheduledAt, state }) => [stopName, (scheduledAt - EIGHT) / 60, state],
  );

describe('what boards say of a cancelled trip', () => {
  it('is told where riders expect it next, however late, by the time that they know', () => {
    // At 8:15 it was expected at stop 3, which it was due at at 8:06.
    expect(stopsAt(late, 15)).toEqual([['Stop 3', 6, 'cancelled']]);
  });

  it('is told by the timetable where nothing was predicted, and nowhere once all of it is past', () => {
    expect(stopsAt(undefined, -5)).toEqual([['Stop 0', 0, 'cancelled']]);
    expect(stopsAt(undefined, 7)).toEqual([['Stop 4', 8, 'cancelled']]);
    expect(stopsAt(undefined, 30)).toEqual([]);
  });
});

it('a held vehicle comes to the stop where it waits as before: the board says another time from the next one on', () => {
  const held: TripUpdate = {
    ...late,
    stopTimeUpdate: late.stopTimeUpdate!.map(({ stopSequence, arrival, departure }, i) => ({
      stopSequence: stopSequence!,
      arrival: { time: arrival!.time! + (i === 0 ? 0 : 420) },
      departure: { time: departure!.time! + 420 },
    })),
  };
  expect(listBoardLines(context, change(late, held), EIGHT)).toMatchObject([
    { stopName: 'Stop 3', state: 'changed', expectedAt: EIGHT + 600 + 360 + 420 },
  ]);
});

it('a hold at a stop that the vehicle has left meanwhile changes nothing, and that is said', () => {
  const run = { tripId: 'A0', serviceDate: DATE };
  const hold = { kind: 'hold', run, stopSequence: 1, until: EIGHT } as const;
  const warned = (changed: Parameters<typeof foreseeOrder>[2]): string[] => {
    const known = { published: [], occupancies: new Map() };
    return foreseeOrder(context, hold, changed, undefined, known, EIGHT).warnings.map(({ code }) => code);
  };
  expect(warned([])).toContain('not_applicable');
  expect(warned(change(late, late))).not.toContain('not_applicable');
});

it('a vehicle whose trip is cancelled keeps its block: nobody is warned of that', () => {
  const vehicle = { vehicle: { id: '7' } };
  const position = {
    id: 'v',
    before: { id: 'v', vehicle: { ...vehicle, trip } },
    after: { id: 'v', vehicle },
  };
  const warned = (changed: Parameters<typeof foreseeOrder>[2]): string[] => {
    const action = { kind: 'cancel', runs: [{ tripId: 'A0', serviceDate: DATE }] } as const;
    const known = { published: [], occupancies: new Map() };
    return foreseeOrder(context, action, changed, undefined, known, EIGHT).warnings.map(({ code }) => code);
  };
  expect(warned([...change(late, cancelled), position])).not.toContain('loses_block');
  // By another order it is taken off a trip that goes on.
  expect(warned([position])).toContain('loses_block');
});
