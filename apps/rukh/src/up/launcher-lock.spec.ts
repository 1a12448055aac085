import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProcessStart } from '@rukh/adapters/embedded';
import { takeLock } from './launcher-lock.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-lock-'));
  file = join(folder, 'demo', 'rukh.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the launcher's lock", () => {
  it('is held by one and free again afterwards', () => {
    const unlock = takeLock(file, 'http://localhost:8080');
    expect(() => takeLock(file, 'http://localhost:8080')).toThrow(
      `Rukh is already running at http://localhost:8080 (process ${process.pid}).`,
    );
    unlock();
    expect(existsSync(file)).toBe(false);
    takeLock(file, 'http://localhost:8080')();
  });

  it('is taken over from a launcher that was killed', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    await once(other, 'spawn');
    const unlock = takeLock(file, 'x');
    writeFileSync(
      file,
      JSON.stringify({ pid: other.pid, start: findProcessStart(other.pid!), address: 'there' }),
    );
    expect(() => takeLock(file, 'here')).toThrow(/already running at there/);
    other.kill('SIGKILL');
    await once(other, 'exit');
    takeLock(file, 'here')();
    unlock();
  });

  it('is taken over when its process id belongs to another process by now', () => {
    const unlock = takeLock(file, 'x');
    writeFileSync(file, JSON.stringify({ pid: process.pid, start: '1', address: 'there' }));
    takeLock(file, 'here')();
    unlock();
  });

  it('is taken over when nobody can read it', () => {
    takeLock(file, 'x')();
    writeFileSync(file, '{"pid":');
    takeLock(file, 'here')();
  });

  it('says which folder cannot be kept in, and what names another', () => {
    writeFileSync(join(folder, 'demo'), 'a file where the folder should be');
    expect(() => takeLock(file, 'here')).toThrow(/^Nothing can be kept in .*demo \(EEXIST\).* RUKH_HOME=/);
  });
});
