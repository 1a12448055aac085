import type { RunningValidator } from './running-validator.js';
import { DeviceOffice } from './device-office.js';
import type { DeviceSigner } from './device-signer.js';
import { OfficeShelf } from './office-shelf.js';

/**
 * The rules and the deny list of a simulated fleet: fetched once, by one of its devices, and known to all of them, as by
 * validators that share a gateway. What a device is asked about itself, it asks itself.
 */
export class FleetOffice {
  readonly #validators = new Set<RunningValidator>();
  #office: DeviceOffice | undefined;

  constructor(
    private readonly url: string,
    private readonly onError: (error: Error) => void,
  ) {}

  /** A device that the back office lets in: the first one fetches for all. */
  follow(deviceId: string, signer: DeviceSigner): void {
    if (this.#office !== undefined) return;
    this.#office = new DeviceOffice({
      url: this.url,
      deviceId,
      signer,
      shelf: new OfficeShelf(),
      onEvent: (event) => {
        for (const validator of this.#validators) if (validator.state.isConnected) validator.happen(event);
      },
      onError: this.onError,
    });
    this.#office.start();
  }

  /** A device that hears of rules and lists from now on, while it has a network. */
  add(validator: RunningValidator): void {
    this.#validators.add(validator);
  }

  /** Whether the list names the medium; undefined where there is none yet. */
  isListed(token: string): boolean | undefined {
    return this.#office?.isListed(token);
  }

  /** Tells again what is known. */
  tellAll(): void {
    this.#office?.tellAll();
  }

  async stop(): Promise<void> {
    await this.#office?.stop();
  }
}
