import { type FineEvent, type FineState, type FineStep, moveFine, postFine } from './move-fine.js';
import { Balances } from './replay-balances.js';

const event = (step: FineStep, more: Partial<FineEvent> = {}): FineEvent => ({
  ...{ step, actor: 'Olena', reference: null, till: null, ...more },
});

/** Takes steps one after another; the states that they led to. */
function walk(...steps: FineEvent[]): string[] {
  const done: FineEvent[] = [event('ISSUED', { actor: 'inspector:1' })];
  let state: FineState = 'ISSUED';
  return steps.map((step) => {
    const next = moveFine(state, done, step);
    if (typeof next !== 'string') return next.refused;
    if (next === 'SAME') return next;
    state = next;
    done.push(step);
    return next;
  });
}

describe('a fine', () => {
  it('is paid once, by one document, however often it is told', () => {
    const payment = event('PAYMENT', { reference: 'bank 1' });
    expect(walk(payment, payment, event('PAYMENT', { reference: 'bank 2' }))).toEqual([
      'PAID',
      'SAME',
      'PAID_ALREADY',
    ]);
  });

  it('falls away when the tap surfaces; what was paid goes back, also what is paid afterwards', () => {
    const payment = event('PAYMENT', { reference: 'b' });
    const refund = event('REFUND', { reference: 'r', actor: 'Taras' });
    expect(walk(event('SURFACED'), event('SURFACED'))).toEqual(['VOIDED', 'SAME']);
    expect(walk(payment, event('SURFACED'), refund, refund)).toEqual([
      'PAID',
      'TO_REFUND',
      'REFUNDED',
      'SAME',
    ]);
    expect(walk(event('SURFACED'), payment)).toEqual(['VOIDED', 'TO_REFUND']);
    // Nobody has money of a payment that he alone says was made.
    expect(walk(event('SURFACED'), payment, { ...refund, actor: 'olena ' })).toEqual([
      ...['VOIDED', 'TO_REFUND', 'SAME_PERSON'],
    ]);
    expect(walk(refund)).toEqual(['NOTHING_TO_REFUND']);
  });

  it('is cancelled by one person, whose money another gives back', () => {
    const payment = event('PAYMENT', { reference: 'b' });
    const refund = event('REFUND', { reference: 'r', actor: 'Taras' });
    const cancelled = event('CANCELLED', { actor: 'Ivan' });
    expect(walk(payment, cancelled, { ...refund, actor: 'Ivan' }, refund)).toEqual([
      ...['PAID', 'TO_REFUND', 'SAME_PERSON', 'REFUNDED'],
    ]);
    // Who booked the payment may: cancelling was another's.
    expect(walk(payment, cancelled, { ...refund, actor: 'Olena' }).at(-1)).toBe('REFUNDED');
    expect(walk(cancelled, payment, { ...refund, actor: 'Olena' }).at(-1)).toBe('SAME_PERSON');
    expect(walk(cancelled, cancelled)).toEqual(['VOIDED', 'NOT_IN_FORCE']);
  });

  it('has a booking taken back by another person than made it, and its document may be booked anew', () => {
    const payment = event('PAYMENT', { reference: 'b' });
    const back = event('PAYMENT_TAKEN_BACK');
    expect(walk(payment, back, { ...back, actor: 'Ivan' }, payment)).toEqual([
      ...['PAID', 'SAME_PERSON', 'ISSUED', 'PAID'],
    ]);
    expect(walk(back)).toEqual(['NOTHING_TO_TAKE_BACK']);
  });

  it('books what is owed for it: nothing once it was paid or fell away, below nought while it is to go back', () => {
    const fine = { fineId: 7, amountMinor: 40_000, currency: 'UAH', operatorId: 'LET' };
    const balanceOf = (...steps: FineEvent[]): number[] => {
      const balances = new Balances();
      const all = [event('ISSUED'), ...steps];
      all.forEach((step, i) => balances.add(postFine(fine, { ...step, eventId: String(i) })));
      return ['fine:7', 'fines', 'bank', 'cash:LET'].map((account) => balances.of(account));
    };
    const cash = event('PAYMENT', { till: 'CASH' });
    expect(balanceOf()).toEqual([40_000, -40_000, 0, 0]);
    expect(balanceOf(event('SURFACED'))).toEqual([0, 0, 0, 0]);
    expect(balanceOf(event('PAYMENT', { till: 'BANK' }))).toEqual([0, -40_000, 40_000, 0]);
    expect(balanceOf(cash)).toEqual([0, -40_000, 0, 40_000]);
    expect(balanceOf(cash, event('CANCELLED'))).toEqual([-40_000, 0, 0, 40_000]);
    expect(balanceOf(cash, event('CANCELLED'), event('REFUND', { till: 'BANK' }))).toEqual([
      0, 0, -40_000, 40_000,
    ]);
    expect(balanceOf(cash, event('PAYMENT_TAKEN_BACK', { till: 'CASH' }))).toEqual([40_000, -40_000, 0, 0]);
  });
});
