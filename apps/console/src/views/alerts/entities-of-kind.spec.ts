import { entitiesOfKind } from './entities-of-kind.js';

const LINES = [
  { routeId: '1', shortName: 'Т01', type: 0 },
  { routeId: '2', shortName: 'А14', type: 3 },
  { routeId: '3', shortName: 'Тр24', type: 3 },
];

it('all buses of an alert are no trolleybuses that the timetable has as buses', () => {
  expect(entitiesOfKind(LINES, 'bus')).toEqual([{ routeId: '2' }]);
  expect(entitiesOfKind(LINES, 'trolleybus')).toEqual([{ routeId: '3' }]);
  expect(entitiesOfKind(LINES, 'tram')).toEqual([{ routeType: 0 }]);
});
