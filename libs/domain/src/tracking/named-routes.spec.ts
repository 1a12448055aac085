import { NamedRoutes } from './named-routes.js';
import { TownFleet } from './town.fixture.js';

const route = { agency: 0, longName: '', type: 3, color: '', textColor: '' };

describe('a route that a tracker names', () => {
  const routes = new NamedRoutes([
    { ...route, routeId: '1734', shortName: 'А53' },
    { ...route, routeId: '53', shortName: '7' },
    { ...route, routeId: '1735', shortName: 'а 53' },
    { ...route, routeId: '9', shortName: '' },
  ]);

  it('is that of its route_id', () => {
    expect([...routes.find('1734')!]).toEqual([0]);
    expect([...routes.find('53')!]).toEqual([1]);
  });

  it('or those that riders call so, however it is typed', () => {
    expect([...routes.find('A53'.replace('A', 'а'))!]).toEqual([0, 2]);
    expect([...routes.find(' 7')!]).toEqual([1]);
  });

  it('or none', () => {
    expect(routes.find('')).toBeUndefined();
    expect(routes.find('N8')).toBeUndefined();
  });
});

it('counts the same for tracking by its id and by its short name', () => {
  const confidences = ['R1', '1', '2', 'none'].map((routeId) => {
    const town = new TownFleet();
    let confidence = 0;
    for (let t = 0; t <= 60; t += 20) {
      const told = town.report('v1', t, town.onTrip('out1', (t * 1000) / 120), { routeId });
      confidence = told.assignment?.confidence ?? 0;
    }
    return confidence;
  });
  const [byId, byName, ofAnother, unknown] = confidences;
  expect(byName).toBe(byId);
  expect(byName).toBeGreaterThan(unknown!);
  expect(ofAnother).toBeLessThanOrEqual(unknown!);
});
