import { TownFleet } from './town.fixture.js';

const METRES_A_SECOND = 1000 / 120;
/** A kilometre and more from all lines. */
const DEPOT = { lat: 49.852, lon: 24.04 };

/** Reports a vehicle that stands at a place, each 20 s; the seconds are after 08:00. */
function stand(
  town: TownFleet,
  vehicleId: string,
  tripId: string,
  metres: number,
  from: number,
  to: number,
): void {
  for (let t = from; t <= to; t += 20) {
    town.report(vehicleId, t, town.onTrip(tripId, metres), { speedMetresPerSecond: 0 });
  }
}

function park(town: TownFleet, vehicleId: string, from: number, to: number): void {
  for (let t = from; t <= to; t += 60) town.report(vehicleId, t, DEPOT, { speedMetresPerSecond: 0 });
}

/** All that was said of a vehicle, `trip PHASE`, each once in a row. */
function story(town: TownFleet, vehicleId: string): string[] {
  const said = town.updates
    .filter(({ position }) => position.vehicleId === vehicleId)
    .map(({ assignment, phase }) =>
      assignment
        ? `${town.schedule.trips.ids[assignment.instance.trip]!} ${assignment.phase}`
        : (phase ?? 'nothing'),
    );
  return said.filter((one, i) => one !== said[i - 1]);
}

/** How surely a vehicle was said to be on a trip, report by report. */
function sureness(town: TownFleet, vehicleId: string, tripId: string): number[] {
  return town.updates
    .filter(({ position }) => position.vehicleId === vehicleId)
    .map(({ assignment }) =>
      assignment && town.schedule.trips.ids[assignment.instance.trip] === tripId ? assignment.confidence : 0,
    );
}

describe('a trip', () => {
  it('is gone on with after a relief: the bus stands at a stop for four minutes, and another drives on', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2000);
    stand(town, 'v1', 'out1', 2000, 260, 480);
    town.drive('v1', 'out1', 500, 2000, 3600);
    expect(story(town, 'v1').at(-1)).toBe('out1 IN_PROGRESS');
    expect(story(town, 'v1').filter((said) => said === 'out1 IN_PROGRESS')).toHaveLength(1);
  });

  it('goes over to the bus that is sent for one that broke down on it, and names it', () => {
    const town = new TownFleet();
    park(town, 'v9', -600, 440);
    town.drive('v1', 'out1', 0, 0, 900);
    for (let t = 120; t <= 860; t += 20) {
      town.report('v1', t, town.onTrip('out1', 900), { speedMetresPerSecond: 0 });
      if (t >= 500) {
        town.report('v9', t, town.onTrip('out1', 900 + (t - 500) * METRES_A_SECOND), { tripId: 'out1' });
      }
      if (t >= 600) town.report('v2', t, town.onTrip('out2', (t - 600) * METRES_A_SECOND));
    }
    expect(story(town, 'v1')).toContain('out1 IN_PROGRESS');
    expect(story(town, 'v1').at(-1)).not.toBe('out1 IN_PROGRESS');
    expect(story(town, 'v9').at(-1)).toBe('out1 IN_PROGRESS');
  });

  it('of a block is run by the bus that takes it over at the terminus', () => {
    const town = new TownFleet();
    park(town, 'v9', -600, 420);
    town.drive('v1', 'out1', 0, 0, 4000);
    for (let t = 500; t <= 1000; t += 20) {
      const home = { lat: 49.84 + Math.min(0.012, (t - 500) * 0.0001), lon: 24.055 };
      town.report('v1', t, home, { speedMetresPerSecond: 11 });
      if (t < 720) town.report('v9', t, town.onTrip('back1', 0), { speedMetresPerSecond: 0 });
      else town.report('v9', t, town.onTrip('back1', (t - 720) * METRES_A_SECOND));
    }
    expect(story(town, 'v1').slice(-2)).toEqual(['DEADHEAD', 'AT_BASE']);
    expect(story(town, 'v9').slice(-2)).toEqual(['back1 LAYOVER', 'back1 IN_PROGRESS']);
    expect(sureness(town, 'v9', 'back1').at(-1)).toBeGreaterThan(0.8);
  });

  it('stays that of a bus which runs it as an express, past stops that it would serve', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 300, 0, 900);
    stand(town, 'v1', 'out1', 1000, 420, 440);
    for (let t = 460; t <= 680; t += 20) {
      const place = town.onTrip('out1', 1000 + (t - 440) * 11.5);
      town.report('v1', t, place, { speedMetresPerSecond: 11.5, bearing: 90 });
    }
    expect(story(town, 'v1').at(-1)).toBe('out1 IN_PROGRESS');
  });

  it('is given to an extra bus ahead of the line’s own only until that one comes', () => {
    const town = new TownFleet();
    const buses = [
      ['v1', 'out1', 0],
      ['extra', 'out1', 300],
      ['v2', 'out2', 600],
    ] as const;
    for (let t = 0; t <= 1080; t += 20) {
      for (const [vehicleId, tripId, leaves] of buses) {
        const metres = (t - leaves) * METRES_A_SECOND;
        if (metres >= 0 && metres < 3900) town.report(vehicleId, t, town.onTrip(tripId, metres));
      }
    }
    expect(sureness(town, 'v1', 'out1').at(-1)).toBeGreaterThan(0.9);
    const extra = sureness(town, 'extra', 'out2');
    expect(extra.at(-1)).toBeLessThan(Math.max(...extra) - 0.1);
    const own = sureness(town, 'v2', 'out2');
    expect(own.at(-1)).toBeGreaterThan(0.6);
    expect(own.at(-1)).toBeGreaterThan(own[10]!);
  });

  it('is left out when its bus drives away from its first stop once it is due, elsewhere than along its line', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    stand(town, 'v1', 'out1', 4000, 500, 720);
    const terminus = town.onTrip('back1', 0);
    for (let t = 740; t <= 900; t += 20) {
      const away = ((t - 720) * METRES_A_SECOND) / 111_319;
      town.report('v1', t, { ...terminus, lat: terminus.lat + away });
    }
    const told = story(town, 'v1');
    expect(told).toContain('back1 LAYOVER');
    expect(told.at(-1)).toBe('out3 DEADHEAD');
  });

  it('is not, while its bus drives about before it is due, or off along its line', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    stand(town, 'v1', 'out1', 4000, 500, 720);
    town.drive('v1', 'back1', 740, 0, 2000);
    expect(story(town, 'v1').at(-1)).toBe('back1 IN_PROGRESS');
  });
});
