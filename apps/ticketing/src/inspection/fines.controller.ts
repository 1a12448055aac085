/**
 * What became of the money of fines, as the office notes it. A fine is no fare: its money is not in the ledger, and goes
 * to whoever may fine; that what was paid for one that fell away goes back to the rider, is kept here.
 */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { FINE_STATES, type FineMoney, Fines, type OfficeFine } from '@rukh/adapters/postgres';
import {
  AdminTokenGuard,
  Problem,
  type SecurityScheme,
  jsonContent,
  readRequest,
  toApiSchema,
} from '@rukh/service';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import {
  fineIdParam,
  fineMoneyRequest,
  officeFineAnswer,
  officeFinesAnswer,
  officeFinesQuery,
} from './inspection-requests.js';

const FINE = jsonContent(officeFineAnswer);

@ApiTags('inspection')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/fines')
@UseGuards(AdminTokenGuard)
export class FinesController {
  constructor(
    private readonly fines: Fines,
    private readonly people: MoneyPeople,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Fines, the newest first; TO_REFUND are those whose money is still to go back' })
  @ApiQuery({ name: 'state', required: false, enum: FINE_STATES })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Fines', content: jsonContent(officeFinesAnswer) })
  async list(@Query() query: unknown): Promise<{ fines: OfficeFine[] }> {
    const { state, limit } = readRequest(officeFinesQuery, query);
    return { fines: await this.fines.list(state, limit) };
  }

  @Post(':fineId/payment')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Notes that a fine was paid; of one that has fallen away the money is to go back',
  })
  @ApiBody({ schema: toApiSchema(fineMoneyRequest) })
  @ApiResponse({ status: 200, description: 'The fine; the same document again is the same', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({ status: 409, description: 'It is paid by another document.' })
  async pay(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#move('PAYMENT', id, body, request);
  }

  @Post(':fineId/refund')
  @HttpCode(200)
  @ApiOperation({ summary: 'Notes that the money of a fine that fell away was given back' })
  @ApiBody({ schema: toApiSchema(fineMoneyRequest) })
  @ApiResponse({ status: 200, description: 'The fine; the same document again is the same', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({ status: 409, description: 'There is no money to go back.' })
  async giveBack(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#move('REFUND', id, body, request);
  }

  async #move(
    moves: FineMoney['moves'],
    id: string,
    body: unknown,
    request: PersonRequest,
  ): Promise<OfficeFine> {
    const fineId = readRequest(fineIdParam, id, 'fineId');
    const { reference, by } = readRequest(fineMoneyRequest, body);
    const person = await this.people.tell(request, by);
    const fine = await this.fines.moveMoney({ fineId, moves, reference, by: person });
    if (fine === undefined) throw new Problem(404, { detail: 'There is no such fine.' });
    if (fine === 'NOT_POSSIBLE') throw new Problem(409, { detail: NOT_POSSIBLE[moves] });
    return fine;
  }
}

const NOT_POSSIBLE: Readonly<Record<FineMoney['moves'], string>> = {
  PAYMENT: 'The fine is paid already, by another document.',
  REFUND: 'There is no money of this fine that is to go back.',
};
