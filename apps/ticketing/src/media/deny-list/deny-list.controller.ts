/** The deny list for devices, and its entries for the administration. */
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  Inject,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type ListDocument, makeFingerprint } from '@rukh/adapters/deny-list';
import { type DenySubject, DenyListStore, DenyListVersions } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { z } from 'zod';
import { DONE, toBody } from '../describe-media.js';
import { MediaKeys } from '../media-keys.js';
import { denying, entryPage } from '../media-requests.js';
import { readId, refusingUnknown } from '../read-request.js';
import { DenyListBoard } from './deny-list-board.js';
import { DOCUMENT, ENTRIES, ENTRY_ID, EPOCH } from './describe-deny-list.js';

const ACTOR = 'admin';

const held = z.object({
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
  epoch: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
  wait: z.coerce.number().int().min(0).max(25).default(0),
});

interface Reply {
  header(name: string, value: string): Reply;
  status(code: number): Reply;
}

@ApiTags('taps')
@Controller('api/v1/deny-list')
export class DenyListController {
  constructor(private readonly board: DenyListBoard) {}

  /** Open to all: without the devices' key it says how many media are refused, and no more. */
  @Get()
  @ApiOperation({
    summary: 'What leads a device to the newest deny list: all of it, what changed, or that nothing did',
    description:
      'With `after` and `epoch` of the list that the device has, and `wait` seconds that it waits for the next ' +
      'version where it has the newest. Each answer is signed; see docs/deny-list.md.',
  })
  @ApiQuery({ name: 'after', required: false, type: Number, description: 'Version that the device has' })
  @ApiQuery({ name: 'epoch', required: false, type: Number, description: 'Epoch that the device has' })
  @ApiQuery({ name: 'wait', required: false, type: Number, description: 'Seconds, at most 25' })
  @ApiResponse({ status: 200, description: 'A snapshot, a delta or a head', content: DOCUMENT })
  @ApiResponse({ status: 304, description: 'The same as If-None-Match; says nothing of how fresh that is' })
  @ApiResponse({ status: 503, description: 'Not loaded yet; come again after Retry-After' })
  async get(
    @Query() query: unknown,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ListDocument | undefined> {
    const { after, epoch, wait } = readRequest(held, query);
    const document = await this.board.answer({ epoch, version: after }, wait);
    const etag = `"${tagOf(document)}"`;
    reply.header('etag', etag).header('cache-control', 'no-cache');
    if (ifNoneMatch !== etag) return document;
    reply.status(304);
    return undefined;
  }
}

/** Of a head its time is part: whoever asks again wants a newer word. */
function tagOf(document: ListDocument): string {
  const { kind, epoch } = document;
  if (kind === 'delta') return `${kind}-${epoch}-${document.from}-${document.to}`;
  return kind === 'head'
    ? `${kind}-${epoch}-${document.version}-${document.issuedAtMs}`
    : `${kind}-${epoch}-${document.version}`;
}

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/deny-list')
@UseGuards(AdminTokenGuard)
export class DenyEntriesController {
  constructor(
    private readonly keys: MediaKeys,
    private readonly board: DenyListBoard,
    @Inject(DenyListStore) private readonly store: DenyListStore,
    @Inject(DenyListVersions) private readonly versions: DenyListVersions,
  ) {}

  @Get('entries')
  @ApiOperation({ summary: 'Entries in force or to come, the latest first' })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiQuery({
    name: 'before',
    required: false,
    type: Number,
    description: 'Number of the last entry of the page before',
  })
  @ApiResponse({ status: 200, description: 'Entries', content: ENTRIES })
  async list(@Query() query: unknown): Promise<object[]> {
    const { limit, before } = readRequest(entryPage, query);
    const entries = await this.store.list(limit, before);
    return entries.map((entry) => ({ ...entry, tokenRef: entry.tokenRef?.toString('hex') ?? null }));
  }

  @Post('entries')
  @ApiOperation({ summary: 'Has a medium, an account, or all whom a funding body pays for, refused' })
  @ApiBody(
    toBody(denying, {
      subject: { scope: 'FUNDING_BODY', fundingBodyId: 'hromada-7' },
      reason: 'FUNDING_BODY',
      validFrom: '2026-03-11T00:00:00+02:00',
    }),
  )
  @ApiResponse({ status: 201, description: 'Its number', content: ENTRY_ID })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 409, description: 'There is such an entry already.' })
  @ApiResponse({ status: 422, description: 'There is no such medium, account or funding body.' })
  async add(@Body() body: unknown): Promise<object> {
    const { subject, reason, validFrom, validUntil } = readRequest(denying, body);
    const whom: DenySubject =
      subject.scope === 'TOKEN'
        ? { scope: 'TOKEN', tokenRef: Buffer.from(subject.tokenRef, 'hex') }
        : subject;
    const entry = {
      subject: whom,
      reason,
      ...(validFrom && { validFrom }),
      ...(validUntil && { validUntil }),
    };
    const added = this.store.add(entry, ACTOR);
    const entryId = await refusingUnknown(added, 'There is no such medium, account or funding body.');
    if (entryId === undefined) throw new Problem(409, { detail: 'There is such an entry already.' });
    return { entryId };
  }

  @Delete('entries/:entryId')
  @ApiOperation({ summary: 'Ends an entry; it stays in the records' })
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such entry in force.' })
  async remove(@Param('entryId') id: string): Promise<object> {
    if (!(await this.store.remove(readId(id), ACTOR))) {
      throw new Problem(404, { detail: 'There is no such entry in force.' });
    }
    return { done: true };
  }

  @Post('epochs')
  @ApiOperation({ summary: 'A new salt: every device takes the whole list anew' })
  @ApiResponse({ status: 201, description: 'The epoch', content: EPOCH })
  async beginEpoch(): Promise<object> {
    const epoch = await this.versions.beginEpoch(
      (salt, tokenRef, sealed) => makeFingerprint(salt, this.keys.seal(tokenRef, sealed)),
      ACTOR,
    );
    await this.board.refresh();
    return { epoch };
  }
}
