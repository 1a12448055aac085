import { Injectable } from '@nestjs/common';

type Listener = (token: string, tokenRef: Buffer) => void;

/** Lets somebody look at tokens on their way to being forgotten. Set by whoever makes the deny list's names of them. */
@Injectable()
export class TokensSeen {
  #listener: Listener | undefined;

  listen(listener: Listener): void {
    this.#listener = listener;
  }

  /** Must not throw, and keeps nobody waiting. */
  note(token: string, tokenRef: Buffer): void {
    this.#listener?.(token, tokenRef);
  }
}
