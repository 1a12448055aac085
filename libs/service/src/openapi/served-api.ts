import { Injectable } from '@nestjs/common';
import type { ApiDocument } from './api-types.js';

/** The document that is served; made when first asked for, because it is made from the running application. */
@Injectable()
export class ServedApi {
  #describe: (() => ApiDocument) | undefined;
  #document: ApiDocument | undefined;

  /** Called once by whoever created the application. */
  use(describe: () => ApiDocument): void {
    this.#describe = describe;
  }

  /** Undefined in a process that was not brought up by `createApp`. */
  find(): ApiDocument | undefined {
    this.#document ??= this.#describe?.();
    return this.#document;
  }
}
