/**
 * What devices go by beside the list: the validators' configuration, and the keys by which they trust all of it. Read
 * again every few seconds; the keys of this process are made known before anything is signed by them.
 */
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Logger,
} from '@nestjs/common';
import { type SignedConfiguration, signConfiguration } from '@rukh/adapters/deny-list';
import { OfficeStore, type OfficeKeyRow, type PublishedConfiguration } from '@rukh/adapters/postgres';
import type { TicketKeySet } from '@rukh/adapters/tickets';
import { DEFAULT_VALIDATOR_CONFIGURATION, type ValidatorConfiguration } from '@rukh/domain/media';
import type { TicketingConfig } from '../../config.js';
import { TICKETING_CONFIG } from '../../tokens.js';
import { MediaKeys } from '../media-keys.js';

const READ_MS = 5_000;

@Injectable()
export class OfficeDesk implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('OfficeDesk');
  #timer: NodeJS.Timeout | undefined;
  #published: PublishedConfiguration = { version: 0, body: DEFAULT_VALIDATOR_CONFIGURATION };
  #registered: Promise<void> | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly keys: MediaKeys,
    @Inject(OfficeStore) private readonly store: OfficeStore,
  ) {}

  /** In force now. */
  get configuration(): ValidatorConfiguration {
    return this.#published.body;
  }

  onApplicationBootstrap(): void {
    void this.#read();
    this.#timer = setInterval(() => void this.#read(), READ_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Resolves once the keys of this process are known to all. */
  async ready(): Promise<void> {
    this.#registered ??= this.#register();
    try {
      await this.#registered;
    } catch (error) {
      this.#registered = undefined;
      throw error;
    }
  }

  async publish(body: ValidatorConfiguration, actor: string): Promise<number> {
    const version = await this.store.publishConfiguration(body, actor);
    this.#published = { version, body };
    return version;
  }

  /** For a device that was let in: with the key by which devices name media on the list. */
  async signConfiguration(): Promise<SignedConfiguration> {
    await this.ready();
    const { version, body } = (await this.store.findConfiguration()) ?? this.#published;
    const { deviceKey, listKey, earlierListKeys } = this.keys;
    return signConfiguration([listKey, ...earlierListKeys], {
      agency: this.config.RUKH_AGENCY,
      version,
      issuedAtMs: Date.now(),
      listDeviceKey: deviceKey.toString('base64url'),
      listKeys: (await this.store.listKeys('LIST')).map((key) => ({
        keyId: key.keyId,
        publicKey: key.publicKey.toString('base64url'),
      })),
      // A configuration of before may lack what came later.
      ...{ ...DEFAULT_VALIDATOR_CONFIGURATION, ...body },
    });
  }

  async listTicketKeys(): Promise<TicketKeySet> {
    await this.ready();
    return { keys: (await this.store.listKeys('TICKET')).map(toJwk) };
  }

  async #register(): Promise<void> {
    const { listKey, ticketKey } = this.keys;
    await this.store.useKey('LIST', listKey.keyId, listKey.publicKey);
    await this.store.useKey('TICKET', ticketKey.keyId, ticketKey.publicKey);
  }

  async #read(): Promise<void> {
    try {
      await this.ready();
      const found = await this.store.findConfiguration();
      // What was published here since the question is newer than its answer.
      if (found && found.version >= this.#published.version) this.#published = found;
    } catch (error) {
      this.#logger.debug(`the validators' configuration was not read: ${(error as Error).message}`);
    }
  }
}

function toJwk({ keyId, publicKey, validFrom, validUntil }: OfficeKeyRow): TicketKeySet['keys'][number] {
  return {
    ...{ kid: keyId, kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' },
    x: publicKey.toString('base64url'),
    nbf: Math.floor(validFrom.getTime() / 1000),
    ...(validUntil && { exp: Math.ceil(validUntil.getTime() / 1000) }),
  };
}
