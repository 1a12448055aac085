import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile } from '../up/home-folder.js';
import { takeLock } from '../up/launcher-lock.js';
import { forgetServer, noteServer } from '../up/running-servers.js';
import { chooseBroker, chooseDatabase, withoutPassword } from './choose-server.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-home-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the database of a command', () => {
  it('is what the flag names, then what the environment does', () => {
    const env = { DATABASE_URL: 'postgres://env/d' };
    expect(chooseDatabase('postgres://flag/d', env)).toBe('postgres://flag/d');
    expect(chooseDatabase(undefined, env)).toBe('postgres://env/d');
  });

  it('is the embedded one of the city that runs here, and of no other', () => {
    const home = join(folder, 'kingston');
    mkdirSync(home);
    const unlock = takeLock(lockFile(home), 'http://localhost:8080');
    noteServer(home, 'database', 'postgres://embedded/rukh');
    const env = { RUKH_HOME: folder, RUKH_AGENCY: 'kingston', DATABASE_URL: '' };
    expect(chooseDatabase(undefined, env)).toBe('postgres://embedded/rukh');
    expect(() => chooseDatabase(undefined, { ...env, RUKH_AGENCY: 'other' })).toThrow(/is not set/);
    unlock();
    expect(() => chooseDatabase(undefined, env)).toThrow(/is not set/);
  });

  it('is never guessed: a sentence says how to name it', () => {
    expect(() => chooseDatabase(undefined, { RUKH_HOME: folder })).toThrow(
      /DATABASE_URL: is not set, and no demonstration .* runs here; name one: DATABASE_URL=postgres:\/\//,
    );
  });
});

describe('the broker of a command', () => {
  it('is the one that is named, as whom the environment says', () => {
    const env = { MQTT_URL: 'mqtts://env', MQTT_USERNAME: 'gateway', MQTT_PASSWORD: 'word' };
    expect(chooseBroker(undefined, env)).toMatchObject({
      ...{ url: 'mqtts://env', username: 'gateway', password: 'word' },
    });
    expect(chooseBroker('mqtt://flag', env)).toMatchObject({ url: 'mqtt://flag', username: 'gateway' });
    expect(() => chooseBroker('http://u:secret@flag', env)).toThrow(
      '"http://flag" is no address of a broker',
    );
  });

  it('is the embedded one of the city that runs here, while it has one', () => {
    const home = join(folder, 'kyiv');
    mkdirSync(home);
    const unlock = takeLock(lockFile(home), 'http://localhost:8080');
    noteServer(home, 'broker', 'mqtt://tracker:word@127.0.0.1:4711');
    const env = { RUKH_HOME: folder, RUKH_AGENCY: 'kyiv', MQTT_USERNAME: 'somebody' };
    expect(chooseBroker(undefined, env)).toEqual(
      expect.objectContaining({ url: 'mqtt://tracker:word@127.0.0.1:4711', username: undefined }),
    );
    forgetServer(home, 'broker');
    expect(() => chooseBroker(undefined, env)).toThrow(
      /no "rukh up" for RUKH_AGENCY=kyiv .* name one: --mqtt/,
    );
    unlock();
  });

  it('is shown without its password', () => {
    for (const password of ['word', 'p@ss', 'pa/ss']) {
      expect(withoutPassword(`mqtt://tracker:${password}@127.0.0.1:4711`)).toBe('mqtt://127.0.0.1:4711');
    }
  });
});
