import { FeedScenario } from './feed-scenario.fixture.js';
import { checkFeed } from './rules/index.js';
import type { ServiceAlert } from './service-alert.js';

const closure: ServiceAlert = {
  alertId: 'tram-1',
  header: { uk: 'Трамвай 1 не курсує', en: 'Tram 1 does not run' },
  description: {
    uk: 'Від площі Ринок до аеропорту, через ремонт колії.',
    en: 'From Rynok to the airport: track works.',
  },
  ttsHeader: { uk: 'Трамвай номер один не курсує', en: 'Tram number one does not run' },
  cause: 9,
  effect: 1,
  informedEntities: [{ routeId: 'R1' }],
};

function told(alert: Partial<ServiceAlert>, time = '08:03', options = {}): FeedScenario {
  return new FeedScenario(options)
    .at(time)
    .event({ kind: 'alerts', alerts: [{ ...closure, ...alert }] })
    .publish();
}

describe('an alert', () => {
  it('is told in every language, for the eye and for the ear', () => {
    const { headerText, ttsHeaderText } = told({}).entities('alerts')[0]!.alert!;
    expect(headerText?.translation).toEqual([
      { text: 'Трамвай 1 не курсує', language: 'uk' },
      { text: 'Tram 1 does not run', language: 'en' },
    ]);
    expect(ttsHeaderText?.translation?.[1]?.text).toBe('Tram number one does not run');
  });

  it('has when it is told, when service is affected, and the latter once more for planners of today', () => {
    const feed = new FeedScenario();
    const period = { start: feed.seconds('08:00'), end: feed.seconds('20:00') };
    const impact = { start: feed.seconds('10:00'), end: feed.seconds('12:00') };
    const periods = { communicationPeriods: [period], impactPeriods: [impact] };
    expect(told(periods).entities('alerts')[0]!.alert).toMatchObject({
      communicationPeriod: [period],
      impactPeriod: [impact],
      activePeriod: [impact],
    });
    expect(
      told(periods, '08:03', { alertActivePeriod: false }).entities('alerts')[0]!.alert,
    ).not.toHaveProperty('activePeriod');
  });

  it('tells of all the time it affects', () => {
    const feed = new FeedScenario();
    const early = { start: feed.seconds('08:00'), end: feed.seconds('09:00') };
    const late = { start: feed.seconds('10:00') };
    const { communicationPeriod } = told({ communicationPeriods: [early], impactPeriods: [late] }).entities(
      'alerts',
    )[0]!.alert!;
    expect(communicationPeriod).toEqual([early, late]);
  });

  it.each([
    ['alert_over', { communicationPeriods: [{ end: 1 }] }],
    ['alert_over', { impactPeriods: [{ start: 1, end: 2 }] }],
    ['alert_not_yet', { communicationPeriods: [{ start: 4_000_000_000 }] }],
    ['alert_without_text', { header: { uk: ' ' } }],
    ['alert_with_gap', { header: { uk: '{route}: ремонт', en: 'Works' } }],
    ['alert_with_gap', { ttsDescription: { en: 'No service at {stop}.' } }],
    [
      'alert_with_gap',
      {
        image: { url: 'https://a/a.png', mediaType: 'image/png', alternativeText: { en: 'The way to {to}' } },
      },
    ],
    ['alert_informs_nobody', { informedEntities: [{ routeId: 'R77' }] }],
    ['alert_informs_nobody', { informedEntities: [{ directionId: 1 }] }],
    ['alert_informs_nobody', { informedEntities: [{ routeId: 'R2', trip: { tripId: 'T1' } }] }],
  ])('is withheld as %s', (reason, change) => {
    const feed = told(change);
    expect(feed.withheld()).toEqual([`${reason} tram-1`]);
    expect(feed.entities('alerts')).toEqual([]);
  });

  it('informs those it can: what the timetable does not have is left out', () => {
    const { informedEntity } = told({
      informedEntities: [{ stopId: 'S1' }, { stopId: 'gone' }, { agencyId: 'LAD' }],
    }).entities('alerts')[0]!.alert!;
    expect(informedEntity).toEqual([{ stopId: 'S1' }, { agencyId: 'LAD' }]);
  });

  it('leaves the feed with its time, and is the same entity while it stays', () => {
    const feed = new FeedScenario().at('08:03');
    const alert = { ...closure, communicationPeriods: [{ end: feed.seconds('08:05') }] };
    feed.event({ kind: 'alerts', alerts: [alert] }).publish();
    const before = feed.entities('alerts')[0];
    feed.publish('08:04');
    expect(feed.entities('alerts')[0]).toBe(before);
    feed.publish('08:05');
    expect(feed.entities('alerts')).toEqual([]);
  });

  it('gives a checker one thing to say: that active_period is deprecated', () => {
    const feed = told({ impactPeriods: [{ start: 1_790_000_000 }] });
    const message = {
      header: feed.last!.snapshots.find(({ name }) => name === 'alerts')!.header,
      entity: feed.entities('alerts'),
    };
    const { findings } = checkFeed({ message, schedule: feed.schedule, nowSeconds: feed.now });
    expect(findings.map(({ ruleId, severity }) => [ruleId, severity])).toEqual([['S025', 'warning']]);
  });
});
