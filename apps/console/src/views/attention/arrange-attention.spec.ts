import type { DispatchException, ExceptionKind } from '@rukh/domain/dispatch';
import { arrangeAttention, foldAttention, groupByLine } from './arrange-attention.js';

const exception = (
  exceptionId: string,
  kind: ExceptionKind,
  raisedAt: number,
  routeId = 'A',
): DispatchException => ({
  exceptionId,
  kind,
  state: 'new',
  routeId,
  sinceSeconds: raisedAt,
  raisedAt,
});

describe('what needs attention', () => {
  const gap = exception('g', 'gap', 10);
  const alarm = exception('a', 'driver_alarm', 99);
  const bunch = exception('b', 'bunch', 5);

  it('stands by urgency, then by age', () => {
    expect(arrangeAttention([], [gap, bunch, alarm], false)).toEqual({ order: ['a', 'g', 'b'], waiting: [] });
  });

  it('does not move while somebody is at the list: what is new is counted', () => {
    expect(arrangeAttention(['g', 'b'], [gap, alarm], true)).toEqual({ order: ['g', 'b'], waiting: ['a'] });
  });

  it('is put in order again when nobody is', () => {
    expect(arrangeAttention(['g', 'b'], [gap, alarm], false).order).toEqual(['a', 'g']);
  });

  it('is one row a line for what its regularity is about', () => {
    const all = [gap, bunch, alarm, exception('other', 'gap', 1, 'B'), exception('o', 'off_route', 1)];
    const of = (id: string): DispatchException | undefined => all.find((e) => e.exceptionId === id);
    expect(groupByLine(['a', 'o', 'g', 'other', 'b'], of)).toEqual([
      { key: 'a', ids: ['a'] },
      { key: 'o', ids: ['o'] },
      { key: 'line A', routeId: 'A', ids: ['g', 'b'] },
      { key: 'line B', routeId: 'B', ids: ['other'] },
    ]);
  });

  it('is ten rows, the rest under a fold, but for what is selected', () => {
    const groups = Array.from({ length: 14 }, (_, i) => ({ key: `${i}`, ids: [`${i}`] }));
    const { shown, folded } = foldAttention(groups, '12');
    expect(shown.map(({ key }) => key)).toEqual([...groups.slice(0, 10).map(({ key }) => key), '12']);
    expect(folded.map(({ key }) => key)).toEqual(['10', '11', '13']);
    expect(foldAttention(groups.slice(0, 11), undefined).folded).toEqual([]);
  });
});
