import type { DiagramTrip, DiagramView } from '@rukh/domain/dispatch';
import { querySpan, readSpan, stepSpan } from './diagram-span.js';
import { layOutDiagram, listTicks } from './lay-out-diagram.js';
import { pickDirection } from './pick-direction.js';
import { tabulateDiagram } from './tabulate-diagram.js';

const STOPS = [0, 300, 1200].map((placeSeconds, i) => ({
  stopId: `s${i}`,
  code: '',
  name: `Stop ${i}`,
  placeSeconds,
  isTimepoint: false,
}));

function trip(tripId: string, start: number, more: Partial<DiagramTrip> = {}): DiagramTrip {
  return {
    tripId,
    serviceDate: '20261128',
    startTime: '10:00:00',
    planned: STOPS.map(({ placeSeconds }, i) => [start + placeSeconds, placeSeconds, i] as const),
    actual: [],
    predicted: [],
    ...more,
  };
}

const RUNNING = trip('running', 4000, {
  vehicleId: 'v1',
  label: '1',
  state: 'late',
  actual: [
    [4060, 0, 0],
    [4200, 120, -1],
  ],
  predicted: [
    [4200, 120, -1],
    [4380, 300, 1],
    [5280, 1200, 2],
  ],
});

function view(...trips: readonly DiagramTrip[]): DiagramView {
  return { at: 4200, routeId: 'r', directionId: 0, from: 3600, to: 9000, stops: STOPS, trips };
}

const SIZE = { width: 734, height: 444 };

describe('the diagram', () => {
  it('has stops to the scale of running time and now where it is', () => {
    const { stops, frame, nowX } = layOutDiagram(view(), SIZE, 6300);
    expect(stops.map(({ y }) => y)).toEqual([frame.top, frame.top + 100, frame.bottom]);
    expect(nowX).toBe((frame.left + frame.right) / 2);
    expect(layOutDiagram(view(), SIZE, 100).nowX).toBeUndefined();
  });

  it('draws what was planned, what was seen up to where the vehicle is, and from there what is expected', () => {
    const [lines] = layOutDiagram(view(RUNNING), SIZE, 4200).trips;
    const { x, y, isLabelled } = lines!.head!;
    expect(isLabelled).toBe(true);
    expect(lines!.actual.endsWith(`${x},${y}`)).toBe(true);
    expect(lines!.predicted.startsWith(`${x},${y}`)).toBe(true);
    expect(lines!.planned.split(' ')).toHaveLength(3);
  });

  it('labels one of two vehicles in one place', () => {
    const { trips } = layOutDiagram(view(RUNNING, { ...RUNNING, tripId: 'second' }), SIZE, 4200);
    expect(trips.map(({ head }) => head!.isLabelled)).toEqual([true, false]);
  });

  it('draws nothing of a trip without times', () => {
    const [lines] = layOutDiagram(view(trip('by headway', 0, { planned: [] })), SIZE, 4200).trips;
    expect(lines).toMatchObject({ planned: '', actual: '', predicted: '' });
    expect(lines!.head).toBeUndefined();
  });

  it.each([
    [600, 600],
    [500, 900],
    [200, 1800],
    [2000, 300],
  ])('of %i px has a time each %i s', (width, step) => {
    const ticks = listTicks(3700, 9100, width);
    expect(ticks[1]! - ticks[0]!).toBe(step);
    expect(ticks.every((at) => at % step === 0 && at >= 3700 && at <= 9100)).toBe(true);
  });

  it('dots what an order that is looked at makes of a trip, and the whole line of one that it cancels', () => {
    const changed = { serviceDate: '20261128', routeId: 'r', directionId: 0 };
    const { trips } = layOutDiagram(view(RUNNING, trip('gone', 6000), trip('left', 7000)), SIZE, 4200, [
      {
        ...changed,
        tripId: 'running',
        isCancelled: false,
        points: [
          [4380, 1],
          [4500, 1],
          [5400, 2],
        ],
      },
      { ...changed, tripId: 'gone', isCancelled: true, points: [] },
    ]);
    const [held, gone, left] = trips.map(({ ordered }) => ordered);
    const [arrives, leaves, ends] = held!.points.split(' ').map((point) => point.split(',').map(Number));
    // A hold is level: it stands at one stop while time goes on.
    expect(leaves![1]).toBe(arrives![1]);
    expect(leaves![0]).toBeGreaterThan(arrives![0]!);
    expect(ends![1]).toBeGreaterThan(leaves![1]!);
    expect(gone).toEqual({ points: trips[1]!.planned, isCancelled: true });
    expect(left).toBeUndefined();
  });

  it('keeps the time of day of its right end within the picture', () => {
    const { ticks, width } = layOutDiagram(view(), SIZE, 4200);
    const last = ticks.at(-1)!;
    expect(last.x).toBe(width - 12);
    expect(last.labelX).toBe(width - 18);
  });
});

describe('its table', () => {
  it('has the same times, trips by when they start', () => {
    const { trips, rows } = tabulateDiagram(view(trip('later', 7000), RUNNING));
    expect(trips.map(({ tripId }) => tripId)).toEqual(['running', 'later']);
    expect(rows.map(({ cells }) => cells[0])).toEqual([
      { planned: 4000, actual: 4060 },
      { planned: 4300, expected: 4380 },
      { planned: 5200, expected: 5280 },
    ]);
    expect(rows[2]!.cells[1]).toEqual({ planned: 8200 });
  });
});

describe('the direction shown', () => {
  it('is that of the selected vehicle unless another of the line is chosen', () => {
    expect(pickDirection([0, 1], undefined, 1)).toEqual({ direction: 1, usual: 1 });
    expect(pickDirection([0, 1], '0', 1)).toEqual({ direction: 0, usual: 1 });
    expect(pickDirection([1], '0', undefined)).toEqual({ direction: 1, usual: 1 });
    expect(pickDirection([], undefined, null)).toEqual({ direction: 0, usual: 0 });
  });
});

describe('how much time it shows', () => {
  it('goes in and out by steps, and no further than there are', () => {
    expect(stepSpan('', 1)).toBe('far');
    expect(stepSpan('', -1)).toBe('near');
    expect(stepSpan('near', -1)).toBe('near');
    expect(stepSpan('day', 1)).toBe('day');
    expect([readSpan('far'), readSpan('nonsense'), readSpan(undefined)]).toEqual(['far', '', '']);
  });

  it('is of a whole day from four to four on the clock of the city, also after midnight', () => {
    const at = (text: string): number => Date.parse(text) / 1000;
    const ofDay = `&from=${at('2026-11-28T04:00+02:00')}&to=${at('2026-11-29T04:00+02:00')}`;
    expect(querySpan('day', at('2026-11-28T23:30+02:00'), 'Europe/Kyiv')).toBe(ofDay);
    expect(querySpan('day', at('2026-11-29T03:30+02:00'), 'Europe/Kyiv')).toBe(ofDay);
    expect(querySpan('day', at('2026-11-29T04:00+02:00'), 'Europe/Kyiv')).not.toBe(ofDay);
    expect(querySpan('', 0, 'UTC')).toBe('');
    expect(querySpan('near', 0, 'UTC')).toBe('&back=1200&ahead=900');
  });
});
