import { setImmediate as turn } from 'node:timers/promises';
import { AskTogether } from './ask-together.js';

describe('questions asked together', () => {
  it('are one query, and those that come meanwhile the next', async () => {
    const queries: (readonly string[])[] = [];
    const open: (() => void)[] = [];
    const together = new AskTogether(async (ids) => {
      queries.push(ids);
      await new Promise<void>((resolve) => open.push(resolve));
      return ids.map((id) => id.toUpperCase());
    }, 3);
    const first = Promise.all(['a', 'b', 'a'].map((id) => together.get(id)));
    await turn();
    const later = Promise.all(['c', 'd', 'e', 'f'].map((id) => together.get(id)));
    await turn();
    expect(queries).toEqual([['a', 'b']]);
    open.shift()!();
    expect(await first).toEqual(['A', 'B', 'A']);
    await turn();
    open.shift()!();
    await turn();
    open.shift()!();
    expect(await later).toEqual(['C', 'D', 'E', 'F']);
    expect(queries.slice(1)).toEqual([['c', 'd', 'e'], ['f']]);
  });

  it('fail together, and are asked again', async () => {
    let isAway = true;
    const together = new AskTogether(async (ids) => {
      await turn();
      if (isAway) throw new Error('away');
      return ids;
    }, 10);
    await expect(Promise.all([together.get('a'), together.get('b')])).rejects.toThrow('away');
    isAway = false;
    expect(await together.get('a')).toBe('a');
  });
});
