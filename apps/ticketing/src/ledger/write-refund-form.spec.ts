import type { ChargeRevision, Refund, RideTrace } from '@rukh/adapters/postgres';
import { writeRefundForm } from './write-refund-form.js';

const CHARGE = { chargeId: '7', accountId: '3', billedMinor: 6800, currency: 'UAH', isCurrent: true };

function write(charge: Partial<ChargeRevision>, refunds: readonly Partial<Refund>[] = []): string {
  const trace = { revisions: [{ ...CHARGE, ...charge }], refunds } as unknown as RideTrace;
  const form = writeRefundForm(trace, 'uk');
  return form === undefined ? 'nothing' : form.text;
}

describe('what the office gives back of a ride, on its page', () => {
  it('is offered with what is left of it, of the charge that holds', () => {
    expect(write({})).toContain('value="68.00"');
    expect(write({})).toContain('{&quot;chargeId&quot;:&quot;7&quot;}');
    const asked = [
      { state: 'PAID', amountMinor: 1700 } as const,
      { state: 'REJECTED', amountMinor: 99 } as const,
    ];
    expect(write({}, asked)).toContain('value="51.00"');
  });

  it('is not offered of a ride that cost nothing, that was given back, or to who only reads', () => {
    expect(write({ billedMinor: 0 })).toBe('nothing');
    expect(write({}, [{ state: 'REQUESTED', amountMinor: 6800 }])).toBe('nothing');
    expect(write({ accountId: '' })).toBe('nothing');
  });
});
