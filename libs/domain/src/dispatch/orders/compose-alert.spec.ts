import { DATE, TOWN } from '../town.fixture.js';
import { composeAlert } from './compose-alert.js';

const run = (tripId: string) => ({ tripId, serviceDate: DATE });

describe('what riders are told of a cancelled trip', () => {
  it('says where it leaves at its time: who waits along the line knows another', () => {
    const alert = composeAlert(TOWN, 'o1', { kind: 'cancel', runs: [run('A0')] }, undefined, 'no_vehicle')!;
    expect(alert.header).toEqual({
      uk: 'Автобус A32: рейс о 8:00 скасовано',
      en: 'Bus A32: the 8:00 trip is cancelled',
    });
    expect(alert.description['uk']).toMatch(
      /^Рейс о 8:00 від зупинки «[^»]+» скасовано\. Причина: бракує транспорту\. Скористайтеся/,
    );
    expect(alert.description['en']).toMatch(/^The 8:00 trip from “[^”]+” is cancelled\. Reason: a shortage/);
  });

  it('is of the trip and of its line: who asks for those of the line finds it', () => {
    const runs = [{ ...run('A0'), startTime: '08:00:00' }];
    const alert = composeAlert(TOWN, 'o1', { kind: 'cancel', runs }, undefined, undefined)!;
    expect(alert.informedEntities).toEqual([{ trip: { tripId: 'A0', startDate: DATE, routeId: 'A' } }]);
  });

  it('names the times of several', () => {
    const action = { kind: 'cancel', runs: [run('A0'), run('A1')] } as const;
    const { description } = composeAlert(TOWN, 'o1', action, undefined, undefined)!;
    expect(description['en']).toMatch(
      /^The trips at 8:00 and 8:\d\d are cancelled\. Please take the next one\.$/,
    );
  });
});

it('a city-wide mode on named lines tells of those alone that its carriers and kinds leave', () => {
  const action = {
    kind: 'city_mode',
    mode: 'air_raid',
    effect: 'cancel',
    period: {},
    routeIds: ['A', 'T'],
    agencyIds: ['X'],
  } as const;
  const alert = composeAlert(TOWN, 'o1', action, undefined, undefined)!;
  expect(alert.informedEntities).toEqual([{ routeId: 'A' }]);
});
