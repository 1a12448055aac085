/**
 * Taps in the binary form of COPY (PostgreSQL manual, COPY, "Binary Format"), all in one buffer. Thousands of these a
 * second: short texts are written letter by letter, which is cheaper than a call for each.
 */

/** A row of ticketing.taps. Times are milliseconds since 1970. */
export interface TapRow {
  readonly deviceId: string;
  readonly seq: number;
  readonly contentHash: Uint8Array;
  readonly tokenRef: Uint8Array;
  readonly mediaType: string;
  readonly kind: string;
  readonly reason: string;
  readonly denyListVersion: number;
  /** JSON; null where there are none. */
  readonly extras: string | null;
  readonly deviceTimeMs: number;
  readonly tappedAtMs: number;
  readonly clockQuality: string;
  readonly outcome: string;
  readonly vehicleId: string | null;
  readonly operatorId: string | null;
  /** JSON; null where nothing is claimed. */
  readonly claimed: string | null;
  readonly receivedAtMs: number;
  readonly bootId: number;
  readonly uptimeMs: number;
  readonly clockSource: string;
}

/** In the order in which the rows have them. */
export const TAP_COLUMNS =
  'device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version, extras, device_time, tapped_at, ' +
  'clock_quality, outcome, vehicle_id, operator_id, claimed, received_at, boot_id, uptime_ms, clock_source';
const COLUMNS = 20;

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER_BYTES = SIGNATURE.length + 8;
/** 2000-01-01 UTC. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
/** Most that a row needs beside its texts, of which each needs up to three bytes a letter. */
const FIXED_BYTES = 400;
const JSONB_VERSION = 1;

/** @throws RangeError where a number is too large to be kept exactly */
export function encodeTapRows(rows: readonly TapRow[]): Buffer {
  let bytes = HEADER_BYTES + 2;
  for (const row of rows) bytes += FIXED_BYTES + 3 * countLetters(row);
  const writer = new RowWriter(Buffer.allocUnsafe(bytes));
  for (const row of rows) writeRow(writer, row);
  return writer.end();
}

function countLetters(row: TapRow): number {
  const { deviceId, vehicleId, operatorId, claimed, extras } = row;
  return (
    deviceId.length +
    (vehicleId?.length ?? 0) +
    (operatorId?.length ?? 0) +
    (claimed?.length ?? 0) +
    (extras?.length ?? 0)
  );
}

function writeRow(writer: RowWriter, row: TapRow): void {
  writer.begin(COLUMNS);
  writer.text(row.deviceId);
  writer.long(row.seq);
  writer.bytes(row.contentHash);
  writer.bytes(row.tokenRef);
  writer.text(row.mediaType);
  writer.text(row.kind);
  writer.text(row.reason);
  writer.int(row.denyListVersion);
  writer.json(row.extras);
  writer.time(row.deviceTimeMs);
  writer.time(row.tappedAtMs);
  writer.text(row.clockQuality);
  writer.text(row.outcome);
  writer.text(row.vehicleId);
  writer.text(row.operatorId);
  writer.json(row.claimed);
  writer.time(row.receivedAtMs);
  writer.long(row.bootId);
  writer.long(row.uptimeMs);
  writer.text(row.clockSource);
}

class RowWriter {
  #at = HEADER_BYTES;

  constructor(private readonly buffer: Buffer) {
    SIGNATURE.copy(buffer);
    buffer.fill(0, SIGNATURE.length, HEADER_BYTES);
  }

  begin(columns: number): void {
    this.#at = this.buffer.writeInt16BE(columns, this.#at);
  }

  end(): Buffer {
    this.#at = this.buffer.writeInt16BE(-1, this.#at);
    return this.buffer.subarray(0, this.#at);
  }

  text(value: string | null): void {
    if (value === null) this.#length(-1);
    else this.#addText(value, 0);
  }

  json(value: string | null): void {
    if (value === null) {
      this.#length(-1);
      return;
    }
    this.buffer[this.#at + 4] = JSONB_VERSION;
    this.#addText(value, 1);
  }

  bytes(value: Uint8Array): void {
    this.#length(value.length);
    this.buffer.set(value, this.#at);
    this.#at += value.length;
  }

  int(value: number): void {
    this.#length(4);
    this.#at = this.buffer.writeInt32BE(value, this.#at);
  }

  /** @param ms milliseconds since 1970 */
  time(ms: number): void {
    this.long(Math.round((ms - POSTGRES_EPOCH_MS) * 1000));
  }

  /** A whole number up to 2^53 in two halves: exact, and without the cost of a BigInt. */
  long(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError('a number is too large to store');
    this.#length(8);
    this.#length(Math.floor(value / 0x1_0000_0000));
    this.#length(value | 0);
  }

  /** Four bytes, the sign included. */
  #length(value: number): void {
    const { buffer } = this;
    const at = this.#at;
    buffer[at] = value >> 24;
    buffer[at + 1] = value >> 16;
    buffer[at + 2] = value >> 8;
    buffer[at + 3] = value;
    this.#at = at + 4;
  }

  /** @param before bytes that are there already, between the length and the text */
  #addText(value: string, before: number): void {
    const { buffer } = this;
    const from = this.#at + 4 + before;
    let written = 0;
    for (; written < value.length; written++) {
      const code = value.charCodeAt(written);
      if (code > 0x7f) break;
      buffer[from + written] = code;
    }
    if (written < value.length) written = buffer.write(value, from, 'utf8');
    this.#length(written + before);
    this.#at = from + written;
  }
}
