import type { HeadwayBetween } from '@rukh/domain/dispatch';
import { gradeHeadway } from './grade-headway.js';

const between = (headwaySeconds: number, plannedSeconds?: number): HeadwayBetween => ({
  vehicleId: 'b',
  aheadVehicleId: 'a',
  directionId: 0,
  headwaySeconds,
  judged: 'even',
  ...(plannedSeconds !== undefined && { plannedSeconds }),
});

describe('a headway', () => {
  it.each([
    [600, 'even'],
    [300, 'even'],
    [299, 'close'],
  ])('of %i s where 600 s are intended is %s', (seconds, grade) => {
    expect(gradeHeadway(between(seconds, 600))).toBe(grade);
  });

  it('is wide by what the vehicles that are out can give, not by the plan', () => {
    expect(gradeHeadway(between(1000, 600))).toBe('even');
    expect(gradeHeadway({ ...between(1000, 600), judged: 'gap' })).toBe('wide');
  });

  it('is as it was judged, and even where nothing is intended', () => {
    expect(gradeHeadway({ ...between(600, 600), judged: 'bunch' })).toBe('close');
    expect(gradeHeadway({ ...between(600), judged: 'gap' })).toBe('wide');
    expect(gradeHeadway(between(60))).toBe('even');
  });
});
