/**
 * Questions to the database about single things, asked together: while one query is under way, whatever is asked waits
 * for the next, which asks for all of it. A thousand devices that come at once are a few queries, and a single one waits
 * for nobody.
 */
export class AskTogether<V> {
  readonly #asked = new Map<string, Promise<V>>();
  #waiting: { readonly id: string; resolve: (value: V) => void; reject: (error: unknown) => void }[] = [];
  #isAsking = false;

  /** @param ask an answer an id, in their order; @param most ids a query */
  constructor(
    private readonly ask: (ids: readonly string[]) => Promise<readonly V[]>,
    private readonly most: number,
  ) {}

  /** Whoever asks from now on gets no answer of a query that is under way. */
  forget(id: string): void {
    this.#asked.delete(id);
  }

  /** The same promise for all who ask before it is answered. Rejects where the query fails. */
  get(id: string): Promise<V> {
    let asked = this.#asked.get(id);
    if (asked === undefined) {
      asked = new Promise<V>((resolve, reject) => this.#waiting.push({ id, resolve, reject }));
      this.#asked.set(id, asked);
      const done = (): void => {
        if (this.#asked.get(id) === asked) this.#asked.delete(id);
      };
      asked.then(done, done);
      // After the requests that have come in by now were read.
      setImmediate(() => void this.#askNext());
    }
    return asked;
  }

  async #askNext(): Promise<void> {
    if (this.#isAsking || this.#waiting.length === 0) return;
    this.#isAsking = true;
    const batch = this.#waiting.splice(0, this.most);
    try {
      const answers = await this.ask(batch.map(({ id }) => id));
      batch.forEach(({ resolve }, i) => {
        resolve(answers[i]!);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#isAsking = false;
      void this.#askNext();
    }
  }
}
