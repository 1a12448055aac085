import type { LiveEventData, LiveEventName } from '@rukh/domain/dispatch';

/** How far back a stream can be taken up again. */
const MAX_EVENTS = 600;
const MAX_CHARACTERS = 6_000_000;

export type LiveEvent = {
  readonly [N in LiveEventName]: {
    readonly seq: number;
    readonly name: N;
    readonly data: LiveEventData[N];
    /** As it is sent to who sees all. */
    readonly text: string;
    /** Whom those belong to that a `vehicles` says are gone. */
    readonly goneCarriers?: readonly (string | undefined)[];
  };
}[LiveEventName];

/** The last events of one process. Ids name the process too: those of another one are not taken for its own. */
export class EventRing {
  #events: LiveEvent[] = [];
  #characters = 0;
  #seq = 0;

  constructor(private readonly processId: string) {}

  /** Id of the newest event. */
  get lastId(): string {
    return this.#idOf(this.#seq);
  }

  push<N extends LiveEventName>(
    name: N,
    data: LiveEventData[N],
    goneCarriers?: readonly (string | undefined)[],
  ): LiveEvent {
    const seq = ++this.#seq;
    const event = {
      seq,
      name,
      data,
      text: this.write(name, data, seq),
      goneCarriers,
    } as unknown as LiveEvent;
    this.#events.push(event);
    this.#characters += event.text.length;
    while (
      this.#events.length > MAX_EVENTS ||
      (this.#characters > MAX_CHARACTERS && this.#events.length > 1)
    ) {
      this.#characters -= this.#events.shift()!.text.length;
    }
    return event;
  }

  /** Events after one; undefined where it is too long ago, or was never. */
  listAfter(id: string): readonly LiveEvent[] | undefined {
    const seq = id.startsWith(`${this.processId}-`)
      ? Number(id.slice(this.processId.length + 1))
      : Number.NaN;
    const oldest = this.#events[0]?.seq ?? this.#seq + 1;
    if (!Number.isInteger(seq) || seq < oldest - 1 || seq > this.#seq) return undefined;
    return this.#events.filter((event) => event.seq > seq);
  }

  /** One event of the HTML standard's event stream format. */
  write<N extends LiveEventName>(name: N, data: LiveEventData[N], seq = this.#seq): string {
    return `event: ${name}\nid: ${this.#idOf(seq)}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #idOf(seq: number): string {
    return `${this.processId}-${seq}`;
  }
}
