import { Injectable } from '@nestjs/common';

/**
 * Says when the process is going away, so that readiness turns false and long answers (event streams) end
 * before connections are cut.
 */
@Injectable()
export class Shutdown {
  readonly #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get hasBegun(): boolean {
    return this.signal.aborted;
  }

  begin(): void {
    this.#controller.abort();
  }
}
