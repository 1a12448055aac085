import { FEWEST_OF_CITY, judgeShortfall } from './judge-shortfall.js';

describe('trips that are not out', () => {
  it.each([
    [19, 19, 'none'],
    [20, 4, 'none'],
    [20, 5, 'kept'],
    [20, 6, 'raised'],
    [20, 8, 'whole'],
    [512, 436, 'whole'],
  ])('of %s due, %s missing, are told of the city: %s', (due, missing, told) => {
    expect(judgeShortfall(due, missing, FEWEST_OF_CITY)).toBe(told);
  });
});
