import type { Aedes, AedesPublishPacket, Client } from 'aedes';

/**
 * Shared subscriptions (MQTT 5, 4.8.2) for a broker that has none: it takes `$share/{group}/{filter}` for an
 * ordinary filter, which nothing ever matches. Here the broker itself subscribes to the filter once a group and
 * hands each message to the next member in turn. A member that goes away takes what it has not acknowledged
 * with it; a broker with real shared subscriptions would hand that on.
 */
export function shareSubscriptions(broker: Aedes): void {
  const groups = new Map<string, Group>();

  broker.on('subscribe', (subscriptions, client) => {
    for (const { topic, qos } of subscriptions) {
      const filter = findSharedFilter(topic);
      if (filter === undefined) continue;
      const group = groups.get(topic) ?? openGroup(broker, filter);
      groups.set(topic, group);
      group.members.set(client, qos);
    }
  });

  const leave = (topic: string, client: Client): void => {
    const group = groups.get(topic);
    if (!group?.members.delete(client) || group.members.size > 0) return;
    groups.delete(topic);
    group.close();
  };
  broker.on('unsubscribe', (topics, client) => {
    for (const topic of topics) leave(topic, client);
  });
  broker.on('clientDisconnect', (client) => {
    for (const topic of groups.keys()) leave(topic, client);
  });
}

interface Group {
  /** Who shares, by the QoS of their subscription, the next in turn first. */
  readonly members: Map<Client, number>;
  readonly close: () => void;
}

/** The filter in `$share/{group}/{filter}`; undefined where the topic is of another form. */
export function findSharedFilter(topic: string): string | undefined {
  const parts = /^\$share\/[^/+#]+\/(.+)$/.exec(topic);
  return parts?.[1];
}

function openGroup(broker: Aedes, filter: string): Group {
  const members = new Map<Client, number>();
  const forward = (packet: AedesPublishPacket, done: () => void): void => {
    const [next] = members;
    if (!next) {
      done();
      return;
    }
    const [client, qos] = next;
    // To the end of the line.
    members.delete(client);
    members.set(client, qos);
    const { topic, payload } = packet;
    client.publish(
      { cmd: 'publish', topic, payload, qos: packet.qos > 0 && qos > 0 ? 1 : 0, dup: false, retain: false },
      // A failed write ends that client; the broker goes on.
      () => done(),
    );
  };
  broker.subscribe(filter, forward, () => undefined);
  return { members, close: () => broker.unsubscribe(filter, forward, () => undefined) };
}
