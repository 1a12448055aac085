import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeFeedMessage, formatFeedText } from '@rukh/adapters/protobuf';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { RingRoad } from './ring-road.fixture.js';
import { encodeSnapshot } from './writer/encode-entities.js';
import { FeedBuilder } from './writer/feed-builder.js';

/**
 * Whole feeds, byte by byte as they go out, beside the text that says what they ought to be. Where a change is
 * meant, RUKH_UPDATE_GOLDEN=1 writes the texts anew, and the difference is for the reviewer to read.
 */
const START = Date.UTC(2026, 10, 24, 8) / 1000;

const alert: ServiceAlert = {
  alertId: 'bridge',
  header: { uk: 'Міст закрито', en: 'Bridge closed' },
  description: { uk: 'Об’їзд вулицею Зеленою.', en: 'Diversion by Zelena street.' },
  ttsHeader: { uk: 'Міст закрито для руху', en: 'The bridge is closed to traffic' },
  cause: 10,
  effect: 4,
  severityLevel: 3,
  communicationPeriods: [{ start: START - 86_400, end: START + 86_400 }],
  impactPeriods: [{ start: START, end: START + 7200 }],
  informedEntities: [{ routeId: 'R' }],
};

function expectGolden(name: string, text: string): void {
  const path = fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url));
  if (process.env['RUKH_UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe('golden feeds', () => {
  const city = new RingRoad(2, START);
  const builder = new FeedBuilder(city.schedule, {});
  builder.takeBatches([city.batch(START + 300)], START + 300);
  builder.takeAlerts([alert], START + 300);
  const { snapshots } = builder.publish(START + 301);

  it.each(snapshots.map((snapshot) => [snapshot.name, snapshot] as const))('%s', (name, snapshot) => {
    expectGolden(name, formatFeedText(decodeFeedMessage(encodeSnapshot(snapshot))));
  });
});
