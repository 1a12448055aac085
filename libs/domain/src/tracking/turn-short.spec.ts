import { TownFleet } from './town.fixture.js';

describe('a vehicle that stands on its way', () => {
  /** Drives out1 to 2.3 km, between two stops, and stands there. */
  function standing(minutes: number): TownFleet {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2300);
    for (let t = 280; t <= 276 + 60 * minutes; t += 20) town.report('v1', t, town.onTrip('out1', 2300));
    return town;
  }

  it('goes on with its trip as far as anyone knows, for some minutes', () => {
    const town = standing(4);
    expect(town.print(town.updates.at(-1)!)).toBe('out1 IN_PROGRESS 2300');
  });

  it('is then taken to wait for its next trip there, and has not come to the end of the one cut short', () => {
    const town = standing(9);
    const last = town.updates.at(-1)!;
    expect(town.print(last)).toBe('back1 LAYOVER 1700');
    expect(last.assignment!.nextStopIndex).toBe(2);
    expect(town.printVisits('v1')).not.toContain('out1#4');
    const ends = town.updates.flatMap(({ ended }) => ended.map(({ how }) => how));
    expect(ends).toEqual(['reassigned']);
  });

  it('takes up the next trip from where it waited', () => {
    const town = standing(9);
    const update = town.drive('v1', 'back1', 940, 1700, 2600);
    expect(town.print(update)).toMatch(/^back1 IN_PROGRESS/);
  });
});

describe('a vehicle that turns back on its way', () => {
  /** Drives out1 to 2.3 km, turns, and after 40 s drives back1 from there, ten minutes before its time. */
  function turned(everySeconds: number, backSeconds: number): TownFleet {
    const town = new TownFleet();
    const speed = 1000 / 120;
    for (let t = 0; t * speed <= 2300; t += everySeconds) {
      town.report('v1', t, town.onTrip('out1', t * speed));
    }
    for (let t = 0; t <= backSeconds; t += everySeconds) {
      town.report('v1', 320 + t, town.onTrip('back1', 1700 + t * speed));
    }
    return town;
  }

  it.each([10, 20, 30])('is on its next trip a minute later, reporting each %d s', (everySeconds) => {
    const town = turned(everySeconds, 60);
    const last = town.updates.at(-1)!;
    expect(town.print(last)).toMatch(/^back1/);
    expect(town.updates.flatMap(({ ended }) => ended.map(({ how }) => how))).toEqual(['reassigned']);
  });

  it.each([10, 20, 30])('is surely so two minutes after, reporting each %d s', (everySeconds) => {
    const last = turned(everySeconds, 120).updates.at(-1)!;
    expect(last.assignment!.phase).toBe('IN_PROGRESS');
    expect(last.assignment!.confidence).toBeGreaterThan(0.7);
  });
});

describe('a trip that was finished', () => {
  it('is not run again, though the tracker goes on naming it along the way back to the base', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    town.report('v1', 500, town.onTrip('out1', 4000), { tripId: 'out1' });
    const said: (string | undefined)[] = [];
    for (let t = 520; t <= 1400; t += 20) {
      const place = town.onTrip('out1', 4000 - (t - 520) * 4);
      const { assignment } = town.report('v1', t, place, { tripId: 'out1' });
      if (assignment) said.push(town.schedule.trips.ids[assignment.instance.trip]);
    }
    expect(said.length).toBeGreaterThan(10);
    expect(said).not.toContain('out1');
  });
});
