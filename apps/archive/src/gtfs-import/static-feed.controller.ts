import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { OPEN_TO_ALL, Problem } from '@rukh/service';
import { type StaticFeed, StaticFeedStore } from './static-feed.js';

/** The parts of a Fastify request and reply used here. */
interface Request {
  readonly headers: { readonly 'if-none-match'?: string; readonly 'if-modified-since'?: string };
}
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body?: Uint8Array): unknown;
}

/** GET /gtfs/static.zip: the timetable that the realtime feeds speak of, byte for byte as it was imported. */
@ApiTags('gtfs')
@Controller('gtfs')
export class StaticFeedController {
  constructor(private readonly feeds: StaticFeedStore) {}

  @Get('static.zip')
  @RouteConfig(OPEN_TO_ALL)
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'The timetable that the realtime feeds speak of, as it was imported' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of what you have' })
  @ApiHeader({ name: 'If-Modified-Since', required: false, description: 'Last-Modified of what you have' })
  @ApiOkResponse({
    description: 'A GTFS; X-Feed-Version names it as the feeds do',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 304, description: 'You have it already' })
  @ApiResponse({ status: 404, description: 'No GTFS is in force yet.' })
  @ApiResponse({ status: 503, description: 'The database is away.' })
  async download(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const feed = await this.#getFeed();
    reply
      .header('etag', feed.etag)
      .header('last-modified', new Date(feed.lastModifiedSeconds * 1000).toUTCString())
      // Kept, but asked about each time: a cache must not answer with the old one after the feeds went over.
      .header('cache-control', 'public, no-cache')
      .header('x-feed-version', encodeURIComponent(feed.feedVersion));
    if (isUnchanged(request, feed)) {
      reply.status(304).send();
      return;
    }
    reply.header('content-type', 'application/zip').send(feed.archive);
  }

  async #getFeed(): Promise<StaticFeed> {
    const feed = await this.feeds.find(Date.now() / 1000);
    if (!feed) throw new Problem(404, { detail: 'No GTFS is in force yet.' });
    return feed;
  }
}

/** RFC 9110 13.2.2: where there is an If-None-Match, the date is not looked at. */
function isUnchanged({ headers }: Request, feed: StaticFeed): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', feed.etag].includes(tag.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return since >= feed.lastModifiedSeconds * 1000;
}
