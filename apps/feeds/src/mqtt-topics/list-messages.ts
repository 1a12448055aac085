/**
 * What of a new snapshot goes out over MQTT: each vehicle and trip is a small differential feed of its own topic, sent
 * when it changes and again once a minute, for those who came later. OpenTripPlanner takes a message for the whole
 * feed unless its header says DIFFERENTIAL.
 */
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import type { Schedule } from '@rukh/domain/gtfs';
import { type FeedEntity, type FeedMessage, Incrementality } from '@rukh/domain/realtime';
import { tripTopic, vehicleTopic } from './name-topics.js';

export interface TopicMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** What was sent last of each entity. */
export type SentEntities = ReadonlyMap<
  string,
  { readonly topic: string; readonly said: string; readonly at: number }
>;

const AGAIN_SECONDS = 60;

/** `feedId` names the network in the topics; times are epoch seconds. */
export function listMessages(
  schedule: Schedule,
  feedId: string,
  sent: SentEntities,
  { header, entity }: FeedMessage,
): { readonly sent: SentEntities; readonly messages: readonly TopicMessage[] } {
  const now = header.timestamp ?? 0;
  const next = new Map<string, { topic: string; said: string; at: number }>();
  const messages: TopicMessage[] = [];
  for (const one of entity) {
    const topic = topicOf(schedule, feedId, one);
    if (topic === undefined) continue;
    const said = JSON.stringify(one);
    const before = sent.get(one.id);
    if (before?.said === said && now - before.at < AGAIN_SECONDS) {
      next.set(one.id, before);
      continue;
    }
    next.set(one.id, { topic, said, at: now });
    messages.push(messageOf(topic, now, one));
  }
  for (const [id, { topic }] of sent) {
    if (!next.has(id)) messages.push(messageOf(topic, now, { id, isDeleted: true }));
  }
  return { sent: next, messages };
}

function topicOf(schedule: Schedule, feedId: string, entity: FeedEntity): string | undefined {
  if (entity.vehicle) return vehicleTopic(schedule, feedId, entity.vehicle);
  return entity.tripUpdate && tripTopic(schedule, feedId, entity.tripUpdate);
}

function messageOf(topic: string, timestamp: number, entity: FeedEntity): TopicMessage {
  const header = { gtfsRealtimeVersion: '2.0', incrementality: Incrementality.DIFFERENTIAL, timestamp };
  return { topic, payload: encodeFeedMessage({ header, entity: [entity] }) };
}
