import { T, VISIT, observed, tripOf, unscheduled, visitAt } from './arrivals.fixture.js';
import { ObservedArrivals, RecordedAnswers } from './index.js';

describe('observed arrivals', () => {
  it('are found by stop_sequence, and by stop_id where there is none', () => {
    const truth = new ObservedArrivals([observed(T)]);
    expect(truth.find(VISIT)).toBe(0);
    expect(truth.find({ tripId: 'T1', startDate: '20261124', stopId: 'S3' })).toBe(0);
    expect([truth.arrivalSeconds[0], truth.scheduledSeconds[0]]).toEqual([T, T]);
  });

  it('are found by stop_id where only the prediction has a stop_sequence', () => {
    const { tripId, startDate, stopId } = VISIT;
    const truth = new ObservedArrivals([{ tripId, startDate, stopId, arrivalSeconds: T }]);
    expect(truth.find(VISIT)).toBe(0);
  });

  it('are not found, and say why', () => {
    const truth = new ObservedArrivals([observed(T), observed(T + 60, { stopSequence: 4 })]);
    expect(truth.find({ ...VISIT, startDate: '' })).toBe('no_start_date');
    expect(truth.find({ ...VISIT, startDate: '20261125' })).toBe('trip_not_observed');
    expect(truth.find({ ...VISIT, stopSequence: 9 })).toBe('stop_not_observed');
    expect(truth.find({ tripId: 'T1', startDate: '20261124', stopId: 'S3' })).toBe('ambiguous_stop');
  });

  it('of a trip that runs by headway are found by start_time, or by the vehicle in the nearest of its rounds', () => {
    const round = (startTime: string, vehicleId: string, seconds: number): ReturnType<typeof observed> =>
      observed(T + seconds, { startTime, vehicleId, scheduledSeconds: T + seconds });
    const truth = new ObservedArrivals([
      round('08:00:00', 'V1', 0),
      round('08:10:00', 'V2', 600),
      round('09:00:00', 'V1', 3600),
    ]);
    expect([truth.count, truth.repeated]).toEqual([3, 0]);
    const find = (startTime: string, vehicleId?: string): number | string =>
      truth.find({ ...VISIT, startTime, ...(vehicleId !== undefined && { vehicleId }) });
    expect(find('08:10:00')).toBe(1);
    expect(find('08:10:00', 'V1')).toBe(1);
    expect(find('8:10:00')).toBe(1);
    expect([find('08:04:30', 'V1'), find('08:58:20', 'V1'), find('08:12:00', 'V2')]).toEqual([0, 2, 1]);
    expect([find('08:30:00', 'V1'), find('08:04:30', 'V3'), find('08:04:30')]).toEqual(
      Array(3).fill('trip_not_observed'),
    );
    expect(truth.find(VISIT)).toBe('ambiguous_trip');
  });

  it('of a round that set out long after its start_time are found by when it did', () => {
    const late = (startTime: string, planned: number): ReturnType<typeof observed> =>
      observed(T + planned + 2000, { startTime, vehicleId: 'V1', scheduledSeconds: T + planned });
    const truth = new ObservedArrivals([late('08:00:00', 0), late('08:30:00', 1800)]);
    const found = ['08:33:25', '09:03:00'].map((startTime) =>
      truth.find({ ...VISIT, startTime, vehicleId: 'V1' }),
    );
    expect(found).toEqual([0, 1]);
  });

  it('keep the first of two rows on one visit, and count the other', () => {
    const truth = new ObservedArrivals([observed(T), observed(T + 99)]);
    expect([truth.count, truth.repeated, truth.arrivalSeconds[0]]).toEqual([1, 1, T]);
  });

  it('count visits for which the timetable has no time', () => {
    expect(new ObservedArrivals([unscheduled(observed(T))]).withoutSchedule).toBe(1);
  });

  it('stand in the order of travel, whatever the order of rows', () => {
    const rows = tripOf('T1', [
      [0, 0],
      [60, 60],
      [120, 120],
    ]);
    const truth = new ObservedArrivals(rows.toReversed());
    expect(truth.trips[0]!.visits.map((visit) => truth.stopIds[visit])).toEqual(['A', 'B', 'C']);
    expect(truth.positionOf[visitAt(truth, 'T1', 3)]).toBe(2);
  });

  it('tell where a trip was seen last by a moment', () => {
    const truth = new ObservedArrivals(
      tripOf('T1', [
        [30, 0],
        [80, 60],
      ]),
    );
    const stopsSeen = [29, 30, 79, 80].map((at) => {
      const visit = truth.findLastSeen(0, T + at);
      return visit === undefined ? '-' : truth.stopIds[visit];
    });
    expect(stopsSeen).toEqual(['-', 'A', 'A', 'B']);
    expect(truth.findLastSeen(0, T + 80, 1)).toBe(visitAt(truth, 'T1', 1));
  });
});

describe('what another source said of a visit', () => {
  it('is its latest word, for a minute and a half', () => {
    const answers = new RecordedAnswers(1);
    answers.note(0, T, T + 100);
    answers.note(0, T + 30, T + 110);
    answers.note(0, T + 10, T + 999);
    expect([T + 29, T + 30, T + 120, T + 121].map((at) => answers.find(0, at))).toEqual([
      undefined,
      T + 110,
      T + 110,
      undefined,
    ]);
  });
});
