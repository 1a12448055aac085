import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile } from '../up/home-folder.js';
import { takeLock } from '../up/launcher-lock.js';
import { noteDatabase } from '../up/running-database.js';
import { chooseDatabase } from './choose-database.js';

describe('the database of a command', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rukh-home-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is what the flag names, then what the environment does', () => {
    const env = { DATABASE_URL: 'postgres://env/d' };
    expect(chooseDatabase('postgres://flag/d', env)).toBe('postgres://flag/d');
    expect(chooseDatabase(undefined, env)).toBe('postgres://env/d');
  });

  it('is the embedded one of the city that runs here, and of no other', () => {
    const home = join(folder, 'kingston');
    mkdirSync(home);
    const unlock = takeLock(lockFile(home), 'http://localhost:8080');
    noteDatabase(home, 'postgres://embedded/rukh');
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
