import { Injectable } from '@nestjs/common';
import type { AsyncApiPart } from './compose-asyncapi.js';

/** What the apps of this process say of their messages; each adds its part as it starts. */
@Injectable()
export class MessageDescriptions {
  readonly #parts: AsyncApiPart[] = [];

  add(part: AsyncApiPart): void {
    this.#parts.push(part);
  }

  list(): readonly AsyncApiPart[] {
    return this.#parts;
  }
}
