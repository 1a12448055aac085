import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FEED_NAMES, type FeedName } from '@rukh/domain/realtime';
import { ServingMetrics } from '../serving-metrics.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import type { Snapshot } from '../snapshots/snapshot.js';
import { type Document, answerDocument } from './answer-document.js';
import { type Representation, describeFeed } from './describe-feed.js';
import type { HttpReply, HttpRequest } from './http-server.js';
import { OpenRoutes } from './open-routes.js';
import { PrintedFeeds } from './printed-feeds.js';
import { sendProblem } from './send-problem.js';
import { TellReaders } from './tell-readers.service.js';

const REPRESENTATIONS: Readonly<Record<Representation, Pick<Document, 'contentType' | 'acceptedTypes'>>> = {
  pb: {
    contentType: 'application/x-protobuf',
    acceptedTypes: [
      'application/x-protobuf',
      'application/protobuf',
      'application/vnd.google.protobuf',
      'application/octet-stream',
    ],
  },
  json: { contentType: 'application/json; charset=utf-8', acceptedTypes: ['application/json'] },
  txt: { contentType: 'text/plain; charset=utf-8', acceptedTypes: ['text/plain'] },
};

/** A cache before us may answer for a second: a new snapshot comes no sooner. */
const CACHE_CONTROL = 'public, max-age=1, no-transform';
const RETRY_AFTER_SECONDS = 5;

/** /gtfs-rt/{vehicle-positions,trip-updates,alerts,all}.{pb,json,txt}, from memory. */
@Injectable()
export class ServeFeeds implements OnModuleInit {
  readonly #printed = new PrintedFeeds((representation, bytes) => {
    this.metrics.printedBytes.observe({ representation }, bytes);
  });

  constructor(
    private readonly routes: OpenRoutes,
    private readonly shelf: SnapshotShelf,
    private readonly metrics: ServingMetrics,
    private readonly readers: TellReaders,
  ) {}

  onModuleInit(): void {
    for (const name of FEED_NAMES) {
      for (const representation of Object.keys(REPRESENTATIONS) as Representation[]) {
        const url = `/gtfs-rt/${name}.${representation}`;
        this.routes.open(url, describeFeed(name, representation), async (request, reply) => {
          this.readers.note(request, name);
          const answer = await this.#answer(request, reply, name, representation);
          this.metrics.responses.inc({ feed: name, representation, status: answer.raw.statusCode });
          return answer;
        });
      }
    }
  }

  async #answer(
    request: HttpRequest,
    reply: HttpReply,
    name: FeedName,
    representation: Representation,
  ): Promise<HttpReply> {
    const current = this.shelf.find(name);
    if (!current) {
      const detail = 'There is no feed now: nothing was heard of the vehicles for too long, or not yet.';
      return sendProblem(reply, 503, detail, RETRY_AFTER_SECONDS);
    }
    if (representation === 'pb') {
      return answerDocument(request, reply, toDocument(current, 'pb', codingsOf(current)));
    }
    const { snapshot, codings } = this.#printed.print(current, representation, performance.now());
    return answerDocument(
      request,
      reply,
      toDocument(snapshot, representation, (coding) => codings.get(coding)),
    );
  }
}

function codingsOf({ body, gzip, brotli }: Snapshot): Document['bytes'] {
  return (coding) => (coding === 'br' ? brotli : coding === 'gzip' ? gzip : body);
}

function toDocument(
  { version, timestamp }: Snapshot,
  representation: Representation,
  bytes: Document['bytes'],
): Document {
  return {
    ...REPRESENTATIONS[representation],
    version: `${version}-${representation}`,
    modifiedSeconds: timestamp,
    cacheControl: CACHE_CONTROL,
    bytes,
  };
}
