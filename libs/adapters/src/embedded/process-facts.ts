// A process id alone says little: it may belong to somebody else by now, or to a dead process that nobody has
// buried. Together with the time it started it names one process for ever.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** When the process started, in words of the system's own; undefined when it is gone or only waits for burial. */
export function findProcessStart(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  return process.platform === 'linux' ? findStartInProc(pid) : findStartByPs(pid);
}

/** Whether this very process still runs. */
export function isRunning(pid: number, start: string): boolean {
  return findProcessStart(pid) === start;
}

/** Asks the process to end, makes it after the time allowed. Resolves when it is gone. */
export async function endProcess(
  pid: number,
  start: string,
  signal: NodeJS.Signals,
  timeoutMs: number,
): Promise<void> {
  for (const [each, waitMs] of [[signal, timeoutMs] as const, ['SIGKILL', 5000] as const]) {
    if (!isRunning(pid, start)) return;
    process.kill(pid, each);
    const deadline = Date.now() + waitMs;
    while (isRunning(pid, start) && Date.now() < deadline) await delay(20);
  }
}

function findStartInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, second, is in parentheses and may hold anything; state and start time are fields 3 and 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function findStartByPs(pid: number): string | undefined {
  try {
    const [state = 'Z', ...start] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
    }).split(' ');
    return state.startsWith('Z') ? undefined : start.join(' ').trim();
  } catch {
    return undefined;
  }
}
