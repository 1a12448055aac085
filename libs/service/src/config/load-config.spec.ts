import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { findConfigurationProblems, loadConfig } from './load-config.js';
import { readSecretFiles } from './read-secret-files.js';

const schema = z.object({
  DATABASE_URL: z.url().describe('PostgreSQL to keep history in'),
  RUKH_PORT: z.coerce.number().int().default(8080),
});

describe('loadConfig', () => {
  it('reads typed values and fills in defaults', () => {
    expect(loadConfig(schema, { DATABASE_URL: 'postgres://h/d' })).toEqual({
      DATABASE_URL: 'postgres://h/d',
      RUKH_PORT: 8080,
    });
  });

  it('reports every missing and wrong variable at once', () => {
    const read = (): unknown => loadConfig(schema, { RUKH_PORT: 'abc' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/DATABASE_URL: is not set \(PostgreSQL to keep history in\)\n {2}RUKH_PORT: /);
  });

  it.each([
    [{ RUKH_PORT: 'abc' }, 'RUKH_PORT: is "abc", but must be a whole number'],
    [{ PORT: '99999' }, 'PORT: is "99999", but must be a whole number from 1 to 65535 (Port)'],
    [{ METRES: '-1' }, 'METRES: is "-1", but must be a number of 0 or more'],
    [{ LEVEL: 'loud' }, 'LEVEL: is "loud", but must be one of info, warn'],
  ])('says of %j what it is and what is wanted', (env, sentence) => {
    const wide = z.object({
      ...schema.partial().shape,
      PORT: z.coerce.number().int().min(1).max(65_535).optional().describe('Port'),
      METRES: z.coerce.number().min(0).default(1),
      LEVEL: z.enum(['info', 'warn']).default('info'),
    });
    expect(() => loadConfig(wide, env)).toThrow(sentence);
  });

  it('never repeats what may be a secret', () => {
    const secret = z.object({ A_TOKEN: z.coerce.number(), DATABASE_URL: z.url() });
    const read = (): unknown => loadConfig(secret, { A_TOKEN: 'hunter2', DATABASE_URL: 'hunter2' });
    expect(read).toThrow(/A_TOKEN: must be a number/);
    expect(read).not.toThrow(/hunter2/);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig(schema, { DATABASE_URL: 'postgres://h/d', RUKH_PORT: '' }).RUKH_PORT).toBe(8080);
  });

  it('reads a secret from the file that NAME_FILE names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rukh-config-'));
    writeFileSync(join(folder, 'url'), 'postgres://from-file/d\n');
    const config = loadConfig(schema, { DATABASE_URL_FILE: join(folder, 'url') });
    rmSync(folder, { recursive: true });
    expect(config.DATABASE_URL).toBe('postgres://from-file/d');
  });

  it('hands the content of secret files to commands that read the environment themselves', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rukh-config-'));
    writeFileSync(join(folder, 'url'), 'postgres://from-file/d\n');
    const env: NodeJS.ProcessEnv = {
      DATABASE_URL_FILE: join(folder, 'url'),
      REDIS_URL: 'redis://set',
      REDIS_URL_FILE: '/x',
    };
    readSecretFiles(['DATABASE_URL', 'REDIS_URL', 'MQTT_URL'], env);
    rmSync(folder, { recursive: true });
    expect([env['DATABASE_URL'], env['REDIS_URL'], env['MQTT_URL']]).toEqual([
      'postgres://from-file/d',
      'redis://set',
      undefined,
    ]);
  });

  it('names the variable of a secret file that cannot be read, and only that', () => {
    const problems = findConfigurationProblems(schema, { DATABASE_URL_FILE: '/nowhere/url' });
    expect(problems.map(({ variable }) => variable)).toEqual(['DATABASE_URL_FILE']);
  });
});
