import { KeptAnswers } from './kept-answers.js';

describe('answers that are kept', () => {
  it('make room by their number, the oldest first', () => {
    const kept = new KeptAnswers<string>({ entries: 2, bytes: 100 });
    for (const key of ['a', 'b', 'a', 'c']) kept.keep(key, key.toUpperCase(), 10);
    expect(['a', 'b', 'c'].map((key) => kept.find(key))).toEqual(['A', undefined, 'C']);
    expect(kept.bytes).toBe(20);
  });

  it('make room by their bytes, however few they are', () => {
    const kept = new KeptAnswers<number>({ entries: 1000, bytes: 100 });
    for (let place = 0; place < 500; place++) kept.keep(`near ${place}`, place, 40);
    expect(kept.bytes).toBe(80);
    expect([497, 498, 499].map((place) => kept.find(`near ${place}`))).toEqual([undefined, 498, 499]);
  });

  it('are not kept where one alone is too large, nor is what it took the place of', () => {
    const kept = new KeptAnswers<string>({ entries: 10, bytes: 100 });
    kept.keep('all', 'small', 10);
    kept.keep('all', 'large', 101);
    expect(kept.find('all')).toBeUndefined();
    expect(kept.bytes).toBe(0);
  });
});
