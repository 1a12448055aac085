import { checkConfiguration } from './check-configuration.js';

describe('the configuration of `rukh up`', () => {
  it('needs nothing for the demonstration', () => {
    expect(checkConfiguration(true, {})).toMatchObject({ RUKH_AGENCY: 'lviv', RUKH_PORT: 8080 });
  });

  it('names every missing and wrong variable of all services at once', () => {
    const check = (): unknown =>
      checkConfiguration(false, {
        RUKH_PORT: 'many',
        RUKH_FEEDS_LOST_SECONDS: '1',
        RUKH_SESSION_HOURS: 'long',
      });
    const wrong = ['RUKH_PORT', 'RUKH_FEEDS_LOST_SECONDS', 'RUKH_SESSION_HOURS'];
    for (const variable of ['RUKH_AGENCY', 'RUKH_GTFS', ...wrong]) {
      expect(check).toThrow(new RegExp(`\n  ${variable}: `));
    }
  });

  it('refuses an address that is none of such a server', () => {
    const check = (): unknown =>
      checkConfiguration(true, {
        DATABASE_URL: 'nonsense',
        REDIS_URL: 'http://cache',
        MQTT_URL: 'broker:1883',
      });
    for (const variable of ['DATABASE_URL', 'REDIS_URL', 'MQTT_URL']) {
      expect(check).toThrow(new RegExp(`\n  ${variable}: `));
    }
  });

  it('takes servers from the environment, and does without', () => {
    const city = { RUKH_AGENCY: 'kyiv', RUKH_GTFS: 'kyiv.zip' };
    expect(checkConfiguration(false, city).DATABASE_URL).toBeUndefined();
    expect(checkConfiguration(false, { ...city, REDIS_URL: 'redis://cache' }).REDIS_URL).toBe(
      'redis://cache',
    );
  });
});
