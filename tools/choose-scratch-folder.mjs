// Where a run of the tests has its temporary files: in memory (/dev/shm of Linux) where there is much of it, since
// dozens of databases are made and deleted and nothing of them is to be kept; else where all temporary files are.
import { readFileSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
const GIBIBYTE = 1024 ** 3;
/** A run of all tests has some 0.5 GiB of files at once; what runs needs memory, too. */
const ROOM_BYTES = 2 * GIBIBYTE;
const MEMORY_BYTES = 5 * GIBIBYTE;
/** Name of a run's folder, with the process that made it. */
const FOLDER = /^rukh-test-(\d+)-/;

/** The folder to make a run's own folder in. RUKH_TEST_FOLDER names another. */
export function chooseScratchFolder() {
  if (process.env.RUKH_TEST_FOLDER) return process.env.RUKH_TEST_FOLDER;
  if (!hasRoomInMemory()) return tmpdir();
  forgetDeadRuns();
  return IN_MEMORY;
}

function hasRoomInMemory() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    const available = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    // A container may be allowed less than the machine has.
    const allowed = readLimit();
    return bavail * bsize >= ROOM_BYTES && Math.min(Number(available[1]) * 1024, allowed) >= MEMORY_BYTES;
  } catch {
    return false;
  }
}

function readLimit() {
  try {
    const limit = readFileSync('/sys/fs/cgroup/memory.max', 'utf8').trim();
    return limit === 'max' ? Infinity : Number(limit);
  } catch {
    return Infinity;
  }
}

/** A run that was killed with SIGKILL could not clear up, and what it left takes memory. */
function forgetDeadRuns() {
  for (const name of readdirSync(IN_MEMORY)) {
    const pid = FOLDER.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(IN_MEMORY, name), { recursive: true, force: true });
    } catch {
      // Somebody else's.
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
