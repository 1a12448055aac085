import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Language } from '@rukh/domain/passenger';
import { answerDocument } from '../http/answer-document.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { LazyCodings } from '../http/render-feed.js';
import { sendProblem } from '../http/send-problem.js';
import { KeptAnswers } from './kept-answers.js';
import { type City, ReadCity, cityIn } from './read-city.service.js';

/** Answers are made for instants this far apart, so that who asks in between is given the same bytes. */
const STEP_SECONDS = 5;
/** As long as that, and no longer: a cancellation must be on the board at once. */
const CACHE_CONTROL = `public, max-age=${STEP_SECONDS}`;
/** Answers kept for the next who asks: the boards of a city's stops in both languages are 20 MB, and there is some more. */
const KEPT = { entries: 4000, bytes: 48 * 2 ** 20 };
/** Smaller bodies are sent as they are: compressing costs more than it saves. */
const MIN_COMPRESSED_BYTES = 1400;

export interface CityBody {
  readonly contentType: string;
  readonly acceptedTypes: readonly string[];
  readonly text: string;
}

/** What is asked of the city: a key that names the question, the request headers it hangs on, and its answer. */
export interface CityQuestion {
  readonly key: string;
  readonly vary?: string;
  /** The reader's: names are told in it where the timetable has them so; as they stand where it is left out. */
  readonly language?: Language;
  /** Undefined where there is nothing of that name. */
  readonly answer: (city: City, now: number) => CityBody | undefined;
  readonly missing?: string;
  /** How it is said that there is no answer; a problem of RFC 9457 where it is left out. */
  readonly refuse?: Refuse;
}

/** Answers with an error. */
export type Refuse = (
  reply: HttpReply,
  status: number,
  detail: string,
  retryAfterSeconds?: number,
) => HttpReply;

interface Kept {
  readonly stamp: string;
  readonly body: CityBody | undefined;
  readonly version: string;
  readonly codings: LazyCodings;
}

/** Answers questions about the city from memory, each once for all who ask it at the same time. */
@Injectable()
export class AnswerCity {
  readonly #kept = new KeptAnswers<Kept>(KEPT);

  constructor(private readonly cities: ReadCity) {}

  /** 503 before there is a timetable, 404 where the answer is undefined. */
  async send(request: HttpRequest, reply: HttpReply, question: CityQuestion): Promise<HttpReply> {
    const { vary, language, missing, refuse = sendProblem } = question;
    const city = this.cities.find();
    if (!city) return refuse(reply, 503, 'No timetable is in force yet.', STEP_SECONDS);
    const { body, version, codings } = this.#find(city, question);
    if (language !== undefined && (body ?? missing) !== undefined) reply.header('content-language', language);
    if (!body) return refuse(reply, 404, missing ?? 'There is nothing of that name.');
    return answerDocument(request, reply, {
      contentType: body.contentType,
      acceptedTypes: body.acceptedTypes,
      version,
      cacheControl: CACHE_CONTROL,
      ...(vary === undefined ? {} : { vary }),
      bytes: (coding) => codings.get(coding),
      isSmall: Buffer.byteLength(body.text) < MIN_COMPRESSED_BYTES,
    });
  }

  #find(city: City, { key, language, answer }: CityQuestion): Kept {
    const now = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
    const stamp = `${now} ${city.version}`;
    const before = this.#kept.find(key);
    if (before?.stamp === stamp) return before;
    const body = answer(language === undefined ? city : cityIn(city, language), now);
    const version = createHash('sha256')
      .update(body?.text ?? '')
      .digest('base64url')
      .slice(0, 16);
    // The same words: what was compressed for the last instant serves this one.
    const isSame = before?.version === version && body !== undefined;
    const codings = isSame
      ? before.codings
      : new LazyCodings(() => Promise.resolve(Buffer.from(body?.text ?? '')));
    const kept = { stamp, body, version, codings };
    // A question that has no answer is not worth a place: anybody can think of many.
    if (body) this.#kept.keep(key, kept, Buffer.byteLength(body.text));
    else this.#kept.drop(key);
    return kept;
  }
}
