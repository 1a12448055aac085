// One launcher a home folder. The lock names its process and when that started, so that a lock left by a killed
// launcher is told from a living one, even when its process id was given out again.
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findProcessStart, isRunning } from '@rukh/adapters/embedded';
import { CannotStart } from './cannot-start.js';

interface Lock {
  readonly pid: number;
  readonly start: string;
  readonly address: string;
}

/** @throws CannotStart when another launcher runs */
export function takeLock(file: string, address: string): () => void {
  makeHome(dirname(file));
  const lock: Lock = { pid: process.pid, start: findProcessStart(process.pid) ?? '', address };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(lock), { flag: 'wx' });
      return () => {
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = findHolder(file);
    if (holder && isRunning(holder.pid, holder.start)) {
      throw new CannotStart(`Rukh is already running at ${holder.address} (process ${holder.pid}).`);
    }
    rmSync(file, { force: true });
  }
  throw new CannotStart(`Rukh is being started by somebody else at this moment.`);
}

function makeHome(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CannotStart(`Nothing can be kept in ${folder} (${code}); name another folder: RUKH_HOME=...`);
  }
}

/** Whether a launcher that runs holds the lock. */
export function isLocked(file: string): boolean {
  const holder = findHolder(file);
  return holder !== undefined && isRunning(holder.pid, holder.start);
}

function findHolder(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lock;
  } catch {
    return undefined;
  }
}
