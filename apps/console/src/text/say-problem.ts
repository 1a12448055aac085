/** Why something did not come about, in the language of who reads it. */
import { ApiProblem } from '../live/api.js';
import { defineTexts } from './define-texts.js';
import { currentLanguage } from './use-texts.js';

interface ProblemTexts {
  readonly offline: string;
  /** By status of HTTP. */
  readonly statuses: Readonly<Record<number, string>>;
  readonly other: string;
}

const TEXTS = defineTexts<ProblemTexts>(
  {
    offline: 'Немає звʼязку з сервером.',
    statuses: {
      400: 'Сервер не прийняв написаного.',
      401: 'Ви більше не в системі: увійдіть знову.',
      403: 'Вам цього не можна.',
      404: 'Цього вже немає, або вам цього не видно.',
      409: 'Це тим часом змінилося: подивіться ще раз.',
      413: 'Завелике для сервера.',
      422: 'Сервер не прийняв написаного.',
      429: 'Забагато спроб: зачекайте хвилину.',
      503: 'Сервер зайнятий: спробуйте за кілька секунд.',
    },
    other: 'На сервері збій: спробуйте ще раз.',
  },
  {
    offline: 'There is no connection to the server.',
    statuses: {
      400: 'The server did not take what was written.',
      401: 'You are not signed in any more: sign in again.',
      403: 'You may not do this.',
      404: 'It is there no more, or you may not see it.',
      409: 'It has changed meanwhile: look again.',
      413: 'Too large for the server.',
      422: 'The server did not take what was written.',
      429: 'Too many attempts: wait a minute.',
      503: 'The server is busy: try again in some seconds.',
    },
    other: 'Something failed on the server: try again.',
  },
);

/** What is wrong with what was sent is told by the server, in English. */
const TELLS_MORE = [400, 409, 413, 422];

export function sayProblem(problem: unknown): string {
  const texts = TEXTS[currentLanguage()];
  if (!(problem instanceof ApiProblem)) return texts.offline;
  const { status, body, message } = problem;
  const said = texts.statuses[status] ?? texts.other;
  if (!TELLS_MORE.includes(status)) return said;
  const { errors, detail } = body;
  const more = Array.isArray(errors) ? errors.map(String) : detail === undefined ? [] : [message];
  return [said, ...more].join(' ');
}
