/** The ledger as finance reads it: balances, and the audit of a day. */
import { Controller, Get, Headers, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  type AccountBalance,
  type Database,
  checkSeal,
  listBalances,
  readDayReport,
} from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme } from '@rukh/service';
import { PartyNames } from '../operators/party-names.js';
import { Tariffs } from '../pricing/tariffs.js';
import { type Reply, answer } from './answer-page.js';
import { BALANCES, DAY, SEAL_CHECK } from './describe-money.js';
import { sha256Link } from './hash-link.js';
import { MONEY_POOL } from './money-pool.js';
import { ForMoneyReaders } from './money-reader.guard.js';
import { balancesQuery, day, pageQuery, read } from './money-requests.js';
import { writeDayPage } from './write-day-page.js';
import { writeSealPage } from './write-seal-page.js';

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/ledger')
export class LedgerController {
  constructor(
    @Inject(MONEY_POOL) private readonly pool: Database,
    private readonly parties: PartyNames,
    private readonly tariffs: Tariffs,
  ) {}

  @Get('balances')
  @UseGuards(AdminTokenGuard)
  @ApiOperation({ summary: 'Balances of accounts of the ledger' })
  @ApiQuery({ name: 'prefix', required: false, type: String })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'In the order of accounts', content: BALANCES })
  async balances(@Query() query: unknown): Promise<{ balances: AccountBalance[] }> {
    const { prefix, limit } = read(balancesQuery, query);
    return { balances: await listBalances(this.pool, prefix, limit) };
  }

  @Get('days/:date')
  @ForMoneyReaders()
  @ApiOperation({ summary: 'The audit of a day: JSON, or a page to read' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiResponse({ status: 200, description: 'Taps, charges, bookings, settlements, seal', content: DAY })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async day(
    @Param('date') date: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const wish = read(pageQuery, query);
    const report = await readDayReport(this.pool, read(day, date));
    const options = await this.parties.readPageOptions();
    const currency = report.currency ?? (await this.tariffs.findCurrency(Date.now()));
    answer(reply, {
      wish,
      accept,
      value: report,
      page: (lang) => writeDayPage({ ...report, currency }, options(lang)),
    });
  }

  @Get('days/:date/seal')
  @ForMoneyReaders()
  @ApiOperation({ summary: 'Holds a sealed day against its seal: JSON, or a page to read' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiResponse({ status: 200, description: 'What was sealed and what is there now', content: SEAL_CHECK })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'The day is not sealed.' })
  async seal(
    @Param('date') date: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const wish = read(pageQuery, query);
    const check = await checkSeal(this.pool, read(day, date), sha256Link);
    if (!check) throw new Problem(404, { detail: 'The day is not sealed.' });
    const options = await this.parties.readPageOptions();
    answer(reply, {
      wish,
      accept,
      value: check,
      page: (lang) => writeSealPage(check, options(lang)),
    });
  }
}
