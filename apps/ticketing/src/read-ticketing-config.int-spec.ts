import { flatRules } from './pricing/flat-rules.fixture.js';
import { MoneyRig } from './pricing/money-rig.fixture.js';
import { readTicketingConfig } from './read-ticketing-config.js';

describe('the time zone of a city that names neither zone nor tariffs', () => {
  let rig: MoneyRig;
  const findZone = async (): Promise<string> => {
    const { RUKH_TICKETING_TIME_ZONE: zone } = await readTicketingConfig({
      DATABASE_URL: rig.url,
      REDIS_URL: 'redis://localhost:1',
      RUKH_AGENCY: 'kingston',
      RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-tests-only',
    });
    return zone;
  };

  beforeAll(async () => {
    rig = await MoneyRig.start();
  });
  afterAll(() => rig.stop());

  it('is that of the days of its ledger, and UTC only where nothing is booked', async () => {
    expect(await findZone()).toBe('UTC');
    const atMs = Date.parse('2026-11-20T08:00:00Z');
    await rig.accept([{ deviceId: 'd1', seq: 1, token: 'a', mediaType: 'BANK_CARD', atMs }]);
    await rig.price(flatRules({ fareMinor: 2000 }), { nowMs: atMs });
    expect(await findZone()).toBe('Europe/Kyiv');
  });
});
