import { readCommand } from './read-command.js';

describe('what is typed at a validator', () => {
  it.each([
    ['1234', 'CLOSED_CARD 1234 []'],
    ['c 1234 +2 luggage', 'CLOSED_CARD 1234 [{"kind":"luggage","count":2}]'],
    [
      'c 1234 +2 +1 luggage',
      'CLOSED_CARD 1234 [{"kind":"companion","count":2},{"kind":"luggage","count":1}]',
    ],
    ['b tok_77', 'BANK_CARD tok_77 []'],
    ['q HC1:ABC', 'STATIC_QR HC1:ABC []'],
    ['cash', 'CASH  []'],
  ])('%s is a medium held to it', (line, expected) => {
    const command = readCommand(line);
    const card = command?.does === 'card' ? command.card : undefined;
    expect(`${card?.mediaType} ${card?.token} ${JSON.stringify(card?.extras)}`).toBe(expected);
  });

  it.each([
    ['c 1234 expired', 'CARD_EXPIRED'],
    ['1234 expired +1', 'CARD_EXPIRED'],
    ['b tok_77 not-genuine', 'EMV_ODA_FAIL'],
    ['b tok_77 declined', 'EMV_DECLINE'],
    ['b tok_77 online-only', 'EMV_ONLINE_REQUESTED'],
    ['torn', 'READ_ERROR'],
    ['b 4111111111111111', 'READ_ERROR'],
  ])('%s is what a reader would find out', (line, reason) => {
    const command = readCommand(line);
    expect(command?.does === 'card' && command.card.verification).toEqual({ verdict: 'REFUSED', reason });
  });

  it.each([
    ['zone A', 'A'],
    ['zone', undefined],
  ])('%s moves the vehicle', (line, zoneId) => {
    expect(readCommand(line)).toEqual({ does: 'zone', zoneId });
  });

  it.each([
    ['drift +7m', 420_000],
    ['drift -30s', -30_000],
    ['drift 2h', 7_200_000],
  ])('%s sets the clock off', (line, ms) => {
    expect(readCommand(line)).toEqual({ does: 'drift', ms });
  });

  it.each(['', 'hello', 'c', 'c 1234 2', 'drift', 'drift 7', 'drift +9999999d', 'c 1234 +0 luggage'])(
    '"%s" means nothing',
    (line) => {
      expect(readCommand(line)).toBeUndefined();
    },
  );
});
