import { randomUUID } from 'node:crypto';
import type { ISubscriptionGrant } from 'mqtt';
import type { MqttSession } from './open-session.js';

/** Whether the messages of a subscription are split among the processes of a group, or each gets them all. */
export type Sharing = 'shared' | 'plain';

const REFUSED = 128;
const PROBE_TIMEOUT_MS = 2000;

export const probeTopicPrefix = 'rukh/probe/';

/**
 * Subscribes so that the processes of a group share the messages, where the broker can. A broker of MQTT 5 says
 * whether it can; some of 3.1.1 can too (Mosquitto), some take `$share/...` for an ordinary filter, grant it and
 * never send anything. Those are found out by a message to ourselves. Throws where even the plain subscription
 * is refused.
 */
export async function subscribeShared(
  session: MqttSession,
  group: string | undefined,
  filters: readonly string[],
  onProbe: (listener: ((topic: string) => void) | undefined) => void,
): Promise<Sharing> {
  if (group !== undefined && (await canShare(session, onProbe))) {
    const shared = filters.map((filter) => `$share/${group}/${filter}`);
    if (await subscribe(session, shared)) return 'shared';
  }
  if (await subscribe(session, filters)) return 'plain';
  throw new Error(`the broker refused the subscription to ${filters.join(', ')}`);
}

async function canShare(
  session: MqttSession,
  onProbe: (listener: ((topic: string) => void) | undefined) => void,
): Promise<boolean> {
  if (session.canShare !== undefined) return session.canShare;
  const topic = `${probeTopicPrefix}${randomUUID()}`;
  const filter = `$share/${randomUUID()}/${topic}`;
  let timer: NodeJS.Timeout | undefined;
  const heard = new Promise<boolean>((resolve) => {
    onProbe((heardTopic) => {
      if (heardTopic === topic) resolve(true);
    });
    timer = setTimeout(() => resolve(false), PROBE_TIMEOUT_MS);
  });
  try {
    if (!(await subscribe(session, [filter]))) return false;
    await session.client.publishAsync(topic, '', { qos: 1 });
    return await heard;
  } finally {
    clearTimeout(timer);
    onProbe(undefined);
    session.client.unsubscribe(filter, () => undefined);
  }
}

/** Whether the broker granted all; one that answers a refusal by hanging up throws. */
async function subscribe(session: MqttSession, filters: readonly string[]): Promise<boolean> {
  const granted = await new Promise<readonly ISubscriptionGrant[]>((resolve, reject) => {
    session.client.subscribe([...filters], { qos: 1 }, (error, grants) => {
      if (error && session.client.connected) resolve([]);
      else if (error) reject(error);
      else resolve(grants ?? []);
    });
  });
  return granted.length > 0 && granted.every(({ qos }) => qos < REFUSED);
}
