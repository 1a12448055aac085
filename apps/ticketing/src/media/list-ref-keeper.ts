/**
 * Notes how devices name the media that pass by, while their tokens are in hand: an entry of the deny list comes later,
 * when nobody has the token any more. Behind the answer to the device and in batches; what is lost with the process is
 * noted at the medium's next tap.
 */
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { MediaStore } from '@rukh/adapters/postgres';
import { TokensSeen } from '../intake/tokens-seen.js';
import { MediaKeys } from './media-keys.js';

const FLUSH_MS = 200;
const MOST_WAITING = 50_000;
const MOST_KNOWN = 300_000;

@Injectable()
export class ListRefKeeper implements OnApplicationShutdown {
  readonly #logger = new Logger('ListRefKeeper');
  readonly #known = new Set<string>();
  readonly #waiting = new Map<string, { readonly token: string; readonly tokenRef: Buffer }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: MediaKeys,
    @Inject(MediaStore) private readonly store: MediaStore,
    tokens: TokensSeen,
  ) {
    tokens.listen((token, tokenRef) => this.note(token, tokenRef));
  }

  note(token: string, tokenRef: Buffer): void {
    const name = nameOf(tokenRef);
    if (this.#known.has(name) || this.#waiting.size >= MOST_WAITING) return;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(name);
    this.#waiting.set(name, { token, tokenRef });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Resolves once what waits is written, or given up. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = [...this.#waiting];
    this.#waiting.clear();
    if (batch.length === 0) return;
    try {
      await this.store.noteListRefs(batch.map(([, { token, tokenRef }]) => this.keys.name(token, tokenRef)));
    } catch (error) {
      for (const [name] of batch) this.#known.delete(name);
      this.#logger.warn(`names of media were not noted: ${(error as Error).message}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }
}

/** Every tap passes here: the cheapest text that tells them apart. */
function nameOf(tokenRef: Buffer): string {
  return tokenRef.toString('latin1');
}
