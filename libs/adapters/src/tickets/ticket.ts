/**
 * A ticket as it is signed: a CBOR map with small numbers for keys, because it has to fit a code that a cracked screen
 * still shows. The numbers are in docs/tickets.md and never get another meaning.
 */
import type { TicketTerms } from '@rukh/domain/media';
import { z } from 'zod';
import type { Algorithm } from './cose-sign1.js';
import { ALGORITHMS, decodeCbor, encodeCbor } from './cose-sign1.js';

export interface Ticket extends TicketTerms {
  /** 16 bytes, hexadecimal; the token of its taps. */
  readonly ticketId: string;
  readonly agency: string;
  readonly fareProductId: string;
  /** Seconds since 1970 UTC, as all times here. */
  readonly issuedAt: number;
  readonly isSingleUse: boolean;
  readonly riderCategoryId?: string;
  /** The phone's key, of a dynamic ticket. */
  readonly holder?: HolderKey;
}

export interface HolderKey {
  readonly algorithm: Algorithm;
  /** EdDSA: 32 bytes. ES256: the point, compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
}

const VERSION = 1;
const KEYS = {
  version: 1,
  ticketId: 2,
  agency: 3,
  fareProductId: 4,
  issuedAt: 5,
  validFrom: 6,
  validUntil: 7,
  isSingleUse: 8,
  vehicleId: 9,
  zoneIds: 10,
  riderCategoryId: 11,
  holder: 12,
  endOfValidity: 13,
  validityDuration: 14,
} as const;

const seconds = z.int().min(0).max(0xff_ff_ff_ff);
const name = z.string().min(1).max(64);
const bytes = z.instanceof(Uint8Array);

const claims = z.object({
  version: z.literal(VERSION),
  ticketId: bytes.refine((id) => id.length === 16),
  agency: name,
  fareProductId: name,
  issuedAt: seconds,
  validFrom: seconds,
  validUntil: seconds,
  isSingleUse: z.boolean().default(false),
  vehicleId: name.optional(),
  zoneIds: z.array(name).min(1).max(16).optional(),
  riderCategoryId: name.optional(),
  holder: z.tuple([z.int(), bytes]).optional(),
  endOfValidity: seconds.optional(),
  validityDuration: z.int().min(1).max(3600).optional(),
});

export function encodeTicket(ticket: Ticket): Buffer {
  const { holder, dynamic } = ticket;
  const values: Partial<Record<keyof typeof KEYS, unknown>> = {
    version: VERSION,
    ticketId: Buffer.from(ticket.ticketId, 'hex'),
    agency: ticket.agency,
    fareProductId: ticket.fareProductId,
    issuedAt: ticket.issuedAt,
    validFrom: ticket.validFrom,
    validUntil: ticket.validUntil,
    isSingleUse: ticket.isSingleUse || undefined,
    vehicleId: ticket.vehicleId,
    zoneIds: ticket.zoneIds,
    riderCategoryId: ticket.riderCategoryId,
    holder: holder && [ALGORITHMS[holder.algorithm], holder.publicKey],
    endOfValidity: dynamic?.endOfValidity,
    validityDuration: dynamic?.validityDuration,
  };
  claims.parse(values);
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return encodeCbor(new Map(entries.map(([key, value]) => [KEYS[key as keyof typeof KEYS], value])));
}

/** @throws Error where the bytes are no ticket; keys that are not known are passed over */
export function decodeTicket(payload: Uint8Array): Ticket {
  const map = decodeCbor(payload);
  if (!(map instanceof Map)) throw new Error('a ticket is a map');
  const read = Object.fromEntries(
    Object.entries(KEYS).map(([key, number]) => [key, map.get(number) as unknown]),
  );
  const { ticketId, vehicleId, zoneIds, riderCategoryId, holder, ...terms } = claims.parse(read);
  return {
    agency: terms.agency,
    fareProductId: terms.fareProductId,
    issuedAt: terms.issuedAt,
    validFrom: terms.validFrom,
    validUntil: terms.validUntil,
    isSingleUse: terms.isSingleUse,
    ticketId: Buffer.from(ticketId).toString('hex'),
    ...(vehicleId !== undefined && { vehicleId }),
    ...(zoneIds && { zoneIds }),
    ...(riderCategoryId !== undefined && { riderCategoryId }),
    ...readHolder(holder, terms.endOfValidity, terms.validityDuration),
  };
}

/** Either all three fields are there or none. */
function readHolder(
  holder: readonly [number, Uint8Array] | undefined,
  endOfValidity: number | undefined,
  validityDuration: number | undefined,
): Pick<Ticket, 'holder' | 'dynamic'> {
  if (holder === undefined && endOfValidity === undefined && validityDuration === undefined) return {};
  const algorithm = (Object.keys(ALGORITHMS) as Algorithm[]).find((one) => ALGORITHMS[one] === holder?.[0]);
  if (!holder || !algorithm || endOfValidity === undefined || validityDuration === undefined) {
    throw new Error('half a dynamic ticket');
  }
  return { holder: { algorithm, publicKey: holder[1] }, dynamic: { endOfValidity, validityDuration } };
}
