import { DEFAULT_JUDGING_LIMITS, FleetJudge, type JudgingLimits, type VehicleReport } from './index.js';

const NOON = Date.UTC(2026, 10, 23, 10) / 1000;
const AREA = { south: 49.7, west: 23.8, north: 49.95, east: 24.2 };
const LIMITS: JudgingLimits = { ...DEFAULT_JUDGING_LIMITS, area: AREA };

function report(timestampSeconds: number, eastMetres = 0, vehicleId = '101'): VehicleReport {
  return { vehicleId, timestampSeconds, lat: 49.84, lon: 24.0 + eastMetres / 71_800 };
}

/** Judges `[received, timestamp, metres east]` one after another; answers what became of each, seconds from noon. */
function judgeAll(
  fixes: readonly (readonly [number, number, number])[],
  limits = LIMITS,
): (number | string)[] {
  const judge = new FleetJudge(limits);
  return fixes.map(([received, timestamp, east]) => {
    const [outcome] = judge.judge('mqtt', [report(NOON + timestamp, east)], NOON + received);
    return outcome!.rejection ?? Math.round((outcome!.position.atSeconds - NOON) * 10) / 10;
  });
}

describe('a report', () => {
  it('becomes a position at its own time', () => {
    expect(
      judgeAll([
        [1, 0, 0],
        [11, 10, 80],
        [21.5, 20, 160],
      ]),
    ).toEqual([0, 10, 20]);
  });

  it.each([
    ['malformed', { lat: NaN }],
    ['malformed', { lon: 181 }],
    ['malformed', { timestampSeconds: Infinity }],
    ['malformed', { timestampSeconds: 0 }],
    ['malformed', { vehicleId: '' }],
    ['malformed', { vehicleId: 'x'.repeat(65) }],
    ['malformed', { vehicleId: 'a\nb' }],
    ['null_island', { lat: 0, lon: 0 }],
    ['null_island', { lat: 0.0001, lon: -0.2 }],
    ['out_of_area', { lat: 54.7 }],
    ['unknown_vehicle', { vehicleId: '999' }],
    ['stale', { timestampSeconds: NOON - 3600 }],
    ['future', { timestampSeconds: NOON + 6 }],
  ] as const)('is %s where it says %j', (rejection, wrong) => {
    const judge = new FleetJudge({ ...LIMITS, knownVehicles: new Set(['101', '', 'x'.repeat(65), 'a\nb']) });
    expect(judge.judge('mqtt', [{ ...report(NOON), ...wrong }], NOON)[0]!.rejection).toBe(rejection);
  });

  it('is a duplicate when it comes twice, and out of order when a newer one was there first', () => {
    expect(
      judgeAll([
        [1, 0, 0],
        [2, 0, 0],
        [12, 10, 80],
        [13, 5, 40],
      ]),
    ).toEqual([0, 'duplicate', 10, 'out_of_order']);
  });

  it('may be anywhere where no area is known', () => {
    const judge = new FleetJudge(DEFAULT_JUDGING_LIMITS);
    expect(judge.judge('mqtt', [{ ...report(NOON), lat: 60.2 }], NOON)[0]!.position).toBeDefined();
  });
});

describe('a jump', () => {
  const drive = [0, 1, 2, 3, 4, 5].map((i) => [i * 10 + 1, i * 10, i * 80] as const);

  it('is refused, and the way back is not', () => {
    expect(judgeAll([...drive, [61, 60, 5000], [71, 70, 560]]).slice(-2)).toEqual(['teleport', 70]);
  });

  it('is refused again and again while each fix is elsewhere', () => {
    const jammed = Array.from(
      { length: 20 },
      (_, i) => [61 + i * 10, 60 + i * 10, i % 2 ? 4000 : -5000] as const,
    );
    expect(new Set(judgeAll([...drive, ...jammed]).slice(6))).toEqual(new Set(['teleport']));
  });

  it('is believed when the vehicle stays there: it was towed', () => {
    const towed = [6, 7, 8, 9, 10].map((i) => [i * 10 + 1, i * 10, 9000 + i * 60] as const);
    expect(judgeAll([...drive, ...towed]).slice(6)).toEqual(['teleport', 'teleport', 'teleport', 90, 100]);
  });

  it('is believed sooner when only one fix speaks against it', () => {
    expect(
      judgeAll([
        [1, 0, 9000],
        [11, 10, 0],
        [21, 20, 80],
      ]),
    ).toEqual([0, 'teleport', 20]);
  });

  it('is believed by its second fix after a long silence: the tracker was off when it was towed', () => {
    const towed = [0, 1, 2].map((i) => [401 + i * 10, 400 + i * 10, 40_000 + i * 60] as const);
    const limits = { ...DEFAULT_JUDGING_LIMITS };
    expect(judgeAll([...drive, ...towed], limits).slice(6)).toEqual(['teleport', 410, 420]);
    // A lie alone is not.
    const lied = [
      [401, 400, 40_000],
      [411, 410, 480],
      [421, 420, 560],
    ] as const;
    expect(judgeAll([...drive, ...lied], limits).slice(6)).toEqual(['teleport', 410, 420]);
  });

  it('is none after a silence in which the vehicle could drive there', () => {
    expect(judgeAll([...drive, [601, 600, 8000]]).at(-1)).toBe(600);
  });
});

describe('the clock of a vehicle', () => {
  it('is followed when it is found to be four minutes behind', () => {
    const late = Array.from({ length: 30 }, (_, i) => [i * 10 + 1, i * 10 - 240, i * 50] as const);
    const judged = judgeAll(late) as number[];
    expect(judged[0]).toBe(-240);
    expect(judged.at(-1)).toBeCloseTo(291, 0);
  });

  it('is followed when it is found to be a minute ahead', () => {
    const ahead = Array.from({ length: 10 }, (_, i) => [i * 10 + 1, i * 10 + 60, i * 50] as const);
    expect(judgeAll(ahead)).toEqual(['future', 'future', 'future', 31, 41, 51, 61, 71, 81, 91]);
  });

  it('is followed when it is set back', () => {
    const before = Array.from({ length: 6 }, (_, i) => [i * 10 + 1, i * 10, i * 50] as const);
    const after = Array.from(
      { length: 6 },
      (_, i) => [i * 10 + 61, i * 10 + 60 - 300, 300 + i * 50] as const,
    );
    expect(judgeAll([...before, ...after]).slice(6)).toEqual([
      ...['out_of_order', 'out_of_order', 'out_of_order'],
      ...[91, 101, 111],
    ]);
  });

  it('is followed when it drifts ahead', () => {
    const drifting = Array.from(
      { length: 400 },
      (_, i) => [i * 10 + 1, i * 10.2, Math.abs((i % 200) - 100) * 50] as const,
    );
    const judged = judgeAll(drifting);
    expect(judged.filter((at) => typeof at === 'string')).toEqual([]);
    expect(judged.at(-1)).toBeCloseTo(3991, -1);
  });

  it('is not thought late because the tracker was offline and pours out what it kept', () => {
    const live = Array.from({ length: 20 }, (_, i) => [i * 10 + 1, i * 10, i * 50] as const);
    const kept = Array.from({ length: 60 }, (_, i) => [801 + i * 0.1, 200 + i * 10, 1000 + i * 50] as const);
    const again = Array.from({ length: 20 }, (_, i) => [811 + i * 10, 810 + i * 10, 4000 + i * 50] as const);
    const judged = judgeAll([...live, ...kept, ...again]);
    expect(judged).toEqual([...live, ...kept, ...again].map(([, timestamp]) => timestamp));
  });
});

describe('a batch', () => {
  const kept = [30, 0, 20, 10].map((at) => report(NOON + at, at * 8));

  it('is judged oldest first and answered in its own order', () => {
    const outcomes = new FleetJudge(LIMITS).judge('mqtt', kept, NOON + 600);
    expect(outcomes.map((o) => o.position && o.position.atSeconds - NOON)).toEqual([30, 0, 20, 10]);
  });

  it('gives only what is newer than the last accepted report', () => {
    const judge = new FleetJudge(LIMITS);
    judge.judge('mqtt', [report(NOON + 20, 160)], NOON + 21);
    expect(judge.judge('mqtt', kept, NOON + 31).map((o) => o.rejection)).toEqual([
      ...[undefined, 'out_of_order', 'duplicate', 'out_of_order'],
    ]);
  });

  it('may be of many vehicles, each with its own newest', () => {
    const judge = new FleetJudge(LIMITS);
    const outcomes = judge.judge('poll', [report(NOON, 0, 'a'), report(NOON + 5, 0, 'b')], NOON + 6);
    expect(outcomes.map((o) => o.position?.vehicleId)).toEqual(['a', 'b']);
  });
});

describe('the clocks of a fleet', () => {
  /** Minutes of 40 vehicles that report each 10 s; answers how far behind the last positions are. */
  function behind(minutes: number, clockError: (vehicle: number) => number): number[] {
    const judge = new FleetJudge(LIMITS);
    const errors: number[] = [];
    for (let second = 0; second < minutes * 60; second += 10) {
      for (let v = 0; v < 40; v++) {
        const now = NOON + second + v / 10;
        const latency = 0.5 + ((v * 7 + second) % 30) / 10;
        const [outcome] = judge.judge(
          'poll',
          [report(now - latency - clockError(v), second * 6, `v${v}`)],
          now,
        );
        if (second >= (minutes - 1) * 60) errors.push(now - latency - (outcome!.position?.atSeconds ?? 0));
      }
    }
    return errors;
  }

  it('are followed within two minutes when all are nine minutes behind', () => {
    const errors = behind(2, () => 544);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(5);
  });

  it('are left alone when they are right', () => {
    expect(Math.max(...behind(3, () => 0).map(Math.abs))).toBeLessThan(0.001);
  });

  it('do not move a right clock among late ones', () => {
    const errors = behind(3, (v) => (v < 4 ? 0 : 544));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(5);
  });

  it('are not thought late because most vehicles are parked and say so for hours', () => {
    const judge = new FleetJudge(LIMITS);
    for (let second = 0; second < 300; second += 10) {
      const parked = Array.from({ length: 40 }, (_, v) => report(NOON - 700, 0, `p${v}`));
      const driving = Array.from({ length: 6 }, (_, v) => report(NOON + second, second * 8, `d${v}`));
      judge.judge('poll', [...parked, ...driving], NOON + second + 2);
    }
    expect(judge.findLagSeconds('poll')).toBeLessThan(5);
  });
});

describe('the memory of judging', () => {
  it('is bounded: the vehicle heard least recently is forgotten', () => {
    const judge = new FleetJudge(LIMITS, 3);
    for (const id of ['a', 'b', 'a', 'c', 'd']) judge.judge('mqtt', [report(NOON, 0, id)], NOON + 1);
    expect(judge.vehicleCount).toBe(3);
    expect(judge.judge('mqtt', [report(NOON, 0, 'a')], NOON + 1)[0]!.rejection).toBe('duplicate');
    expect(judge.judge('mqtt', [report(NOON, 0, 'b')], NOON + 1)[0]!.rejection).toBeUndefined();
  });
});
