import { writeName } from './write-name.js';

describe('a name on a page', () => {
  it('in Ukrainian is said to be so where the page is in another language, and is escaped', () => {
    expect(writeName('Площа «Ринок» & Ко', 'en').html).toBe('<span lang="uk">Площа «Ринок» &#38; Ко</span>');
    expect(writeName('Площа Ринок', 'uk').html).toBe('Площа Ринок');
    expect(writeName('King Cross <1>', 'en').html).toBe('King Cross &#60;1&#62;');
  });
});
