import { buildAlert, createPublicationContext } from '../../realtime/index.js';
import type { ServiceAlert } from '../../realtime/index.js';
import { TOWN } from '../town.fixture.js';
import { checkAlert, warnOfAlert } from './check-alert.js';

const NOW = 1_790_000_000;
const CONTEXT = createPublicationContext(TOWN);
const works: ServiceAlert = {
  alertId: 'dispatch-1',
  header: { uk: 'Ремонт', en: 'Works' },
  description: { uk: 'Через ремонт рух змінено.', en: 'Service changes because of works.' },
  effect: 6,
  informedEntities: [{ routeId: 'A' }],
};

function check(change: Partial<ServiceAlert>): [string, string][] {
  const alert = { ...works, ...change };
  const built = buildAlert(CONTEXT, alert, NOW);
  const entity = typeof built === 'string' ? undefined : { id: `a:${alert.alertId}`, alert: built };
  return checkAlert(TOWN, alert, entity, NOW).map(({ severity, words }) => [severity, words.en]);
}

describe('what is found of an alert', () => {
  it('is nothing where it may be told', () => {
    expect(check({})).toEqual([]);
  });

  it.each<[string, Partial<ServiceAlert>, [string, RegExp]]>([
    ['a header in one language', { header: { uk: 'Ремонт', en: ' ' } }, ['error', /header is needed/]],
    ['no description', { description: { uk: '', en: '' } }, ['error', /description is needed/]],
    ['a time that is over', { communicationPeriods: [{ end: NOW - 1 }] }, ['error', /is over/]],
    ['nobody whom it is about', { informedEntities: [] }, ['error', /what it is about/]],
    ['a line that there is not', { informedEntities: [{ routeId: 'Z' }] }, ['error', /what it is about/]],
    [
      'one of two that there is not',
      { informedEntities: [{ routeId: 'A' }, { stopId: 'Z' }] },
      ['warning', /left out/],
    ],
    ['a place to be filled in', { header: { uk: '{route}: ремонт', en: 'Works' } }, ['error', /in braces/]],
    [
      'an image without words',
      {
        image: {
          url: 'https://town.example/a.png',
          mediaType: 'image/png',
          alternativeText: { uk: '', en: '' },
        },
      },
      ['error', /An image needs words/],
    ],
    ['a description that is the header', { description: works.header }, ['warning', /repeats the header/]],
  ])('is %s', (_, change, [severity, words]) => {
    expect(check(change)).toContainEqual([severity, expect.stringMatching(words)]);
  });

  it('warns of what its author may not think of', () => {
    const codes = (change: Partial<ServiceAlert>): string[] =>
      warnOfAlert({ ...works, ...change }, NOW).map(({ code }) => code);
    expect(codes({})).toEqual(['ends_never']);
    expect(codes({ effect: 1, communicationPeriods: [{ end: NOW + 60 }] })).toEqual([
      'pushes_notification',
      'ends_soon',
    ]);
    expect(codes({ communicationPeriods: [{ end: NOW + 3600 }] })).toEqual([]);
  });
});
