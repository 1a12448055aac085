/**
 * Answers kept for who asks next: those asked for last, within a number and within bytes. A number alone would not do:
 * whoever asks for all stops around a thousand made-up places would fill the memory with a thousand lists.
 */
interface KeptLimits {
  readonly entries: number;
  readonly bytes: number;
}

export class KeptAnswers<T> {
  readonly #kept = new Map<string, { readonly answer: T; readonly bytes: number }>();
  #bytes = 0;

  constructor(private readonly limits: KeptLimits) {}

  get bytes(): number {
    return this.#bytes;
  }

  find(key: string): T | undefined {
    return this.#kept.get(key)?.answer;
  }

  /** In place of what was kept under this key; what was kept longest ago makes room. */
  keep(key: string, answer: T, bytes: number): void {
    this.drop(key);
    if (bytes > this.limits.bytes) return;
    this.#kept.set(key, { answer, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.limits.entries && this.#bytes <= this.limits.bytes) return;
      this.drop(oldest);
    }
  }

  drop(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }
}
