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

  it('names stops in each language as the timetable has them in it', () => {
    const stops = TOWN.stops.names.map((name) => `${name} in English`);
    const empty = stops.map(() => '');
    const names = { agencies: empty, routes: empty, headsigns: empty, stops };
    const town = { ...TOWN, translations: { en: names } };
    const told = composeAlert(town, 'o1', { kind: 'cancel', runs: [run('A0')] }, undefined, undefined)!;
    expect(told.description['uk']).not.toContain('in English');
    expect(told.description['en']).toMatch(/ from “[^”]+ in English” is cancelled/);
    const closed = { kind: 'close_stop', stopIds: [TOWN.stops.ids[0]!], period: {} } as const;
    const { header } = composeAlert(town, 'o1', closed, undefined, undefined)!;
    expect(header['en']).toMatch(/^Stop not served: .+ in English$/);
    expect(header['uk']).not.toContain('in English');
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

describe('what riders are told of a trip that does not call everywhere', () => {
  const of = (action: Parameters<typeof composeAlert>[2]) =>
    composeAlert(TOWN, 'o1', action, undefined, undefined)!;
  const sequences = TOWN.stopTimes.stopSequence;

  it('is how far it goes, where it is cut short at its end alone, and where it leaves at its time', () => {
    const toStopSequence = sequences[1]!;
    const { header, description } = of({ kind: 'short_turn', run: run('A0'), toStopSequence });
    expect(header['uk']).toMatch(/^Автобус A32: рейс о 8:00 лише до зупинки «[^»]+»$/);
    expect(header['en']).toMatch(/^Bus A32: the 8:00 trip goes only as far as \S/);
    expect(description['en']).toMatch(/^The 8:00 trip from “[^”]+”\. Stops not served: /);
    const both = {
      kind: 'short_turn',
      run: run('A0'),
      fromStopSequence: sequences[1]!,
      toStopSequence: sequences[2]!,
    } as const;
    expect(of(both).header['en']).toMatch(/does not call everywhere$/);
  });
});

it('an additional trip is told of with its first stop, to those who wait for its direction', () => {
  const action = {
    kind: 'add_trip',
    copyOf: run('A0'),
    copyId: 'A0-copy',
    startDate: DATE,
    startTime: '11:10:00',
  } as const;
  const alert = composeAlert(TOWN, 'o1', action, undefined, undefined)!;
  expect(alert.header['uk']).toBe('Автобус A32: додатковий рейс об 11:10');
  expect(alert.description['en']).toMatch(/^An additional trip departs at 11:10 from “[^”]+”\.$/);
  expect(alert.informedEntities).toEqual([{ routeId: 'A', directionId: 0 }]);
});
