/** What is asked wrongly, or of what is not there: a person is answered by a page, a program by a problem. */
import 'reflect-metadata';
import { ServedStreet } from './served-street.fixture.js';

let street: ServedStreet;

beforeAll(async () => {
  street = await ServedStreet.open({});
  street.serve([street.live()]);
}, 30_000);
afterAll(() => street.close());

async function ask(path: string): Promise<{ status: number; type: string; text: string }> {
  const response = await fetch(street.url + path, { headers: { accept: 'text/html,*/*;q=0.8' } });
  const { status, headers } = response;
  return { status, type: headers.get('content-type') ?? '', text: await response.text() };
}

describe('a page that is not there', () => {
  it.each([
    ['/s/999?lang=uk', 404, 'Зупинки з кодом 999 немає. Код написано на знаку зупинки.'],
    ['/s/999?lang=en', 404, 'There is no stop 999. The code is on the sign of the stop.'],
    ['/routes/none?lang=uk', 404, 'За цією адресою нічого немає.'],
    ['/s/101?rows=5&lang=uk', 400, 'Так запитати не можна: перевірте адресу сторінки.'],
    [`/stops?q=${'a'.repeat(101)}&lang=en`, 400, 'This cannot be asked so: check the address of the page.'],
  ])('is said in words, with a way on: %s', async (path, status, words) => {
    const page = await ask(path);
    expect(page).toMatchObject({ status, type: 'text/html; charset=utf-8' });
    expect(page.text).toContain(words);
    expect(page.text).toContain(path.includes('lang=uk') ? '<html lang="uk">' : '<html lang="en">');
    expect(page.text).toMatch(/<form action="\/stops" method="get" role="search">/);
    // The other language is that of the same page.
    expect(page.text).toContain(`<a href="${path.split('?')[0]}?lang=${path.endsWith('uk') ? 'en' : 'uk'}"`);
  });

  it('escapes what was asked, and leads nowhere from a frame or a display', async () => {
    expect((await ask('/s/%3Cscript%3E')).text).not.toContain('<script>');
    for (const form of ['embed', 'big']) {
      const { status, text } = await ask(`/s/999?${form}=1&lang=en`);
      expect(status).toBe(404);
      expect(text).not.toMatch(/<a |<form/);
    }
  });

  it('is a problem for programs', async () => {
    const { status, type } = await ask('/api/v1/stops/999/arrivals');
    expect([status, type]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });
});

describe('SIRI Lite', () => {
  it('tells a line called 1 from the wish for an envelope', async () => {
    const keysOf = async (query: string): Promise<string[]> =>
      Object.keys(JSON.parse((await ask(`/siri-lite/estimated-timetable.json?${query}`)).text) as object);
    expect(await keysOf('LineRef=1')).toContain('EstimatedTimetableDelivery');
    expect(await keysOf('wrap=1')).toEqual(['Siri']);
    expect(await keysOf('LineRef=1')).toContain('EstimatedTimetableDelivery');
  });
});
