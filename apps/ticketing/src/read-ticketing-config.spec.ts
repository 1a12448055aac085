import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@rukh/service';
import { Tariffs } from './pricing/tariffs.js';
import { readTicketingConfig } from './read-ticketing-config.js';

const NEEDED = {
  DATABASE_URL: 'postgres://localhost:1/none',
  REDIS_URL: 'redis://localhost:1',
  RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-tests-only',
};

describe('the configuration of the e-ticket of a city', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-tariffs-'));
    await mkdir(join(folder, 'kingston'));
    await writeFile(
      join(folder, 'kingston', 'tariff_info.txt'),
      'tariff_id,valid_from,timezone,currency\nkingston,2020-01-01,America/Toronto,CAD',
    );
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('takes the time zone of its tariffs, where none is said', async () => {
    const { RUKH_TICKETING_TIME_ZONE: zone } = await readTicketingConfig({ ...NEEDED, RUKH_TARIFFS: folder });
    expect(zone).toBe('America/Toronto');
  });

  it('takes the time zone that is said', async () => {
    const said = { ...NEEDED, RUKH_TARIFFS: folder, RUKH_TICKETING_TIME_ZONE: 'America/Halifax' };
    expect((await readTicketingConfig(said)).RUKH_TICKETING_TIME_ZONE).toBe('America/Halifax');
  });

  it.each([
    ['that cannot be read', 'nowhere', 'nowhere'],
    ['that holds none', '.', 'holds no tariff'],
    ['whose zone is none', 'wrong', '"Kingston"'],
  ])('does not go by UTC where a folder of tariffs is named %s', async (_, name, word) => {
    await mkdir(join(folder, 'wrong', 't'), { recursive: true });
    await writeFile(
      join(folder, 'wrong', 't', 'tariff_info.txt'),
      'tariff_id,valid_from,timezone,currency\nt,2020-01-01,Kingston,CAD',
    );
    if (name === '.') await rm(join(folder, 'kingston'), { recursive: true });
    if (name === '.') await rm(join(folder, 'wrong'), { recursive: true });
    const said = { ...NEEDED, RUKH_TARIFFS: join(folder, name) };
    await expect(readTicketingConfig(said)).rejects.toThrow(ConfigurationError);
    await expect(readTicketingConfig(said)).rejects.toThrow(word);
    const withZone = { ...said, RUKH_TICKETING_TIME_ZONE: 'America/Toronto' };
    expect((await readTicketingConfig(withZone)).RUKH_TICKETING_TIME_ZONE).toBe('America/Toronto');
  });

  it('charges no rider of another city the prices of Lviv', async () => {
    const config = await readTicketingConfig({
      ...NEEDED,
      RUKH_AGENCY: 'kingston',
      RUKH_TICKETING_TIME_ZONE: 'America/Toronto',
    });
    expect((await new Tariffs(config).findHistory())?.versions ?? []).toEqual([]);
    expect(await new Tariffs(config).findCurrency(Date.now())).toBe('XXX');
  });

  it.each([{ RUKH_AGENCY: 'lviv' }, { RUKH_AGENCY: 'kingston', RUKH_DEMO: 'true' }])(
    'has the bundled tariffs for %j',
    async (city) => {
      const config = await readTicketingConfig({ ...NEEDED, ...city });
      expect(config.RUKH_TICKETING_TIME_ZONE).toBe('Europe/Kyiv');
      expect((await new Tariffs(config).findHistory())?.versions.length).toBeGreaterThan(0);
    },
  );
});
