import { suggestHoldMinutes } from './suggest-hold.js';

const headway = (minutes: number, planned = 10) => ({
  headwaySeconds: minutes * 60,
  plannedSeconds: planned * 60,
});

describe('how long a vehicle is to be held', () => {
  it.each([
    ['the second of a bunch: half of what it lacks to the one behind', headway(1), headway(11), 5],
    ['the first before a gap', headway(8), headway(14), 2],
    ['no longer than its own headway lacks', headway(8), headway(30), 2],
    ['as if the one behind ran as planned, where it is not measured', headway(4), undefined, 3],
    ['where nothing is planned, the middle', { headwaySeconds: 120 }, { headwaySeconds: 600 }, 4],
    ['ten minutes at most', headway(2, 40), headway(60, 40), 10],
  ])('%s', (_, ahead, behind, minutes) => {
    expect(suggestHoldMinutes(ahead, behind)).toBe(minutes);
  });

  it.each([
    ['nobody runs ahead', undefined, headway(20)],
    ['the one behind is near', headway(5), headway(4)],
    ['it runs late already', headway(12), headway(30)],
    ['nothing is known but the one ahead', { headwaySeconds: 60 }, undefined],
  ])('is not said where %s', (_, ahead, behind) => {
    expect(suggestHoldMinutes(ahead, behind)).toBeUndefined();
  });

  it('is not said of one that is late where the timetable is kept', () => {
    expect(suggestHoldMinutes(headway(1), headway(11), 240)).toBeUndefined();
    expect(suggestHoldMinutes(headway(1), headway(11), 30)).toBe(5);
    expect(suggestHoldMinutes(headway(1), headway(11), -120)).toBe(5);
  });
});
