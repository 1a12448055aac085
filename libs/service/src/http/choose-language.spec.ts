import { chooseLanguage } from './choose-language.js';

describe('the language of a page', () => {
  it.each([
    ['en', 'uk', 'en'],
    [undefined, 'uk-UA,uk;q=0.9,en;q=0.8', 'uk'],
    [undefined, 'pl,en;q=0.7,uk;q=0.3', 'en'],
    [undefined, 'fr-CA, fr', 'en'],
    ['de', 'fr', 'en'],
    ['de', undefined, 'uk'],
    [undefined, '*', 'uk'],
    [undefined, undefined, 'uk'],
  ])('asked for as %s by a browser that reads %s is %s', (asked, accepted, language) => {
    expect(chooseLanguage(asked, accepted)).toBe(language);
  });
});
