/**
 * A page that cannot be given, said as a page: who scanned the code of a stop that is no more reads words and can search,
 * where a program would be given a problem of RFC 9457.
 */
import type { Language } from '@rukh/domain/passenger';
import type { Refuse } from '../city/answer-city.js';
import type { HttpReply } from '../http/http-server.js';
import { html } from './html.js';
import { openPolicy } from './open-policy.js';
import { PAGE_WORDS, type PageWords } from './page-words.js';
import { writePage } from './write-page.js';
import { writeStopSearch } from './write-stops.js';

interface FailedPage {
  readonly language: Language;
  /** What was asked for; the other language is linked to it. */
  readonly path: string;
  /** In a frame or on a display: without what leads elsewhere. */
  readonly isBare?: boolean;
  /** What is not there, in words for a passenger. */
  readonly missing?: string;
}

/** How the pages refuse: 400, 404, 503. */
export function refuseByPage({ language, path, isBare = false, missing }: FailedPage): Refuse {
  const words = PAGE_WORDS[language];
  return (reply, status, detail, retryAfterSeconds) => {
    const [title, text] = describeFailure(status, words, missing);
    openPolicy(reply, { forms: true });
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    const page = writePage({
      language,
      title,
      path,
      attribution: '',
      isBare,
      main: html`<h1>${title}</h1>
        <p>${text}</p>
        ${status === 400 ? html`<p class="details" lang="en">${detail}</p>` : undefined}
        ${isBare ? undefined : writeStopSearch(language)}`,
    });
    return sendPage(reply, status, language, page);
  };
}

function describeFailure(
  status: number,
  words: PageWords,
  missing = words.nothingThere,
): readonly [title: string, text: string] {
  if (status === 404) return [words.notFound, missing];
  return status === 503 ? [words.notYet, words.noTimetable] : [words.badAddress, words.checkAddress];
}

function sendPage(reply: HttpReply, status: number, language: Language, page: string): HttpReply {
  return reply
    .status(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'cache-control': 'no-store',
    })
    .send(page);
}
