/**
 * Keys of media and of the back office, all made from one or two secrets that are in no database: what there is one of
 * is backed up, and what there are seven of is not.
 */
import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type OfficeKey, openOfficeKey } from '@rukh/adapters/deny-list';
import { type Hmac, makeListRef, prepareHmac, prepareTokenRef, sealListRef } from '@rukh/adapters/token-ref';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

export interface NamedMedium {
  /** Under which it is kept. */
  readonly tokenRef: Buffer;
  /** By which devices know it, sealed. */
  readonly listRef: Buffer;
}

@Injectable()
export class MediaKeys {
  /** With which devices name media on the deny list. */
  readonly deviceKey: Buffer;
  readonly listKey: OfficeKey;
  /** Of the generations before, the latest first: devices that know nothing newer learn of the new key by them. */
  readonly earlierListKeys: readonly OfficeKey[];
  readonly ticketKey: OfficeKey;
  /** Of what the rider's page hands out. */
  readonly pageKey: Buffer;
  /** Under which the medium of a token is kept. */
  readonly refOf: (token: string) => Buffer;
  readonly #hmac: Hmac;

  constructor(@Inject(TICKETING_CONFIG) config: TicketingConfig) {
    const tokenKey = config.RUKH_TICKETING_TOKEN_KEY;
    this.refOf = prepareTokenRef(tokenKey);
    this.#hmac = prepareHmac(tokenKey);
    const signing = config.RUKH_TICKETING_SIGNING_SECRET ?? tokenKey;
    const generation = config.RUKH_TICKETING_SIGNING_GENERATION;
    this.deviceKey = derive(tokenKey, 'rukh-device-list-key-v1');
    this.pageKey = derive(tokenKey, 'rukh-rider-page-key-v1');
    this.listKey = openOfficeKey(`l${generation}`, derive(signing, `rukh-list-key-v1/${generation}`));
    this.earlierListKeys = listEarlier(generation).map((earlier) =>
      openOfficeKey(`l${earlier}`, derive(signing, `rukh-list-key-v1/${earlier}`)),
    );
    this.ticketKey = openOfficeKey(`t${generation}`, derive(signing, `rukh-ticket-key-v1/${generation}`));
  }

  /** @param tokenRef where it is known already */
  name(token: string, tokenRef = this.refOf(token)): NamedMedium {
    return { tokenRef, listRef: this.seal(tokenRef, makeListRef(this.deviceKey, token)) };
  }

  /** A list ref as it is kept, or back. */
  seal(tokenRef: Buffer, listRef: Buffer): Buffer {
    return sealListRef(this.#hmac, tokenRef, listRef);
  }
}

/** Generations for which a device that slept through a rotation is still spoken to. */
function listEarlier(generation: number): number[] {
  return Array.from({ length: Math.min(EARLIER_GENERATIONS, generation - 1) }, (_, i) => generation - 1 - i);
}

const EARLIER_GENERATIONS = 3;

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}
