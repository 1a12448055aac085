import { writeAlertsPage } from './write-alerts-page.js';

const page = (areKnown: boolean): string =>
  writeAlertsPage({
    language: 'en',
    attribution: 'City',
    alerts: [],
    areKnown,
    view: { language: 'en', timeZone: 'UTC', routeNames: new Map() },
    time: '05:00',
  });

describe('the page of alerts', () => {
  it('says that there are none only where that is known', () => {
    expect(page(true)).toContain('There are no alerts.');
    expect(page(false)).toContain('whether there are alerts is not known');
    expect(page(false)).not.toContain('There are no alerts');
  });
});
