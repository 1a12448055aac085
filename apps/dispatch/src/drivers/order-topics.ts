/** MQTT topics of the displays before drivers: what holds for a vehicle now, and what was read there. */

/** A vehicle whose id has signs with a meaning in topics has none: its tracker cannot report there either. */
const LEVEL = /^[^/+#]{1,64}$/;
const TOPIC = /^rukh\/v1\/[^/]+\/vehicle\/([^/]+)\/orders(\/read)?$/;

export function hasOrderTopic(vehicleId: string): boolean {
  return LEVEL.test(vehicleId);
}

export function orderTopic(agency: string, vehicleId: string): string {
  return `rukh/v1/${agency}/vehicle/${vehicleId}/orders`;
}

/** What the service listens to: its own retained messages, and the answers of displays. */
export function orderFilters(agency: string): readonly string[] {
  return [orderTopic(agency, '+'), `${orderTopic(agency, '+')}/read`];
}

export function parseOrderTopic(
  topic: string,
): { readonly vehicleId: string; readonly isRead: boolean } | undefined {
  const [, vehicleId, read] = TOPIC.exec(topic) ?? [];
  return vehicleId === undefined ? undefined : { vehicleId, isRead: read !== undefined };
}
