import type { HeadwayBetween, LineDirectionView, LineVehicleView } from '@rukh/domain/dispatch';
import { ROW_HEIGHT, layOutLadder } from './lay-out-ladder.js';

function vehicle(
  vehicleId: string,
  placeSeconds: number,
  more: Partial<LineVehicleView> = {},
): LineVehicleView {
  return {
    vehicleId,
    label: vehicleId,
    state: 'normal',
    fixAt: 0,
    placeSeconds,
    tripId: 't',
    serviceDate: '20261128',
    nextStopId: 's1',
    ...more,
  };
}

const ahead = (aheadVehicleId: string, headwaySeconds: number): HeadwayBetween => ({
  vehicleId: 'x',
  aheadVehicleId,
  directionId: 0,
  headwaySeconds,
  plannedSeconds: 600,
  judged: headwaySeconds > 900 ? 'gap' : 'even',
});

function direction(directionId: number, more: Partial<LineDirectionView> = {}): LineDirectionView {
  const stops = [0, 600, 620, 1200].map((placeSeconds, i) => ({
    stopId: `s${i}`,
    code: '',
    name: `Stop ${i}`,
    placeSeconds,
    isTimepoint: i === 2,
  }));
  return {
    directionId,
    headsign: 'End',
    patternId: 'p',
    lengthSeconds: 1200,
    stops,
    vehicles: [],
    ghosts: [],
    terminal: { stopId: 's0', name: 'Stop 0', layovers: [] },
    ...more,
  };
}

const lay = (...directions: readonly LineDirectionView[]) =>
  layOutLadder({ directions }, ({ label }) => label);

describe('the ladder', () => {
  it('has stops to the scale of running time, the other direction the other way', () => {
    const [there, back] = lay(direction(0), direction(1));
    const [first, middle, , last] = there!.stops.map(({ y }) => y);
    expect(middle! - first!).toBeCloseTo((last! - first!) / 2, 0);
    expect([back!.startY, back!.endY]).toEqual([there!.endY, there!.startY]);
  });

  it('has one scale for both directions', () => {
    const [there, back] = lay(direction(0), direction(1, { lengthSeconds: 600 }));
    expect(back!.startY).toBe(there!.endY);
    expect(back!.startY - back!.endY).toBeCloseTo((there!.endY - there!.startY) / 2, 0);
  });

  it('names ends and timepoints before others', () => {
    const [rail] = lay(direction(0));
    expect(rail!.stops.map(({ isNamed }) => isNamed)).toEqual([true, false, true, true]);
  });

  it('has no two vehicles or ghosts over each other, and is as wide as its lanes', () => {
    const vehicles = [100, 110, 130, 700, 705].map((place, i) => vehicle(`v${i}`, place));
    const ghosts = [
      { tripId: 'g', serviceDate: '20261128', startTime: '10:00:00', placeSeconds: 108, departureAt: 0 },
    ];
    const [rail] = lay(direction(0, { vehicles, ghosts }));
    const all = [...rail!.vehicles, ...rail!.ghosts];
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        expect(Math.abs(a.y - b.y) >= ROW_HEIGHT || Math.abs(a.x - b.x) >= rail!.laneWidth).toBe(true);
      }
    }
    expect(rail!.width).toBeGreaterThanOrEqual(Math.max(...all.map(({ x }) => x)) + rail!.laneWidth);
  });

  it('has headways between those on the rail, what is wrong written where there is no room for all', () => {
    const vehicles = [
      vehicle('a', 1000),
      vehicle('b', 500, { ahead: ahead('a', 950) }),
      vehicle('c', 480, { ahead: ahead('b', 60) }),
      vehicle('d', 460, { ahead: ahead('c', 600) }),
      vehicle('e', 100, { ahead: ahead('unseen', 600) }),
    ];
    const { headways } = lay(direction(0, { vehicles }))[0]!;
    const of = (id: string) => headways.find(({ vehicleId }) => vehicleId === id);
    expect(of('b')).toMatchObject({ grade: 'wide', isWritten: true });
    expect(of('c')).toMatchObject({ grade: 'close', isWritten: true });
    expect(of('d')).toMatchObject({ grade: 'even', isWritten: false });
    expect(of('e')).toBeUndefined();
  });

  it('stands though the line has no length and no stops', () => {
    const [rail] = lay(direction(0, { lengthSeconds: 0, stops: [] }));
    expect(Number.isFinite(rail!.height)).toBe(true);
    expect(rail!.startY).toBe(rail!.endY);
  });
});
