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
    [900, 'even'],
    [901, 'wide'],
    [300, 'even'],
    [299, 'close'],
  ])('of %i s where 600 s are intended is %s', (seconds, grade) => {
    expect(gradeHeadway(between(seconds, 600), 1.5)).toBe(grade);
  });

  it('is wide by the threshold of its line', () => {
    expect(gradeHeadway(between(1000, 600), 2)).toBe('even');
  });

  it('is as it was judged, and even where nothing is intended', () => {
    expect(gradeHeadway({ ...between(600, 600), judged: 'bunch' }, 1.5)).toBe('close');
    expect(gradeHeadway({ ...between(600), judged: 'gap' }, 1.5)).toBe('wide');
    expect(gradeHeadway(between(60), 1.5)).toBe('even');
  });
});
