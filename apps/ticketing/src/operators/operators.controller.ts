/** Who takes part in the money, by HTTP, behind the administration token. */
import { Body, Controller, Get, Param, Post, Put, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { OPERATOR_ROLES, type Operator, OperatorStore } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import { LANGUAGES } from '../ledger/money-requests.js';
import { body } from '../devices/describe-devices.js';

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, _, . or -');
const word = z.string().trim().min(1).max(200);
const name = z.strictObject({
  name: word,
  names: z
    .strictObject(Object.fromEntries(LANGUAGES.map((lang) => [lang, word.optional()])))
    .default({})
    .describe('In the languages of pages, where they differ from the name'),
});
const operator = name.extend({
  operatorId: id,
  role: z.enum(OPERATOR_ROLES).default('CARRIER'),
});

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/operators')
@UseGuards(AdminTokenGuard)
export class OperatorsController {
  constructor(private readonly operators: OperatorStore) {}

  @Get()
  @ApiOperation({ summary: 'Carriers, those who pay for concessions, and the scheme' })
  @ApiResponse({
    status: 200,
    description: 'All, by id',
    content: jsonContent(z.object({ operators: z.array(operator) })),
  })
  async list(): Promise<object> {
    return { operators: await this.operators.list() };
  }

  @Post()
  @ApiOperation({
    summary: 'Adds one',
    requestBody: body(operator, {
      ...{ operatorId: 'lviv', name: 'Lviv', role: 'FUNDING_BODY' },
      names: { uk: 'Львівська громада', en: 'Lviv community' },
    }),
  })
  @ApiResponse({ status: 201, description: 'Added', content: jsonContent(operator) })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 409, description: 'There is one of this id.' })
  async add(@Body() sent: unknown): Promise<Operator> {
    const added = readRequest(operator, sent);
    if (await this.operators.add(added)) return added;
    throw new Problem(409, { detail: `There is an operator ${added.operatorId}.` });
  }

  @Put(':operatorId/name')
  @ApiOperation({
    summary: 'Says what one is called from now on, on pages of the past too',
    requestBody: body(name, {
      name: 'Lvivelectrotrans',
      names: { uk: 'Львівелектротранс', en: 'Lvivelectrotrans' },
    }),
  })
  @ApiResponse({ status: 200, description: 'As it is now', content: jsonContent(operator) })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is none of this id.' })
  async rename(@Param('operatorId') sent: string, @Body() called: unknown): Promise<Operator> {
    const operatorId = readRequest(id, sent, 'operatorId');
    const renamed = await this.operators.rename(operatorId, readRequest(name, called));
    if (renamed) return renamed;
    throw new Problem(404, { detail: `There is no operator ${operatorId}.` });
  }
}
