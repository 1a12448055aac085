import { KEPT_MESSAGES, type VehicleMessage } from '@rukh/domain/dispatch';

/** More of a message nobody reads. */
const MOST_BYTES = 1000;
/** Whoever sends made-up ids fills no memory. */
const MOST_VEHICLES = 20_000;

export interface NotedMessage {
  /** Epoch seconds. */
  readonly at: number;
  readonly adapter: string;
  readonly topic?: string | undefined;
  /** The bytes as they came, or the report as it was read where it came with others. */
  readonly said: Uint8Array | object;
  readonly outcome: string;
  readonly detail?: string | undefined;
}

interface Kept extends NotedMessage {
  readonly bytes: number;
}

/** The last messages of each vehicle, as they came: who looks for what is wrong with a tracker reads them. */
export class RecentMessages {
  readonly #kept = new Map<string, Kept[]>();

  note(vehicleId: string, message: NotedMessage): void {
    let kept = this.#kept.get(vehicleId);
    if (!kept) {
      if (this.#kept.size >= MOST_VEHICLES) this.#forgetFirst();
      this.#kept.set(vehicleId, (kept = []));
    }
    if (kept.length >= KEPT_MESSAGES) kept.shift();
    const { said } = message;
    if (!(said instanceof Uint8Array)) kept.push({ ...message, bytes: 0 });
    // A copy: the bytes of a connection are read into large pieces, which a few of them would hold on to.
    else kept.push({ ...message, said: Buffer.from(said.subarray(0, MOST_BYTES)), bytes: said.length });
  }

  /** The oldest first. */
  list(vehicleId: string): VehicleMessage[] {
    return (this.#kept.get(vehicleId) ?? []).map(tell);
  }

  /** Who was there first is as good as any other. */
  #forgetFirst(): void {
    const [first] = this.#kept.keys();
    if (first !== undefined) this.#kept.delete(first);
  }
}

function tell({ said, bytes, topic, detail, ...same }: Kept): VehicleMessage {
  const text = said instanceof Uint8Array ? readText(said, bytes) : JSON.stringify(said);
  return {
    ...same,
    text,
    bytes: said instanceof Uint8Array ? bytes : text.length,
    ...(topic === undefined ? {} : { topic }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** As text where it is text, else its bytes in hexadecimal. */
function readText(payload: Uint8Array, bytes: number): string {
  const more = bytes > payload.length ? '…' : '';
  return (findText(payload) ?? Buffer.from(payload).toString('hex')) + more;
}

/** Undefined of bytes that no text has; it may have been cut off within a letter. */
function findText(payload: Uint8Array): string | undefined {
  if (payload.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload, { stream: true });
  } catch {
    return undefined;
  }
}
