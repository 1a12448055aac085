/**
 * Whether the tables hold what the devices did: reliability.md I1, I5 and I6. Knows the devices' journals and the
 * documented columns of ticketing.taps, and nothing else.
 */
import type { Finding } from './findings.ts';
import { Check } from './findings.ts';
import type { DeviceHistory, JournalTap } from './read-journals.ts';

export interface StoredTap {
  readonly device_id: string;
  readonly seq: string;
  readonly token_ref: string;
  readonly media_type: string;
  readonly kind: string;
  readonly reason: string;
  readonly deny_list_version: number;
  readonly extras: readonly { readonly kind: string; readonly count: number }[] | null;
  readonly device_time_ms: string;
  readonly tapped_at_ms: string;
  readonly clock_quality: string;
  readonly outcome: string;
}

export const STORED_TAPS = `SELECT device_id, seq, encode(token_ref, 'hex') AS token_ref, media_type, kind, reason,
  deny_list_version, extras, round(extract(epoch FROM device_time) * 1000) AS device_time_ms,
  round(extract(epoch FROM tapped_at) * 1000) AS tapped_at_ms, clock_quality, outcome
FROM ticketing.taps`;

/** Answers after which a device may believe that a tap is safe. */
const SAFE = [
  'ACCEPTED',
  'DENIED_RECORDED',
  'DUPLICATE',
  'LATE_ACCEPTED',
  'LATE_EXPIRED',
  'QUARANTINED_CLOCK',
];

export function checkTaps(histories: readonly DeviceHistory[], stored: readonly StoredTap[]): Finding[] {
  const rows = groupRows(stored);
  return [
    checkHistories(histories),
    checkReceipted(histories, rows),
    checkPrefix(histories, rows),
    checkLost(histories, rows),
    checkOnce(histories, stored, rows),
    checkContent(histories, rows),
    checkTokens(histories, rows),
  ];
}

type Rows = ReadonlyMap<string, readonly StoredTap[]>;

function keyOf(deviceId: string, seq: number | string): string {
  return `${deviceId} ${seq}`;
}

function groupRows(stored: readonly StoredTap[]): Map<string, StoredTap[]> {
  const rows = new Map<string, StoredTap[]>();
  for (const row of stored) {
    const key = keyOf(row.device_id, row.seq);
    const before = rows.get(key);
    if (before === undefined) rows.set(key, [row]);
    else before.push(row);
  }
  return rows;
}

function checkHistories(histories: readonly DeviceHistory[]): Finding {
  const check = new Check('each device numbered its taps from 1 without a gap, none twice');
  for (const { deviceId, taps, faults } of histories) {
    check.expect(faults.length === 0, () => `${deviceId}: ${faults[0]}`);
    check.checked += taps.size;
  }
  return check.finding();
}

function checkReceipted(histories: readonly DeviceHistory[], rows: Rows): Finding {
  const check = new Check('I1 each tap with a receipt is stored exactly once');
  for (const { deviceId, taps, highWaterMark, answers } of histories) {
    for (const seq of taps.keys()) {
      if (seq > highWaterMark && !SAFE.includes(answers.get(seq) ?? '')) continue;
      const count = rows.get(keyOf(deviceId, seq))?.length ?? 0;
      check.expect(count === 1, () => `${deviceId} ${seq} has a receipt and ${count} rows`);
    }
  }
  return check.finding();
}

function checkPrefix(histories: readonly DeviceHistory[], rows: Rows): Finding {
  const check = new Check('I5 a receipt up to n means that all of 1 to n are stored, and that n was made');
  for (const { deviceId, taps, highWaterMark } of histories) {
    check.expect(
      highWaterMark <= taps.size,
      () => `${deviceId}: a receipt up to ${highWaterMark} of ${taps.size}`,
    );
    for (let seq = 1; seq <= highWaterMark; seq++) {
      check.expect(
        rows.has(keyOf(deviceId, seq)),
        () => `${deviceId}: up to ${highWaterMark}, but ${seq} is not there`,
      );
    }
  }
  return check.finding();
}

function checkLost(histories: readonly DeviceHistory[], rows: Rows): Finding {
  const check = new Check('0 lost: every tap that a device made is stored');
  for (const { deviceId, taps } of histories) {
    for (const seq of taps.keys()) {
      check.expect(rows.has(keyOf(deviceId, seq)), () => `${deviceId} ${seq} is nowhere`);
    }
  }
  return check.finding();
}

function checkOnce(histories: readonly DeviceHistory[], stored: readonly StoredTap[], rows: Rows): Finding {
  const check = new Check('no tap is stored twice, and none that no device made');
  const devices = new Map(histories.map((history) => [history.deviceId, history]));
  for (const [key, same] of rows) check.expect(same.length === 1, () => `${key} has ${same.length} rows`);
  for (const { device_id: deviceId, seq } of stored) {
    const isMade = devices.get(deviceId)?.taps.has(Number(seq)) ?? false;
    check.expect(isMade, () => `${deviceId} ${seq} is stored, and no device made it`);
  }
  return check.finding();
}

function checkContent(histories: readonly DeviceHistory[], rows: Rows): Finding {
  const check = new Check('each tap is stored as its device made it');
  for (const { deviceId, taps } of histories) {
    for (const tap of taps.values()) {
      const row = rows.get(keyOf(deviceId, tap.seq))?.[0];
      if (row === undefined) continue;
      const [is, should] = [describeRow(row), describeTap(tap)];
      check.expect(is === should, () => `${deviceId} ${tap.seq}: ${is}, made as ${should}`);
    }
  }
  return check.finding();
}

function describeTap({ mediaType, kind, reason, denyListVersion, deviceTimeMs, extras }: JournalTap): string {
  const more = extras.map((extra) => `${extra.kind}=${extra.count}`).join('+');
  return `${mediaType} ${kind} ${reason} ${denyListVersion} ${deviceTimeMs} ${more}`;
}

function describeRow(row: StoredTap): string {
  const more = (row.extras ?? []).map((extra) => `${extra.kind}=${extra.count}`).join('+');
  return `${row.media_type} ${row.kind} ${row.reason} ${row.deny_list_version} ${row.device_time_ms} ${more}`;
}

/** Whatever name a token is kept under, it must be the same for the same token, and another for another. */
function checkTokens(histories: readonly DeviceHistory[], rows: Rows): Finding {
  const check = new Check('one token has one name, and no two tokens share one');
  const names = new Map<string, string>();
  const tokens = new Map<string, string>();
  for (const { deviceId, taps } of histories) {
    for (const { seq, token, mediaType } of taps.values()) {
      const name = rows.get(keyOf(deviceId, seq))?.[0]?.token_ref;
      // With cash nothing is held to the device.
      if (name === undefined || token === '') continue;
      const held = `${mediaType} ${token}`;
      const isSame = (names.get(held) ?? name) === name && (tokens.get(name) ?? held) === held;
      check.expect(isSame, () => `${deviceId} ${seq}: ${name} for another token, or another name for it`);
      names.set(held, name);
      tokens.set(name, held);
    }
  }
  return check.finding();
}
