import type { ChildEvent, SupervisedChild } from './supervised-child.js';

export interface EmbeddedOptions {
  /** Folder of all that Rukh keeps on this machine. */
  readonly home: string;
  readonly port: number;
  readonly ownProcessGroup?: boolean;
  /** Settings of the server beside ours, for tests: `fsync=off`. */
  readonly flags?: readonly string[];
  readonly onEvent?: (event: ChildEvent) => void;
}

export interface EmbeddedServer {
  readonly child: SupervisedChild;
  /** Address, with its password. */
  readonly url: string;
  /** Where its files are. */
  readonly filesFolder: string;
}
