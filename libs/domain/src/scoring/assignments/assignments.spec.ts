import type { Phase } from '../../tracking/index.js';
import { AssignmentScorer, type FixLabel, type PublishedFix } from '../index.js';

const T = 1_795_000_000;
const DAY = '20261124';

interface Row {
  readonly vehicle?: string;
  readonly at: number;
  readonly is?: string;
  readonly says?: string;
  readonly phase?: Phase;
  readonly saysPhase?: Phase;
  readonly confidence?: number;
}

/** Labels and what was published, by trip: `A/1` is trip 1 of route A. */
function score(rows: readonly Row[], shownFrom = 0) {
  const scorer = new AssignmentScorer({ shownFrom });
  const trip = (name: string | undefined): Partial<PublishedFix> =>
    name === undefined ? {} : { tripId: name, startDate: DAY, routeId: name.split('/')[0]!, directionId: 0 };
  for (const { vehicle = 'V', at, is, says, phase, saysPhase, confidence } of rows) {
    const label: FixLabel = { vehicleId: vehicle, atSeconds: T + at, ...trip(is), ...(phase && { phase }) };
    const published: PublishedFix = {
      ...trip(says),
      ...(saysPhase && { phase: saysPhase }),
      ...(confidence !== undefined && { confidence }),
    };
    scorer.add(label, published);
  }
  return scorer.report();
}

describe('scoring assignments', () => {
  it('counts the right trip, the right route and direction, and any trip at all', () => {
    const { inService } = score([
      { at: 0, is: 'A/1', says: 'A/1' },
      { at: 30, is: 'A/1', says: 'A/2' },
      { at: 60, is: 'A/1', says: 'B/1' },
      { at: 90, is: 'A/1' },
    ]);
    expect(inService).toMatchObject({
      fixes: 4,
      assigned: 0.75,
      rightTrip: 0.25,
      rightRoute: 0.5,
      rightRouteAndDirection: 0.5,
      rightTripInterval: { low: 0.25, high: 0.25 },
    });
  });

  it('takes the trip of another day for another trip', () => {
    const scorer = new AssignmentScorer();
    const label = { vehicleId: 'V', atSeconds: T, tripId: 'A/1', startDate: DAY };
    scorer.add(label, { tripId: 'A/1', startDate: '20261123' });
    expect(scorer.report().inService).toMatchObject({ assigned: 1, rightTrip: 0 });
  });

  it('counts apart the vehicles that were seen for three minutes', () => {
    const { inServiceKnown } = score([
      { at: 0, is: 'A/1' },
      { at: 90, is: 'A/1' },
      { at: 179, is: 'A/1' },
      { at: 180, is: 'A/1', says: 'A/1' },
    ]);
    expect(inServiceKnown).toMatchObject({ fixes: 1, rightTrip: 1 });
  });

  it('counts apart the trips that could have been found, where the timetable is given', () => {
    const scorer = new AssignmentScorer({ isInTimetable: (tripId) => tripId !== 'added' });
    const label = { vehicleId: 'V', startDate: DAY };
    scorer.add({ ...label, atSeconds: T, tripId: 'added' }, { tripId: 'A/1', startDate: DAY });
    scorer.add({ ...label, atSeconds: T + 30, tripId: 'A/1' }, { tripId: 'A/1', startDate: DAY });
    const { inService, inServiceInTimetable } = scorer.report();
    expect([inService!.rightTrip, inServiceInTimetable!.rightTrip]).toEqual([0.5, 1]);
    expect(score([{ at: 0, is: 'A/1' }])).not.toHaveProperty('inServiceInTimetable');
  });

  it('judges a fix once, however often it is polled, and no fix of which nothing is known', () => {
    const { fixes, judged, leftOut } = score([
      { at: 0, is: 'A/1', says: 'A/1' },
      { at: 0, is: 'A/1', says: 'A/1' },
      { at: 30, says: 'A/1' },
    ]);
    expect({ fixes, judged, leftOut }).toEqual({
      fixes: 3,
      judged: 1,
      leftOut: { repeated_fix: 1, unlabelled: 1 },
    });
  });
});

describe('phases', () => {
  const { phases } = score([
    { at: 0, is: 'A/1', phase: 'IN_PROGRESS', says: 'A/1', saysPhase: 'IN_PROGRESS' },
    { at: 30, is: 'A/1', phase: 'IN_PROGRESS', says: 'A/1', saysPhase: 'OFF_ROUTE' },
    { at: 60, is: 'A/2', phase: 'LAYOVER', says: 'A/2', saysPhase: 'LAYOVER' },
    { at: 90, is: 'A/2', phase: 'LAYOVER', says: 'A/1', saysPhase: 'IN_PROGRESS' },
    { at: 120, phase: 'DEADHEAD' },
  ]);

  it('are told in a table of what was against what was published', () => {
    expect(phases!.table).toEqual({
      IN_PROGRESS: { IN_PROGRESS: 1, OFF_ROUTE: 1 },
      LAYOVER: { LAYOVER: 1, IN_PROGRESS: 1 },
      DEADHEAD: { none: 1 },
    });
  });

  it('are recognised, each by its share', () => {
    expect(phases!.recognised).toEqual({
      IN_PROGRESS: { fixes: 2, share: 0.5 },
      LAYOVER: { fixes: 2, share: 0.5 },
      DEADHEAD: { fixes: 1, share: 0 },
    });
  });

  it('have the recall and the precision of service, off the route or on it', () => {
    expect(phases!.inServiceRecall).toBe(1);
    expect(phases!.inServicePrecision).toBeCloseTo(2 / 3, 9);
  });

  it('are absent where the labels know none', () => {
    expect(score([{ at: 0, is: 'A/1' }])).toMatchObject({ hasPhases: false });
    expect(score([{ at: 0, is: 'A/1' }]).phases).toBeUndefined();
  });
});

describe('minutes', () => {
  it('are those for which a verdict was on show, to the next fix', () => {
    const { minutes } = score([
      { at: 0, is: 'A/1', phase: 'IN_PROGRESS', says: 'A/1' },
      { at: 30, is: 'A/1', phase: 'IN_PROGRESS', says: 'A/2' },
      { at: 90, is: 'A/1', phase: 'IN_PROGRESS' },
      { at: 120, phase: 'DEADHEAD', says: 'A/1', saysPhase: 'IN_PROGRESS' },
      { at: 165, phase: 'DEADHEAD', says: 'A/2', saysPhase: 'LAYOVER' },
      { at: 180, phase: 'DEADHEAD' },
    ]);
    expect(minutes).toEqual({ right: 0.75, wrong_trip: 1, missing: 0.5, not_in_service: 0.75 });
  });

  it('end after two minutes of silence, and do not go back with a wrong clock', () => {
    const { minutes } = score([
      { at: 0, is: 'A/1', says: 'A/1' },
      { at: 900, is: 'A/1', says: 'A/1' },
      { at: 600, is: 'A/1', says: 'A/1' },
    ]);
    expect(minutes.right).toBe(2);
  });
});

describe('the time to the first right assignment', () => {
  it('runs from the first fix in service, trip by trip', () => {
    const { firstRight } = score([
      { at: 0, is: 'A/1', says: 'A/9' },
      { at: 30, is: 'A/1' },
      { at: 60, is: 'A/1', says: 'A/1' },
      { at: 90, is: 'A/1', says: 'A/9' },
      { at: 120, is: 'A/2', says: 'A/2' },
      { at: 150, is: 'A/3', says: 'A/2' },
    ]);
    expect(firstRight).toEqual({ trips: 3, never: 1, meanSeconds: 30, medianSeconds: 0, p90Seconds: 60 });
  });
});

describe('confidence', () => {
  it('is held against how often it was right', () => {
    const { confidence } = score([
      { at: 0, is: 'A/1', says: 'A/1', confidence: 0.95 },
      { at: 30, is: 'A/1', says: 'A/1', confidence: 1 },
      { at: 60, is: 'A/1', says: 'A/2', confidence: 0.91 },
      { at: 90, is: 'A/1', says: 'A/2', confidence: 0.5 },
    ]);
    expect(confidence!.sure).toEqual({ fixes: 3, right: 2 / 3 });
    expect(confidence!.classes.map(({ from, fixes, right }) => [from, fixes, right])).toEqual([
      [0.5, 1, 0],
      [0.9, 3, 2 / 3],
    ]);
    // |2.86 - 2| + |0.5 - 0|, over four.
    expect(confidence!.expectedCalibrationError).toBeCloseTo((0.86 + 0.5) / 4, 9);
    expect(confidence!.brier).toBeCloseTo((0.0025 + 0 + 0.8281 + 0.25) / 4, 9);
  });
});

describe('flips', () => {
  it('are changes of the published trip, returns to the one before, and those that were true', () => {
    const { flips } = score([
      { at: 0, is: 'A/1', says: 'A/1' },
      { at: 30, is: 'A/1', says: 'A/2' },
      { at: 60, is: 'A/1' },
      { at: 90, is: 'A/1', says: 'A/1' },
      { at: 120, is: 'A/3', says: 'A/3' },
    ]);
    expect(flips).toMatchObject({ tripChanges: 3, trueTripChanges: 1, returns: 1, vehicleChanges: 0 });
  });

  it('are trips that go from vehicle to vehicle, right or wrong', () => {
    const { flips } = score([
      { vehicle: 'V', at: 0, is: 'A/1', says: 'A/1' },
      { vehicle: 'W', at: 0, is: 'A/2', says: 'A/1' },
      { vehicle: 'V', at: 30, is: 'A/1', says: 'A/1' },
      { vehicle: 'W', at: 30, is: 'A/2', says: 'A/2' },
    ]);
    expect(flips).toMatchObject({ vehicleChanges: 2, wrongVehicleChanges: 1 });
  });

  it('and minutes are of what is sure enough to be shown', () => {
    const rows: readonly Row[] = [
      { vehicle: 'V', at: 0, is: 'A/1', says: 'A/1', confidence: 0.9 },
      { vehicle: 'W', at: 0, is: 'A/2', says: 'A/1', confidence: 0.4 },
      { vehicle: 'V', at: 60, is: 'A/1', says: 'A/1', confidence: 0.9 },
      { vehicle: 'W', at: 60, is: 'A/2', says: 'A/2', confidence: 0.6 },
    ];
    const all = score(rows);
    expect(all.minutes).toMatchObject({ right: 1, wrong_trip: 1, missing: 0 });
    expect(all.flips).toMatchObject({ tripChanges: 1, vehicleChanges: 2 });
    const shown = score(rows, 0.5);
    expect(shown.minutes).toMatchObject({ right: 1, wrong_trip: 0, missing: 1 });
    expect(shown.flips).toMatchObject({ tripChanges: 0, vehicleChanges: 0 });
    expect(shown.inService).toMatchObject({ fixes: 4, rightTrip: 0.75 });
  });
});
