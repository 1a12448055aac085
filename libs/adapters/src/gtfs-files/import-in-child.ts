/**
 * Imports a GTFS in a process of its own. Seconds of compiling would stall a service's event loop, a feed made
 * to exhaust memory would take the service with it, and what a child has allocated goes back to the system when
 * it ends. Time and memory of the child are bounded; beyond them it is killed and the import refused.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ImportReport, refuseImport } from '@rukh/domain/gtfs';
import type { ImportLimits } from './import-limits.js';

export interface ChildOptions {
  readonly limits?: Partial<ImportLimits>;
  /** 120 s where not given. */
  readonly timeoutSeconds?: number;
  /** Heap of the child, its columns of numbers aside; 512 MiB where not given. */
  readonly heapMegabytes?: number;
  /** Told the name of each file as its reading begins, and at the end `schedule`. */
  readonly onStep?: (step: string) => void;
}

/** An import that can be kept: all in bytes. */
export interface CompiledImport {
  readonly report: ImportReport;
  /** Of the archive, or of the folder's files; empty where it could not be opened. */
  readonly sha256: string;
  /** Absent where the import was refused. */
  readonly compiled?: Uint8Array;
  /** The zip itself where the import came from a folder. */
  readonly packed?: Uint8Array;
}

/** What the child is asked to do. */
export interface ImportRequest {
  readonly path: string;
  /** Folder for what is too large for a message. */
  readonly folder: string;
  readonly limits?: Partial<ImportLimits>;
}

/** What the child says. */
export type ImportMessage =
  | { readonly step: string }
  | { readonly failure: string }
  | { readonly report: ImportReport; readonly sha256: string; readonly files: readonly string[] };

/** Imports the zip or folder at `path`. Throws only where the path or the disk fails. */
export async function importInChild(path: string, options: ChildOptions = {}): Promise<CompiledImport> {
  await stat(path);
  const folder = await mkdtemp(join(tmpdir(), 'rukh-gtfs-'));
  try {
    const request: ImportRequest = { path, folder, ...(options.limits ? { limits: options.limits } : {}) };
    const answer = await runChild(request, options);
    if (!('sha256' in answer)) return { ...answer, sha256: '' };
    const { report, sha256, files } = answer;
    const read = async (file: 'compiled' | 'packed'): Promise<{ [file]?: Uint8Array }> =>
      files.includes(file) ? { [file]: await readFile(join(folder, file)) } : {};
    return { report, sha256, ...(await read('compiled')), ...(await read('packed')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Answer = Extract<ImportMessage, { report: ImportReport }> | { readonly report: ImportReport };

async function runChild(request: ImportRequest, options: ChildOptions): Promise<Answer> {
  const { timeoutSeconds = 120, heapMegabytes = 512 } = options;
  const child = fork(findProgram(), [], {
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const deadline = performance.now() + timeoutSeconds * 1000;
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000);
  try {
    const answer = await listen(child, request, options);
    if (answer) return answer;
    const late = performance.now() >= deadline;
    const what = late ? `took longer than ${timeoutSeconds} s` : `needed more than ${heapMegabytes} MiB`;
    return { report: refuseImport('import_exhausted', '', `the import ${what}`) };
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

/** The child's program stands beside this file; where that is TypeScript (tests), the built one is run. */
function findProgram(): string {
  const beside = fileURLToPath(new URL('import-child.js', import.meta.url));
  return existsSync(beside) ? beside : beside.replace(/\bsrc(?=[\\/]gtfs-files[\\/][^\\/]*$)/, 'dist');
}

/** The child's answer; undefined where it ended without one, killed or out of memory. */
async function listen(
  child: ChildProcess,
  request: ImportRequest,
  { onStep }: ChildOptions,
): Promise<Answer | undefined> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    child.on('message', (message: ImportMessage) => {
      if ('step' in message) onStep?.(message.step);
      else if ('failure' in message) reject(new Error(message.failure));
      else resolve(message);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const exhausted = signal !== null || /heap out of memory|allocation failed/i.test(complaint);
      if (exhausted) resolve(undefined);
      else reject(new Error(`The import ended with code ${code ?? 'none'}: ${complaint.trim()}`));
    });
    child.send(request);
  });
}
