import { EIGHT, say, watchTown } from './town.fixture.js';
import { viewSpeeds } from './view-speeds.js';

const all = (): boolean => true;

/** Two buses of line A and a tram of line T leave the first three stops, which are 1 km apart. */
function watchThree() {
  const watch = watchTown();
  const left = (vehicleId: string, tripId: string, ...times: readonly number[]) =>
    say({
      vehicleId,
      tripId,
      at: times.at(-1)!,
      visits: times.map((at, stopIndex) => ({ stopIndex, at })),
    });
  watch.take([left('1', 'A0', 0, 100, 350), left('2', 'A1', 600, 900)], EIGHT + 900);
  watch.take([left('9', 'T1', 600, 700)], EIGHT + 900);
  return watch;
}

describe('speeds of sections', () => {
  it('are metres of all vehicles by their seconds, from departure to departure, the slowest first', () => {
    const { sections, windowSeconds } = viewSpeeds(watchThree(), EIGHT + 1000, all);
    expect(windowSeconds).toBe(1800);
    expect(sections.map(({ fromStopId, toStopId, passages }) => [fromStopId, toStopId, passages])).toEqual([
      ['O1', 'O2', 1],
      ['O0', 'O1', 3],
    ]);
    // By hand: 1 km in 250 s; 3 km in 100 + 300 + 100 s; the timetable has two minutes a section.
    expect(sections[0]!.metresPerSecond).toBeCloseTo(4, 1);
    expect(sections[1]!.metresPerSecond).toBeCloseTo(6, 1);
    expect(sections[1]!.plannedMetresPerSecond).toBeCloseTo(1000 / 120, 1);
    expect(sections[0]!.fromMetres).toBeGreaterThan(990);
    expect(sections[0]!.toMetres - sections[0]!.fromMetres).toBeGreaterThan(990);
  });

  it('are of the last half hour, and of the past what was known then', () => {
    const watch = watchThree();
    expect(viewSpeeds(watch, EIGHT + 350 + 1799, all).sections[0]).toMatchObject({ fromStopId: 'O1' });
    expect(viewSpeeds(watch, EIGHT + 350 + 1801, all).sections).toHaveLength(1);
    expect(viewSpeeds(watch, EIGHT + 120, all).sections).toMatchObject([{ fromStopId: 'O0', passages: 1 }]);
    expect(viewSpeeds(watch, EIGHT + 7200, all).sections).toEqual([]);
  });

  it('are made of the vehicles that are seen, and of no others', () => {
    const { sections } = viewSpeeds(watchThree(), EIGHT + 1000, (carrierId) => carrierId === 'Y');
    expect(sections).toMatchObject([{ fromStopId: 'O0', toStopId: 'O1', passages: 1 }]);
    expect(sections[0]!.metresPerSecond).toBeCloseTo(10, 1);
  });

  it('leave out what no vehicle can do, and stops that were not seen one after the other', () => {
    const watch = watchTown();
    const visits = [
      { stopIndex: 0, at: 0 },
      { stopIndex: 1, at: 5 },
      { stopIndex: 3, at: 300 },
    ];
    watch.take([say({ vehicleId: '1', tripId: 'A0', at: 300, visits })], EIGHT + 300);
    expect(viewSpeeds(watch, EIGHT + 400, all).sections).toEqual([]);
  });
});
