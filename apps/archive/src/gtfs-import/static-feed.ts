/**
 * The archive of the version in force, held in memory: consumers ask for it all day, and it must be there while
 * the database is away. It is here a little before the feeds speak of it: whoever comes because a feed names a new
 * version finds that version.
 */
import { Injectable } from '@nestjs/common';
import { GtfsVersions, type GtfsActivation } from '@rukh/adapters/postgres';
import { STATIC_LEAD_SECONDS, TAKEOVER_SECONDS, findActivationInForce } from '@rukh/domain/gtfs';
import { serviceDayStartSeconds } from '@rukh/domain/time';

export interface StaticFeed {
  readonly archive: Uint8Array;
  /** Strong: the bytes' own hash. */
  readonly etag: string;
  readonly feedVersion: string;
  /** When these bytes came to be at this address, epoch seconds. */
  readonly lastModifiedSeconds: number;
}

/** How long an answer may go without asking the database again: well below the lead. */
const FRESH_SECONDS = 5;

@Injectable()
export class StaticFeedStore {
  #feed: StaticFeed | undefined;
  #lookedAtSeconds = -Infinity;
  #looking: Promise<void> | undefined;

  constructor(private readonly versions: GtfsVersions) {}

  /** The feed in force, or undefined where none is. Throws where the database is away and none was ever read. */
  async find(nowSeconds: number): Promise<StaticFeed | undefined> {
    const isFresh = this.#feed !== undefined && nowSeconds - this.#lookedAtSeconds < FRESH_SECONDS;
    if (isFresh) return this.#feed;
    // Many who ask at once are one question to the database.
    this.#looking ??= this.#look(nowSeconds).finally(() => (this.#looking = undefined));
    await this.#looking;
    return this.#feed;
  }

  async #look(nowSeconds: number): Promise<void> {
    // Also where it fails: a database that is away is not asked for each answer.
    this.#lookedAtSeconds = nowSeconds;
    try {
      const holds = findActivationInForce(
        await this.versions.listActivations(),
        nowSeconds + STATIC_LEAD_SECONDS,
      );
      this.#feed = holds && (await this.#load(holds));
    } catch (error) {
      if (!this.#feed) throw error;
    }
  }

  async #load(activation: GtfsActivation): Promise<StaticFeed | undefined> {
    const { sha256, versionId, feedVersion } = activation;
    const etag = `"${sha256}"`;
    const lastModifiedSeconds = takenOverAt(activation);
    if (this.#feed?.etag === etag) return { ...this.#feed, lastModifiedSeconds };
    const archive = await this.versions.findArchive(versionId);
    return archive && { archive, etag, feedVersion, lastModifiedSeconds };
  }
}

/** The later of the activation and its first day: never earlier than what was at the address before. */
function takenOverAt({ madeAt, fromDate, timeZone }: GtfsActivation): number {
  const began = serviceDayStartSeconds(fromDate, timeZone) + TAKEOVER_SECONDS - STATIC_LEAD_SECONDS;
  return Math.max(Math.floor(Date.parse(madeAt) / 1000), began);
}
