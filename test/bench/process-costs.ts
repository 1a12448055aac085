/**
 * What processes cost, read from /proc: the CPU time they and their children took, the memory they hold. Only
 * Linux tells; elsewhere everything is NaN.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { createPool } from '@rukh/adapters/postgres';

const TICK_MICROSECONDS = 10_000;
const MEGABYTE = 1e6;

export interface ProcessCosts {
  readonly cpuMicroseconds: number;
  readonly residentMegabytes: number;
}

/** Costs of a process with its children, those that ended included. */
export function readCosts(pid: number): ProcessCosts {
  const own = readOne(pid, true);
  // Pages that PostgreSQL's processes share would be counted once a process: only the greatest is.
  return listChildren(pid)
    .map((child) => readOne(child, false))
    .reduce(
      (sum, child) => ({
        cpuMicroseconds: sum.cpuMicroseconds + child.cpuMicroseconds,
        residentMegabytes: Math.max(sum.residentMegabytes, child.residentMegabytes),
      }),
      own,
    );
}

/** CPU time of all processes of a database on this machine, those that ended included; microseconds. */
export async function readServerCpu(pool: ReturnType<typeof createPool>): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return readCosts(findParent(rows[0]!.pid) ?? NaN).cpuMicroseconds;
}

function readOne(pid: number, withEnded: boolean): ProcessCosts {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number);
    const ticks = fields[11]! + fields[12]! + (withEnded ? fields[13]! + fields[14]! : 0);
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return {
      cpuMicroseconds: ticks * TICK_MICROSECONDS,
      residentMegabytes: (Number(resident?.[1]) * 1024) / MEGABYTE,
    };
  } catch {
    return { cpuMicroseconds: withEnded ? NaN : 0, residentMegabytes: withEnded ? NaN : 0 };
  }
}

function listChildren(parent: number): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => findParent(pid) === parent);
  } catch {
    return [];
  }
}

function findParent(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
  } catch {
    return undefined;
  }
}
