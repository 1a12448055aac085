import type { DispatchException } from '@rukh/domain/dispatch';
import { fitsFilters } from './fit-filters.js';

const gap: DispatchException = {
  exceptionId: 'g',
  kind: 'gap',
  state: 'new',
  routeId: 'A32',
  carrierId: 'ATP1',
  sinceSeconds: 0,
  raisedAt: 0,
};
const who = { userId: 'me', chosen: undefined };

describe('filters of the list', () => {
  it.each([
    [{}, true],
    [{ kind: 'gap' }, true],
    [{ kind: 'bunch' }, false],
    [{ route: 'A1,A32' }, true],
    [{ route: 'A1' }, false],
    [{ carrier: 'ATP2' }, false],
    [{ state: 'own' }, false],
    [{ state: 'unowned' }, true],
    [{ state: 'put_off' }, false],
  ])('%j show a gap of line A32: %s', (filters, fits) => {
    expect(fitsFilters(gap, filters, who)).toBe(fits);
  });

  it('show the lines that were chosen, and no others', () => {
    expect(fitsFilters(gap, {}, { ...who, chosen: new Set(['A32']) })).toBe(true);
    expect(fitsFilters(gap, {}, { ...who, chosen: new Set(['A1']) })).toBe(false);
  });

  it('show what is put off only where it is asked for', () => {
    const snoozed: DispatchException = { ...gap, state: 'snoozed' };
    expect(fitsFilters(snoozed, {}, who)).toBe(false);
    expect(fitsFilters(snoozed, { state: 'put_off' }, who)).toBe(true);
  });

  it('show one\u2019s own', () => {
    const taken: DispatchException = { ...gap, state: 'taken', takenBy: { userId: 'me', name: 'Me', at: 1 } };
    expect(fitsFilters(taken, { state: 'own' }, who)).toBe(true);
    expect(fitsFilters(taken, { state: 'unowned' }, who)).toBe(false);
  });
});
