/**
 * The schedule in force, for a process that reads it. Looks every few seconds, and when it is nudged, which
 * version holds now; loads it when that changes and tells subscribers once the new one is whole. Until then,
 * and whenever the database is away, the old one stays: a feed with yesterday's timetable beats none. A version
 * put in force while the process runs is taken up only when planners could fetch it for a while.
 */
import {
  STATIC_LEAD_SECONDS,
  type Schedule,
  decodeSchedule,
  findActivationInForce,
  listActivationsToCome,
} from '@rukh/domain/gtfs';
import type { GtfsActivation, GtfsVersions } from './gtfs-versions.js';
import { ScheduleCache } from './schedule-cache.js';

/** A version that is loaded. */
export interface ScheduleInForce {
  readonly versionId: number;
  readonly feedVersion: string;
  readonly sha256: string;
  /** First service day on which it is in force, YYYYMMDD. */
  readonly fromDate: string;
  readonly schedule: Schedule;
}

export interface ScheduleStoreOptions {
  readonly versions: GtfsVersions;
  /** Folder for copies on disk; none are kept where it is not given. */
  readonly cacheDirectory?: string;
  /** How often to look for a change; 5 s where not given. */
  readonly pollSeconds?: number;
  /** How long after it was put in force a version is taken up; STATIC_LEAD_SECONDS where not given. */
  readonly leadSeconds?: number;
  /** The clock, epoch seconds; the system's where not given. */
  readonly now?: () => number;
  /** Compiles an archive anew where the kept form is of another Rukh; without it such a version cannot load. */
  readonly compile?: (archive: Uint8Array) => Promise<Uint8Array>;
  /** Told, a sentence at a time, when the database is away and when it is back, and what was loaded. */
  readonly log?: (message: string) => void;
}

type Listener = (inForce: ScheduleInForce) => void;

export class ScheduleStore {
  readonly #options: ScheduleStoreOptions;
  readonly #cache: ScheduleCache | undefined;
  readonly #listeners = new Set<Listener>();
  #current: ScheduleInForce | undefined;
  /** The one of before that was asked for last. */
  #former: ScheduleInForce | undefined;
  #plan: readonly GtfsActivation[] = [];
  #keptPlan = '';
  /** When each activation was seen first; -Infinity once its time has come: clocks may be put back. */
  readonly #seenAt = new Map<number, number>();
  #trouble: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #asked = 0;
  #stopped = false;

  constructor(options: ScheduleStoreOptions) {
    this.#options = options;
    this.#cache =
      options.cacheDirectory === undefined ? undefined : new ScheduleCache(options.cacheDirectory);
  }

  /** Loads the version in force, from disk where the database is away, and begins to watch. Never throws. */
  async start(): Promise<void> {
    this.#plan = (await this.#cache?.readPlan()) ?? [];
    await this.nudge();
    this.#timer = setInterval(() => void this.nudge(), (this.#options.pollSeconds ?? 5) * 1000);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#listeners.clear();
  }

  /** The schedule in force, or undefined where none is, or none could be loaded yet. */
  get current(): ScheduleInForce | undefined {
    return this.#current;
  }

  /** Why the store cannot see the database now; undefined while it can. For health checks. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** The schedule in force; throws where there is none. */
  getCurrent(): ScheduleInForce {
    if (!this.#current) throw new Error('No GTFS is in force yet; import one with `rukh import`.');
    return this.#current;
  }

  /**
   * The schedule that was in force at an instant, epoch seconds; of before the first activation, what holds then by
   * those of today. Undefined where none was. Throws where it cannot be loaded.
   */
  async findAt(epochSeconds: number): Promise<ScheduleInForce | undefined> {
    const { versions } = this.#options;
    const then = findActivationInForce(await versions.listActivations(epochSeconds), epochSeconds);
    const held = then ?? findActivationInForce(this.#plan, epochSeconds);
    if (!held) return undefined;
    const known = [this.#current, this.#former].find((one) => one?.sha256 === held.sha256);
    if (known) return known;
    const { versionId, feedVersion, sha256, fromDate } = held;
    this.#former = { versionId, feedVersion, sha256, fromDate, schedule: await this.#load(held) };
    return this.#former;
  }

  /**
   * Calls `listener` with each schedule that comes into force from now on, and at once with the one that is.
   * Returns the function that ends it.
   */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#current) listener(this.#current);
    return () => this.#listeners.delete(listener);
  }

  /** Looks now rather than at the next poll: somebody has said that an activation was made. */
  async nudge(): Promise<void> {
    // What is asked for after a look began may be what that look no longer sees: it looks once more then.
    this.#asked++;
    if (this.#running) return this.#running;
    this.#running = this.#lookUntilDone();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  async #lookUntilDone(): Promise<void> {
    for (let seen = -1; seen !== this.#asked && !this.#stopped;) {
      seen = this.#asked;
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    try {
      this.#plan = await this.#options.versions.listActivations();
      if (this.#trouble !== undefined) this.#say('the database is back');
      this.#trouble = undefined;
    } catch (error) {
      const message = (error as Error).message;
      if (this.#trouble === undefined) this.#say(`versions of the GTFS cannot be read: ${message}`);
      this.#trouble = message;
    }
    try {
      await this.#follow();
    } catch (error) {
      this.#trouble = (error as Error).message;
      this.#say(`the schedule in force cannot be loaded: ${this.#trouble}`);
    }
  }

  /** Loads what the plan says is in force, and keeps copies of what is to come. */
  async #follow(): Promise<void> {
    const now = this.#options.now?.() ?? Date.now() / 1000;
    const holds = this.#findHolding(now);
    if (holds && holds.sha256 !== this.#current?.sha256) {
      const schedule = await this.#load(holds);
      if (this.#stopped) return;
      const { versionId, feedVersion, sha256, fromDate } = holds;
      this.#current = { versionId, feedVersion, sha256, fromDate, schedule };
      this.#say(`GTFS version ${versionId} (${feedVersion}) is in force from ${fromDate}`);
      for (const listener of this.#listeners) this.#tell(listener, this.#current);
    }
    if (this.#trouble === undefined) await this.#keepCopies(holds, listActivationsToCome(this.#plan, now));
  }

  /** What is to be loaded now. Undefined where nothing is, or what is loaded may stay. */
  #findHolding(now: number): GtfsActivation | undefined {
    const leadSeconds = this.#options.leadSeconds ?? STATIC_LEAD_SECONDS;
    const isRipe = ({ activationId }: GtfsActivation): boolean => {
      const seenAt = this.#seenAt.get(activationId) ?? now;
      const isNow = now - seenAt >= leadSeconds;
      this.#seenAt.set(activationId, isNow ? -Infinity : seenAt);
      return isNow;
    };
    const ripe = this.#plan.filter(isRipe);
    // A process that begins has nothing that it could go on with.
    const served = findActivationInForce(this.#plan, now + leadSeconds);
    if (!this.#current || this.#current.sha256 === served?.sha256) return served;
    return findActivationInForce(ripe, now);
  }

  async #load(activation: GtfsActivation): Promise<Schedule> {
    const copy = await this.#cache?.find(activation.sha256);
    if (copy) {
      const schedule = tryDecode(copy);
      if (schedule) return schedule;
      await this.#cache?.drop(activation.sha256);
    }
    const compiled = await this.#options.versions.findCompiled(activation.versionId);
    const schedule = compiled && tryDecode(compiled);
    if (compiled && schedule) {
      await this.#keep(activation.sha256, compiled);
      return schedule;
    }
    return this.#compileAnew(activation);
  }

  async #compileAnew({ versionId, sha256 }: GtfsActivation): Promise<Schedule> {
    const { versions, compile } = this.#options;
    const archive = await versions.findArchive(versionId);
    if (!archive || !compile) throw new Error(`version ${versionId} was compiled by another Rukh`);
    const compiled = await compile(archive);
    const schedule = decodeSchedule(compiled);
    await this.#keep(sha256, compiled);
    await versions.replaceCompiled(versionId, compiled);
    return schedule;
  }

  async #keepCopies(holds: GtfsActivation | undefined, toCome: readonly GtfsActivation[]): Promise<void> {
    if (!this.#cache) return;
    const wanted = holds ? [holds, ...toCome] : toCome;
    const kept = JSON.stringify(wanted);
    if (kept === this.#keptPlan) return;
    for (const { sha256, versionId } of wanted) {
      if (await this.#cache.find(sha256)) continue;
      const compiled = await this.#options.versions.findCompiled(versionId);
      if (compiled) await this.#keep(sha256, compiled);
    }
    try {
      await this.#cache.writePlan(wanted, new Set(wanted.map(({ sha256 }) => sha256)));
      this.#keptPlan = kept;
    } catch (error) {
      this.#say(`no copy of the schedule could be kept on disk: ${(error as Error).message}`);
    }
  }

  /** A full disk must not keep a schedule from coming into force. */
  async #keep(sha256: string, compiled: Uint8Array): Promise<void> {
    try {
      await this.#cache?.keep(sha256, compiled);
    } catch (error) {
      this.#say(`no copy of the schedule could be kept on disk: ${(error as Error).message}`);
    }
  }

  /** One subscriber's fault must not keep the others on the old schedule. */
  #tell(listener: Listener, inForce: ScheduleInForce): void {
    try {
      listener(inForce);
    } catch (error) {
      this.#say(`a reader failed to take up version ${inForce.versionId}: ${(error as Error).message}`);
    }
  }

  #say(message: string): void {
    this.#options.log?.(message);
  }
}

function tryDecode(bytes: Uint8Array): Schedule | undefined {
  try {
    return decodeSchedule(bytes);
  } catch {
    return undefined;
  }
}
