import { type LiveVehicles, VEHICLE_FIELDS, compareVehicles } from './live-vehicles.js';

/** How many snapshots back a stream can be taken up again, and in how many bytes. */
const MAX_EVENTS = 120;
const MAX_BYTES = 4_000_000;

interface RingEvent {
  readonly id: string;
  readonly text: string;
}

/**
 * The last changes as events, ready to send. A page that was away for a moment says which event it saw last and
 * gets those after it; one that was away for longer, or saw it from another process, gets everything anew.
 */
export class EventRing {
  #current: LiveVehicles | undefined;
  #events: RingEvent[] = [];
  #bytes = 0;

  get current(): LiveVehicles | undefined {
    return this.#current;
  }

  /** The event that leads from the snapshot before to this one; of the first, all of it. */
  push(next: LiveVehicles): string {
    const before = this.#current;
    this.#current = next;
    const text = before ? deltaEvent(before, next) : snapshotEvent(next);
    this.#events.push({ id: next.version, text });
    this.#bytes += text.length;
    while (this.#events.length > MAX_EVENTS || (this.#bytes > MAX_BYTES && this.#events.length > 1)) {
      this.#bytes -= this.#events.shift()!.text.length;
    }
    return text;
  }

  /** What a page is sent first that saw `lastId` last, or nothing yet. */
  start(lastId: string | undefined): string {
    const seen = this.#events.findIndex(({ id }) => id === lastId);
    if (seen >= 0) {
      return this.#events
        .slice(seen + 1)
        .map(({ text }) => text)
        .join('');
    }
    return this.#current ? snapshotEvent(this.#current) : '';
  }
}

function snapshotEvent({ timestamp, version, rows }: LiveVehicles): string {
  return event('snapshot', version, { timestamp, fields: VEHICLE_FIELDS, vehicles: [...rows.values()] });
}

function deltaEvent(before: LiveVehicles, after: LiveVehicles): string {
  const { changed, gone } = compareVehicles(before, after);
  return event('delta', after.version, { timestamp: after.timestamp, vehicles: changed, gone });
}

/** One event of the HTML standard's event stream format. */
function event(name: string, id: string, data: unknown): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
