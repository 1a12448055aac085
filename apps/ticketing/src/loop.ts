/** Takes a step again and again: at once while there is more to do, after a pause where there is not or it failed. */
export class Loop {
  readonly #running: Promise<void>;
  #isStopped = false;
  #wake: () => void = () => undefined;

  /**
   * @param step answers whether there is more to do
   * @param failed told of each failure; the loop goes on
   */
  constructor(
    private readonly step: () => Promise<boolean>,
    private readonly pauseMs: number,
    private readonly failed: (error: Error) => void,
  ) {
    this.#running = this.#run();
  }

  /** Resolves when the step under way is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      let isMore = false;
      try {
        isMore = await this.step();
        failures = 0;
      } catch (error) {
        failures++;
        this.failed(error as Error);
      }
      if (!isMore) await this.#pause(this.pauseMs * Math.min(2 ** failures, 32));
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms * (0.75 + Math.random() / 2));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
