import type { LatLon } from '../geo/index.js';
import { EIGHT, TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';
import type { VehicleUpdate } from './vehicle-update.js';

describe('a vehicle that sends nothing but its place', () => {
  it('is found on the trip whose time it is', () => {
    const town = new TownFleet();
    expect(town.print(town.drive('v1', 'out1', 30, 250, 2000))).toBe('out1 IN_PROGRESS 1920');
  });

  it('is told by its direction where out and back share a street', () => {
    const town = new TownFleet();
    expect(town.print(town.drive('v1', 'back1', 12 * 60 + 30, 250, 2000))).toBe('back1 IN_PROGRESS 1920');
  });

  it('goes on with the next trip of its block after the last stop', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    const waiting = town.report('v1', 600, town.onTrip('out1', 4000));
    expect(town.print(waiting)).toBe('back1 LAYOVER 0');
    expect(town.print(town.drive('v1', 'back1', 720, 0, 1000))).toBe('back1 IN_PROGRESS 830');
  });

  it('is followed round a ring that ends where it begins', () => {
    const town = new TownFleet();
    expect(town.print(town.drive('v1', 'ring', 0, 0, 3900))).toBe('ring IN_PROGRESS 3830');
    expect(town.print(town.report('v1', 485, town.onTrip('ring', 4000)))).not.toContain('ring IN_PROGRESS');
    expect(town.printVisits('v1')).toContain('ring#4 08:0');
  });

  it('is found on a trip by headway, and on that start of it whose time it is', () => {
    const town = new TownFleet();
    const update = town.drive('v1', 'head', 1230, 250, 1500);
    expect(town.print(update)).toBe('head IN_PROGRESS 1420');
    expect(update.assignment?.instance.startSeconds).toBe(8 * 3600 + 1200);
  });

  it('tells the stops it passes, with the times between its reports', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2200);
    expect(town.printVisits('v1')).toBe(
      'out1#0 -08:00:02 | out1#1 08:01:57-08:02:02 | out1#2 08:03:57-08:04:02',
    );
  });
});

describe('doubt', () => {
  it('is not raised by one wild position', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 1500);
    const wild = town.report('v1', 200, { lat: 49.86, lon: 24.02 });
    expect(town.print(wild)).toContain('out1 IN_PROGRESS');
    expect(town.print(town.report('v1', 220, town.onTrip('out1', 1830)))).toBe('out1 IN_PROGRESS 1830');
  });

  it('makes three positions away from the line a detour, and one on it the end of it', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 1500);
    const beside = (metres: number): { lat: number; lon: number } => {
      const { lat, lon } = town.onTrip('out1', metres);
      return { lat: lat + 300 / 111_319, lon };
    };
    const phases = [200, 220, 240].map((t) => town.report('v1', t, beside(t * 8.33)).assignment?.phase);
    expect(phases).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'OFF_ROUTE']);
    expect(town.print(town.report('v1', 300, town.onTrip('out1', 2500)))).toBe('out1 IN_PROGRESS 2500');
  });

  it('is not driven to its start again by a vehicle that has left it behind and goes round a closed street', () => {
    const town = new TownFleet();
    const named = { tripId: 'out1' };
    for (let t = -120; t < 0; t += 10) town.report('v1', t, town.onTrip('out1', 0), named);
    for (let t = 0; t <= 110; t += 10) town.report('v1', t, town.onTrip('out1', t * 8.33), named);
    const updates = [];
    for (let t = 120; t <= 240; t += 10) {
      const { lat, lon } = town.onTrip('out1', 900 + (t - 110) * 4);
      updates.push(town.report('v1', t, { lat: lat + 250 / 111_319, lon }, named));
    }
    expect(new Set(updates.map(({ assignment }) => assignment?.phase))).toEqual(
      new Set(['IN_PROGRESS', 'OFF_ROUTE']),
    );
    expect(updates.at(-1)!.assignment?.phase).toBe('OFF_ROUTE');
  });

  it('is the greater where the first trip of a run begins ahead of its time', () => {
    const score = (earlySeconds: number): number => {
      const town = new TownFleet();
      for (let t = -120; t < 0; t += 20) town.report('v1', t - earlySeconds, town.onTrip('out1', 0));
      town.drive('v1', 'out1', -earlySeconds, 0, 400);
      const state = town.fleet.findState('v1')!;
      return state.beam.find(({ trip, phase }) => trip === state.trip && phase === 'IN_PROGRESS')!
        .timeEvidence;
    };
    const [onTime, early] = [score(0), score(900)];
    // Twice the deviation's own weight and more: once as it stands, once for the decision.
    expect(onTime - early).toBeGreaterThan(2);
  });

  it('names its reason where no line is near', () => {
    const town = new TownFleet();
    expect(town.print(town.report('v1', 0, { lat: 49.7, lon: 24.3 }))).toBe('no_trip_near');
  });

  it('calls a vehicle that stands for two minutes away from all lines at base', () => {
    const town = new TownFleet();
    for (let t = 0; t <= 120; t += 60) town.report('v1', t, { lat: 49.7, lon: 24.3 });
    expect(town.updates.at(-1)).toMatchObject({ phase: 'AT_BASE', reason: 'at_base' });
  });
});

describe('a run', () => {
  it('is one vehicle’s: the second of two on a line gets the other block, though both are late', () => {
    const town = new TownFleet();
    // Both 8 minutes late: by itself each looks like the bus ten minutes before or after it.
    for (let t = 0; t < 240; t += 20) {
      town.report('first', 480 + t, town.onTrip('out1', t * 8.33));
      if (t >= 120) town.report('second', 480 + 600 + t, town.onTrip('out2', (t - 120) * 8.33));
    }
    const trips = ['first', 'second'].map((id) => {
      const { trip } = town.fleet.findState(id)!;
      return town.schedule.trips.ids[trip!.trip];
    });
    expect(new Set(trips).size).toBe(2);
  });

  it('ties nobody to it who only waits for its first trip, and who drives it is tied by and by', () => {
    const town = new TownFleet();
    const stop = town.onTrip('out1', 0);
    for (let t = -600; t <= 0; t += 30) town.report('v1', t, stop);
    const waiting = town.fleet.findState('v1')!;
    expect([town.schedule.trips.ids[waiting.trip!.trip], waiting.loyalty]).toEqual(['out1', 0]);
    town.drive('v1', 'out1', 0, 0, 3000);
    expect(town.fleet.findState('v1')!.loyalty).toBeGreaterThan(0.3);
  });

  it('is not believed done by a vehicle that still reports its finished trip at the terminus', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    const update = town.report('v1', 620, town.onTrip('out1', 4000), { tripId: 'out1' });
    expect(town.print(update)).toBe('back1 LAYOVER 0');
  });

  it('is run again by a vehicle that names its trip anew: that was taken for finished wrongly', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    town.report('v1', 620, town.onTrip('back1', 0), { tripId: 'back1' });
    for (let t = 840; t < 900; t += 20) town.report('v1', t, town.onTrip('out1', 0), { tripId: 'back1' });
    const again = [900, 920, 940].map((t) =>
      town.report('v1', t, town.onTrip('out1', (t - 880) * 8.33), { tripId: 'out1' }),
    );
    expect(town.print(again.at(-1)!)).toBe('out1 IN_PROGRESS 500');
  });

  it('ends as lost when its vehicle falls silent', () => {
    const town = new TownFleet();
    const { position } = town.drive('v1', 'out1', 0, 0, 2000);
    expect(town.fleet.dropSilent(position.atSeconds + 1)).toMatchObject([{ vehicleId: 'v1', how: 'lost' }]);
    expect(town.fleet.dropSilent(position.atSeconds + 1)).toEqual([]);
  });

  it('is gone on with by a vehicle that was dropped as silent and comes back', () => {
    const town = new TownFleet();
    const { position } = town.drive('v1', 'out1', 0, 0, 2000);
    town.fleet.dropSilent(position.atSeconds + 1);
    const back = town.report('v1', 420, town.onTrip('out1', 3500));
    expect(town.print(back)).toBe('out1 IN_PROGRESS 3500');
    expect(back.assignment!.confidence).toBeGreaterThan(0.8);
  });

  it('is waited for where the trip before it can have ended, not by a vehicle hours early', () => {
    const town = new TownFleet();
    // At the airport at 08:10. B1 was to be here at 08:08 and leaves at 08:12; B2 is due here at 08:18 only.
    const update = town.report('v1', 600, town.onTrip('out1', 4000));
    expect(town.print(update)).toBe('back1 LAYOVER 0');
  });
});

describe('confidence', () => {
  it('comes with watching: one position beside a line may be anybody’s', () => {
    const town = new TownFleet();
    const first = town.report('v1', 60, town.onTrip('out1', 700));
    expect(first.assignment!.confidence).toBeLessThan(0.9);
    const later = town.drive('v1', 'out1', 80, 860, 3000);
    expect(later.assignment!.confidence).toBeGreaterThan(0.9);
  });

  it('stays with the run that was followed when its next trip starts late', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    for (let t = 500; t < 720 + 360; t += 20) town.report('v1', t, town.onTrip('back1', 0));
    // Six minutes late on B1's trip back, four early on B2's, which it would have had to reach ten minutes early.
    expect(town.print(town.drive('v1', 'back1', 720 + 360, 0, 2000))).toBe('back1 IN_PROGRESS 1830');
  });
});

describe('a vehicle out of service', () => {
  const depot = { lat: 49.852, lon: 24.04 };

  /** Stands at the depot, a kilometre and more from all lines, until a moment. */
  function park(town: TownFleet, vehicleId: string, from: number, to: number): void {
    for (let t = from; t <= to; t += 60) town.report(vehicleId, t, depot, { speedMetresPerSecond: 0 });
  }

  it('pulls out along a line without being on its trip: it begins none on the way, and halts nowhere', () => {
    const town = new TownFleet();
    park(town, 'v1', -900, 0);
    // From the depot into the middle of line 1 and on along it, at the time of its bus, past its stops.
    const phases = new Set<string>();
    for (let t = 160; t <= 400; t += 20) {
      const more = { speedMetresPerSecond: 11, bearing: 90 };
      const { assignment, phase } = town.report('v1', t, town.onTrip('out1', 1300 + (t - 160) * 11), more);
      phases.add(assignment?.phase ?? phase!);
    }
    expect([...phases]).toEqual(['DEADHEAD']);
  });

  /** What was learned of a network: of 930 stops 30 were passed, halts between two stops are one in five kilometres. */
  const BUSES_STOP = ['', 'passing', EIGHT, ...[1, 2, 3].flatMap(() => [900, 30, 60, 300])];

  /** In a town of four stops a line, which say less than twenty. */
  function createQuickTown(): TownFleet {
    const town = new TownFleet({ ...TRACKING_PARAMETERS, skipCost: 2 });
    town.fleet.restoreLearned([BUSES_STOP]);
    return town;
  }

  /**
   * Runs out1, waits three minutes, and drives back at ten metres a second, halting at stops or not; the first `asideMetres`
   * of the way in another street.
   */
  function driveBack(town: TownFleet, halts: boolean, asideMetres = 0): VehicleUpdate {
    const report = (t: number, place: LatLon, bearing: number, speed: number): VehicleUpdate =>
      town.report('v1', t, place, { speedMetresPerSecond: speed, bearing });
    for (let t = 0; t < 480; t += 10) {
      report(t, town.onTrip('out1', (t * 1000) / 120), 90, t % 120 < 20 ? 0 : 10);
    }
    for (let t = 480; t < 660; t += 10) report(t, town.onTrip('back1', 0), 270, 0);
    let last: VehicleUpdate | undefined;
    for (let t = 660, metres = 100; metres < 3600; t += 10) {
      const { lat, lon } = town.onTrip('back1', metres);
      const north = metres < asideMetres ? 200 / 111_319 : 0;
      last = report(t, { lat: lat + north, lon }, 270, halts && metres % 1000 === 0 ? 0 : 10);
      metres += 100;
    }
    return last!;
  }

  it('leaves a trip of its block out that it drives along past every stop', () => {
    const [empty, inService] = [createQuickTown(), createQuickTown()];
    expect(empty.print(driveBack(empty, false))).toBe('out3 DEADHEAD 0');
    expect(inService.print(driveBack(inService, true))).toMatch(/^back1 IN_PROGRESS/);
  });

  it('has not run that trip: it is not told as finished, nor its stops as visited', () => {
    const town = createQuickTown();
    driveBack(town, false);
    const ended = town.updates.flatMap((update) => update.ended);
    const endOf = (tripId: string): string[] =>
      ended.filter(({ instance }) => town.schedule.trips.ids[instance.trip] === tripId).map(({ how }) => how);
    expect([endOf('out1'), [...new Set(endOf('back1'))]]).toEqual([['finished'], ['reassigned']]);
    expect(town.printVisits('v1')).not.toMatch(/back1#[34]/);
    expect(town.fleet.findState('v1')!.finished).toMatchObject({ position: 0 });
  });

  it('does so too where it comes to the line only on its way', () => {
    const [empty, inService] = [createQuickTown(), createQuickTown()];
    expect(empty.print(driveBack(empty, false, 800))).toBe('out3 DEADHEAD 0');
    expect(inService.print(driveBack(inService, true, 800))).toMatch(/^back1 IN_PROGRESS/);
  });

  it('that joins a fleet heard for long and stands first is setting out; one met with all others may be in service', () => {
    const meet = (heardSince: number): string => {
      const town = new TownFleet();
      for (let t = heardSince; t < 700; t += 60) town.report('other', t, town.onTrip('ring', 2500));
      const { lat, lon } = town.onTrip('out1', 1000);
      town.report('v1', 700, { lat: lat + 100 / 111_319, lon }, { speedMetresPerSecond: 0 });
      return town.print(town.drive('v1', 'out1', 720, 1000, 1400));
    };
    expect(meet(680)).toBe('out2 IN_PROGRESS 1330');
    expect(meet(0)).toBe('ambiguous');
  });

  it('that stands where others are kept is at its base at once', () => {
    const town = new TownFleet();
    park(town, 'v1', -900, 0);
    park(town, 'v2', -900, 0);
    expect(town.report('v3', 60, depot, { speedMetresPerSecond: 0 })).toMatchObject({ phase: 'AT_BASE' });
  });

  it('is on no trip once its run has ended, whatever trips the terminus has yet', () => {
    const town = new TownFleet();
    town.drive('v1', 'out3', 24 * 60, 0, 4000);
    const [first, ...later] = [500, 520, 540].map((t) =>
      town.report('v1', 24 * 60 + t, town.onTrip('out3', 4000)),
    );
    expect(first).toMatchObject({ phase: 'DEADHEAD' });
    for (const { assignment } of later) expect(assignment?.confidence ?? 0).toBeLessThan(0.5);
  });
});
