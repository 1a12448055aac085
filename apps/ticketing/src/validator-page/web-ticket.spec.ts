/** The browser's reading of signed tickets, held against the public vectors that the server's is held against. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { judgeTicket } from '@rukh/domain/media';

interface Vector {
  readonly name: string;
  readonly cbor: string;
  readonly ticketId?: string;
  readonly inspection: { at: number; vehicleId?: string; zoneId?: string; challenge?: string };
  readonly verdict: string;
}
interface Verdict {
  readonly reason?: string;
  readonly ticket?: { readonly ticketId: string };
}
interface TicketModule {
  verifyCode(judge: typeof judgeTicket, verifier: object, bytes: Uint8Array, use: object): Promise<Verdict>;
}

const read = (path: string): URL => new URL(path, `file://${import.meta.dirname}/`);
const { verifyCode } = (await import(read('../../public/validator/ticket.js').pathname)) as TicketModule;
const { agency, keySet, dynamicTicket, vectors } = JSON.parse(
  readFileSync(read('../../../../docs/ticket-vectors.json'), 'utf8'),
) as { agency: string; keySet: { keys: object[] }; dynamicTicket: object; vectors: Vector[] };
const verifier = { agency, keys: keySet.keys, rule: dynamicTicket };

describe('a ticket in a browser', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    const { challenge, ...place } = vector.inspection;
    const use = { ...place, ...(challenge !== undefined && { challenge: Buffer.from(challenge, 'hex') }) };
    const verdict = await verifyCode(judgeTicket, verifier, Buffer.from(vector.cbor, 'hex'), use);
    expect(verdict.reason ?? 'GOOD').toBe(vector.verdict);
    if (vector.verdict === 'GOOD') expect(verdict.ticket?.ticketId).toBe(vector.ticketId);
  });

  it('is not good with any bit of it changed', async () => {
    const good = vectors.find(({ verdict }) => verdict === 'GOOD')!;
    const bytes = Buffer.from(good.cbor, 'hex');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const forged = Buffer.from(bytes);
        forged[bit >> 3]! ^= 1 << (bit & 7);
        const { reason } = await verifyCode(judgeTicket, verifier, forged, good.inspection);
        expect(reason).toBe('TICKET_BAD_SIGNATURE');
      }),
      { numRuns: 60 },
    );
  });
});
