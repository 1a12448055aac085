import { Body, Controller, Get, Post, Query, StandardSchemaValidationPipe, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { JOURNAL_KINDS, type JournalEntry, type JournalPage, type Principal } from '@rukh/domain/dispatch';
import { readRequest, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer } from '../live/describe-live.js';
import { Journal, type JournalQuery, authorOf } from './journal.js';

const pipes = [new StandardSchemaValidationPipe()];
const id = z.string().min(1).max(200);

const noteBody = z.object({
  text: z.string().trim().min(1).max(4000),
  vehicleId: id.optional(),
  routeId: id.optional(),
  orderId: id.optional(),
  exceptionId: id.optional(),
});
const journalQuery = z.object({
  from: z.coerce.number().optional().describe('Epoch seconds'),
  to: z.coerce.number().optional(),
  kind: z.enum(JOURNAL_KINDS).optional(),
  orderId: id.optional(),
  person: z.string().trim().min(1).max(100).optional().describe('Part of the name of who did it'),
  before: z.coerce.number().int().optional().describe('Lines older than this one'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const entry = z.looseObject({
  entryId: z.int(),
  at: z.number(),
  kind: z.enum(JOURNAL_KINDS),
  event: z.string(),
});

/** The journal of the shift. Lines are only ever added. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/journal')
export class JournalController {
  constructor(private readonly journal: Journal) {}

  @Get()
  @Needs('journal.read')
  @ApiOperation({ summary: 'What happened, the newest first' })
  @ApiOkResponse(
    answer('Lines of the journal', z.object({ entries: z.array(entry), nextBefore: z.int().optional() })),
  )
  async list(@Query({ schema: journalQuery, pipes }) query: JournalQuery): Promise<JournalPage> {
    const entries = await this.journal.list(query);
    const last = entries.at(-1);
    return entries.length === query.limit && last ? { entries, nextBefore: last.entryId } : { entries };
  }

  @Post()
  @Needs('journal.write')
  @ApiOperation({ summary: 'Adds a note' })
  @ApiBody({ schema: toApiSchema(noteBody) })
  @ApiResponse({ ...answer('The line', entry), status: 201 })
  async add(@Who() principal: Principal, @Body() body: unknown): Promise<JournalEntry> {
    const { text, ...about } = readRequest(noteBody, body);
    const known = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
    const line = await this.journal.add({
      by: authorOf(principal),
      kind: 'note',
      event: 'note',
      text: { uk: text, en: text },
      note: text,
      ...known,
    });
    this.journal.tell(line);
    return line;
  }
}
