import { type PageState, readPageState, writePageState } from './page-state.js';

describe('the address of the page', () => {
  it('is short for what is seen first', () => {
    expect(writePageState(readPageState(''))).toBe('');
  });

  it('comes back as it was written', () => {
    const state: PageState = {
      view: 'vehicles',
      pane: 'lines',
      selection: { kind: 'trip', id: 'a:b/в 7' },
      language: 'en',
      at: 1_790_000_000,
      filters: { route: 'А32,Т06', kind: 'gap' },
    };
    expect(readPageState(writePageState(state))).toEqual(state);
  });

  it('takes a time as people write it', () => {
    expect(readPageState('?t=2026-11-28T12:00:00Z').at).toBe(Date.UTC(2026, 10, 28, 12) / 1000);
  });

  it('leaves out what it does not understand', () => {
    expect(readPageState('?view=<x>&sel=cow:1&lang=xx&t=soon&pane=&route=')).toEqual({
      view: 'live',
      pane: 'map',
      filters: {},
    });
  });
});
