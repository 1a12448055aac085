/** Where dispatchers' notices are in Redis: hashes of id to JSON, and the channel that tells of a change. */
export function noticeKeys(agency: string): {
  readonly alerts: string;
  readonly orders: string;
  readonly changed: string;
} {
  const prefix = `rukh:{${agency}}`;
  return {
    alerts: `${prefix}:alerts`,
    orders: `${prefix}:orders`,
    changed: `${prefix}:orders-changed`,
  };
}
