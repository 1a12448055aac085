/** What is published now, read as anybody who takes the feeds would. */
import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedSnapshots } from '@rukh/adapters/redis';
import type { FeedOutput, RuleFinding } from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import { FEED_NAMES, type FeedMessage, RULES, UKRAINIAN_TITLES, checkFeed } from '@rukh/domain/realtime';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unpack = promisify(gunzip);
const TITLES = new Map(RULES.map(({ id, title }) => [id, { uk: UKRAINIAN_TITLES[id] ?? title, en: title }]));

export interface Published {
  readonly outputs: readonly FeedOutput[];
  /** The feed of everything. */
  readonly all: FeedMessage | undefined;
}

/** @throws Error when Redis is away */
export async function readPublished(snapshots: FeedSnapshots): Promise<Published> {
  const { keys } = await snapshots.synchronise(0);
  const outputs: FeedOutput[] = [];
  let all: FeedMessage | undefined;
  for (const name of FEED_NAMES) {
    const key = keys.get(name);
    const stored = key === undefined ? undefined : await snapshots.find(key);
    if (!stored) continue;
    const bytes = await unpack(stored.gzip);
    const message = decodeFeedMessage(bytes);
    if (name === 'all') all = message;
    outputs.push({
      name,
      publishedAt: stored.timestamp,
      entities: message.entity.length,
      bytes: bytes.length,
    });
  }
  return { outputs, all };
}

/** Rules that a feed breaks, errors first, each with how often and the first place. */
export function findBroken(message: FeedMessage, schedule: Schedule, nowSeconds: number): RuleFinding[] {
  const { findings } = checkFeed({ message, schedule, nowSeconds });
  const byRule = Map.groupBy(findings, ({ ruleId }) => ruleId);
  return [...byRule]
    .map(([ruleId, found]) => ({
      ruleId,
      severity: found[0]!.severity,
      title: TITLES.get(ruleId) ?? { uk: ruleId, en: ruleId },
      count: found.length,
      example: found[0]!.text,
    }))
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count);
}
