/**
 * A copy on disk of the schedules in force and to come, so that a process can start, and change over to the
 * next version, while the database is away. Files are written beside and renamed, so none is ever half there;
 * a copy that is damaged all the same is found by its checksum and fetched again.
 */
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GtfsActivation } from './gtfs-versions.js';

const PLAN = 'activations.json';

export class ScheduleCache {
  constructor(readonly directory: string) {}

  /** The activations known last; empty where none were kept. */
  async readPlan(): Promise<readonly GtfsActivation[]> {
    try {
      const plan: unknown = JSON.parse(await readFile(join(this.directory, PLAN), 'utf8'));
      return Array.isArray(plan) ? (plan as GtfsActivation[]) : [];
    } catch {
      return [];
    }
  }

  /** Keeps the activations, and drops the copies of versions that are not among `needed`. */
  async writePlan(plan: readonly GtfsActivation[], needed: ReadonlySet<string>): Promise<void> {
    await this.#write(PLAN, JSON.stringify(plan));
    for (const file of await readdir(this.directory)) {
      const sha256 = /^([0-9a-f]{64})\.schedule$/.exec(file)?.[1];
      if (sha256 !== undefined && !needed.has(sha256)) await rm(join(this.directory, file), { force: true });
    }
  }

  async find(sha256: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.directory, `${sha256}.schedule`));
    } catch {
      return undefined;
    }
  }

  async keep(sha256: string, compiled: Uint8Array): Promise<void> {
    await this.#write(`${sha256}.schedule`, compiled);
  }

  /** Throws away a copy that proved to be damaged or of another Rukh. */
  async drop(sha256: string): Promise<void> {
    await rm(join(this.directory, `${sha256}.schedule`), { force: true });
  }

  async #write(name: string, content: string | Uint8Array): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    // Several processes may share the folder: each writes its own file and renames it into place.
    const part = join(this.directory, `${name}.${process.pid}.part`);
    await writeFile(part, content);
    await rename(part, join(this.directory, name));
  }
}
