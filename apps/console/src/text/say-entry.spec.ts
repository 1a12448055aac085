import { sayEntry } from './say-entry.js';

const text = { uk: 'Без прогнозів: Трамвай Т04', en: 'No predictions: Tram Т04' };

describe('an entry of the journal', () => {
  it('tells an order that is given from the same one taken back', () => {
    expect(sayEntry('uk', { event: 'order.confirmed', text })).toBe(
      'Наказ віддано: Без прогнозів: Трамвай Т04',
    );
    expect(sayEntry('uk', { event: 'order.undone', text })).toBe(
      'Наказ скасовано: Без прогнозів: Трамвай Т04',
    );
    expect(sayEntry('en', { event: 'order.undone', text })).toBe(
      'Order taken back: No predictions: Tram Т04',
    );
  });

  it('is its text where that says it all, and its event where an alert had no header', () => {
    expect(sayEntry('en', { event: 'note', text })).toBe(text.en);
    expect(sayEntry('en', { event: 'alert.archived', text: { uk: '', en: '' } })).toBe(
      'Alert for riders withdrawn',
    );
  });
});
