import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { createPool } from '@rukh/adapters/postgres';
import type { Author, Handover, HandoverList, Principal } from '@rukh/domain/dispatch';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { AlertStore } from '../alerts/alert-store.js';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { answer } from '../live/describe-live.js';
import { OrderStore, toOrderView } from '../orders/order-store.js';
import { DISPATCH_POOL } from '../tokens.js';
import { Journal, authorOf } from './journal.js';

/** Lines of the journal that the next shift is shown: those of the last eight hours, at most so many. */
const SHIFT_SECONDS = 8 * 3600;
const MOST_LINES = 200;

const giveBody = z.object({ notes: z.string().trim().max(8000) });
const acceptBody = z.object({ note: z.string().trim().max(4000).optional() });
const handover = z.looseObject({ handoverId: z.int(), givenAt: z.number(), notes: z.string() });

interface HandoverRow {
  readonly handover_id: string;
  readonly given_by: Author;
  readonly given_at: number;
  readonly notes: string;
  readonly snapshot: Handover['snapshot'];
  readonly accepted_by: Author | null;
  readonly accepted_at: number | null;
  readonly accept_note: string | null;
}

/** Handover between shifts: signed by who leaves, with how things stand, and by who comes. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/handovers')
export class HandoversController {
  constructor(
    @Inject(DISPATCH_POOL) private readonly pool: ReturnType<typeof createPool>,
    private readonly journal: Journal,
    private readonly orders: OrderStore,
    private readonly alerts: AlertStore,
    private readonly exceptions: ExceptionsService,
  ) {}

  @Get()
  @Needs('journal.read')
  @ApiOperation({ summary: 'Handovers of late, the newest first' })
  @ApiOkResponse(answer('Handovers', z.object({ handovers: z.array(handover) })))
  async list(): Promise<HandoverList> {
    const { rows } = await this.pool.query<HandoverRow>(
      'SELECT * FROM dispatch.handovers ORDER BY handover_id DESC LIMIT 50',
    );
    return { handovers: rows.map(toHandover) };
  }

  @Post()
  @Needs('shifts.sign')
  @ApiOperation({ summary: 'Hands the shift over, as things stand' })
  @ApiBody({ schema: toApiSchema(giveBody) })
  @ApiResponse({ ...answer('The handover', handover), status: 201 })
  async give(@Who() principal: Principal, @Body() body: unknown): Promise<Handover> {
    const { notes } = readRequest(giveBody, body);
    const by = authorOf(principal);
    const now = Date.now() / 1000;
    const snapshot = {
      exceptions: this.exceptions.list(),
      orders: (await this.orders.listActive()).map((row) => toOrderView(row)),
      alerts: (await this.alerts.list()).filter(({ state }) => state === 'active'),
      entries: await this.journal.list({ from: now - SHIFT_SECONDS, limit: MOST_LINES }),
    };
    const { rows } = await this.pool.query<HandoverRow>(
      'INSERT INTO dispatch.handovers (given_by, given_at, notes, snapshot) VALUES ($1, $2, $3, $4) RETURNING *',
      [JSON.stringify(by), now, notes, JSON.stringify(snapshot)],
    );
    await this.#note(by, 'handover.given', 'Зміну передано', 'Shift handed over', notes);
    return toHandover(rows[0]!);
  }

  @Post(':handoverId/accept')
  @Needs('shifts.sign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes the shift over' })
  @ApiBody({ required: false, schema: toApiSchema(acceptBody) })
  @ApiOkResponse(answer('The handover', handover))
  @ApiResponse({ status: 409, description: 'Somebody took it over, or it is your own' })
  async accept(
    @Who() principal: Principal,
    @Param('handoverId', ParseIntPipe) handoverId: number,
    @Body() body: unknown,
  ): Promise<Handover> {
    const { note } = readRequest(acceptBody, body);
    const by = authorOf(principal);
    const { rows } = await this.pool.query<HandoverRow>(
      `UPDATE dispatch.handovers SET accepted_by = $2, accepted_at = $3, accept_note = $4
       WHERE handover_id = $1 AND accepted_by IS NULL AND given_by ->> 'userId' <> $5 RETURNING *`,
      [handoverId, JSON.stringify(by), Date.now() / 1000, note ?? null, by.userId],
    );
    if (!rows[0]) throw new Problem(409, { detail: 'Somebody took it over already, or it is your own.' });
    await this.#note(by, 'handover.accepted', 'Зміну прийнято', 'Shift taken over', note);
    return toHandover(rows[0]);
  }

  async #note(by: Author, event: string, uk: string, en: string, note: string | undefined): Promise<void> {
    const line = { by, kind: 'handover' as const, event, text: { uk, en } };
    this.journal.tell(await this.journal.add(note ? { ...line, note } : line));
  }
}

function toHandover(row: HandoverRow): Handover {
  return {
    handoverId: Number(row.handover_id),
    givenBy: row.given_by,
    givenAt: row.given_at,
    notes: row.notes,
    snapshot: row.snapshot,
    ...(row.accepted_by ? { acceptedBy: row.accepted_by } : {}),
    ...(row.accepted_at === null ? {} : { acceptedAt: row.accepted_at }),
    ...(row.accept_note === null ? {} : { acceptNote: row.accept_note }),
  };
}
