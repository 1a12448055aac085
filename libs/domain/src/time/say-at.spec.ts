import { atTimeUk } from './say-at.js';

it('is said with a vowel between where the hour begins with one', () => {
  expect(['11:00', '11:59, 12:10', '1:11', '0:11', '10:30', '21:11'].map(atTimeUk)).toEqual([
    'об 11:00',
    'об 11:59, 12:10',
    'о 1:11',
    'о 0:11',
    'о 10:30',
    'о 21:11',
  ]);
});
