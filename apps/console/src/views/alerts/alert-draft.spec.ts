import type { ServiceAlert } from '@rukh/domain/realtime';
import { readAbout } from './read-about.js';
import { EMPTY_DRAFT, applyTemplate, draftOf, findDraftFaults, requestOf, toRequest } from './alert-draft.js';

const KYIV = 'Europe/Kyiv';
const works: ServiceAlert = {
  alertId: 'dispatch-1',
  header: { uk: 'Ремонт', en: 'Works' },
  description: { uk: 'Трамвай не їде', en: 'No trams' },
  ttsHeader: { uk: 'Ремонт колії', en: 'Works' },
  ttsDescription: { uk: 'Трамвай не їде', en: 'No trams' },
  url: { uk: 'https://city.example/uk', en: 'https://city.example/en' },
  image: {
    url: 'https://city.example/map.png',
    mediaType: 'image/png',
    alternativeText: { uk: 'Карта', en: 'A map' },
  },
  cause: 10,
  effect: 1,
  severityLevel: 3,
  communicationPeriods: [{ start: 1_790_000_040, end: 1_790_100_000 }],
  impactPeriods: [{ start: 1_790_003_640 }],
  informedEntities: [{ routeId: 'R1' }, { stopId: 'S1' }],
};

describe('the form of an alert', () => {
  it('gives back an alert as it was; what is only read out is read out anew', () => {
    const written = { ...works, alertId: undefined, ttsDescription: undefined };
    const ttsHeader = { uk: 'Ремонт колії', en: '' };
    expect(toRequest(draftOf(works, KYIV), KYIV, true)).toEqual({ ...written, ttsHeader, publish: true });
    expect(requestOf(works, false)).toEqual({ ...works, alertId: undefined, publish: false });
  });

  it('asks for nothing that is left out', () => {
    expect(toRequest(EMPTY_DRAFT, KYIV, false)).toEqual({
      header: { uk: '', en: '' },
      description: { uk: '', en: '' },
      cause: 1,
      effect: 8,
      severityLevel: 2,
      informedEntities: [],
      publish: false,
    });
  });

  it('takes one address for both languages', () => {
    const draft = { ...EMPTY_DRAFT, url: { uk: ' https://city.example ', en: '' } };
    expect(toRequest(draft, KYIV, false).url).toEqual({
      uk: 'https://city.example',
      en: 'https://city.example',
    });
  });

  it('begins with what a link is about', () => {
    expect(readAbout('route:R1,stop:S:1,trip:T1@20261129,trip:T2,cow:1')).toEqual([
      { routeId: 'R1' },
      { stopId: 'S:1' },
      { trip: { tripId: 'T1', startDate: '20261129' } },
      { trip: { tripId: 'T2' } },
    ]);
    expect(readAbout(undefined)).toEqual([]);
  });

  it('finds what no request can be made of', () => {
    const [from, until] = ['2026-11-29T06:00', '2026-11-29T05:00'];
    expect(findDraftFaults({ ...EMPTY_DRAFT, told: [{ from, until }] }, KYIV)).toEqual(['order']);
    expect(findDraftFaults({ ...EMPTY_DRAFT, impact: [{ from: 'noon', until: '' }] }, KYIV)).toEqual([
      'time',
    ]);
    expect(findDraftFaults({ ...EMPTY_DRAFT, url: { uk: 'city', en: '' } }, KYIV)).toEqual(['address']);
    expect(findDraftFaults({ ...EMPTY_DRAFT, imageUrl: 'map.png' }, KYIV)).toEqual(['image']);
    expect(findDraftFaults({ ...EMPTY_DRAFT, told: [{ from: until, until: from }] }, KYIV)).toEqual([]);
  });

  it('fills a template with what is known, and leaves the rest to the author', () => {
    const template = {
      templateId: 'works',
      name: { uk: '', en: '' },
      header: { uk: '{route}: ремонт', en: '{route}: works' },
      description: { uk: 'Від {from}', en: 'From {from}' },
      cause: 10,
      effect: 6,
      severityLevel: 3,
    };
    expect(applyTemplate(EMPTY_DRAFT, template, { route: 'Т1', stop: '' })).toMatchObject({
      header: { uk: 'Т1: ремонт', en: 'Т1: works' },
      description: { uk: 'Від {from}', en: 'From {from}' },
      cause: 10,
      severityLevel: 3,
    });
  });
});
