/** Charges, why they are what they are, and rides from the tap to the settlement. */
import { Controller, Get, Headers, Inject, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type ChargeRevision, type Database, RideReader, listDayRides } from '@rukh/adapters/postgres';
import { type Charge, tellTap } from '@rukh/domain/fares';
import { AdminTokenGuard, Problem, type SecurityScheme } from '@rukh/service';
import { PartyNames } from '../operators/party-names.js';
import { Tariffs } from '../pricing/tariffs.js';
import { ShareRide } from '../reports/share-ride.js';
import { CHARGES, EXPLANATION, RIDE, RIDES } from './describe-money.js';
import { type Explanation, explainRevision } from './explain-revision.js';
import {
  chargesQuery,
  explanationQuery,
  idParam,
  pageQuery,
  read,
  rideParams,
  ridesQuery,
} from './money-requests.js';
import { type Reply, answer } from './answer-page.js';
import { MONEY_POOL } from './money-pool.js';
import { ForMoneyReaders, type MoneyReaderRequest } from './money-reader.guard.js';
import { listWithoutRiders, shareWithoutRider, withoutRider } from './without-rider.js';
import { writeRidePage } from './write-ride-page.js';
import { writeRidesPage } from './write-rides-page.js';

const NOT_OF_A_RIDER = new Problem(403, { detail: 'Rides of one rider are shown by token only.' });

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1')
export class ChargesController {
  constructor(
    @Inject(MONEY_POOL) private readonly pool: Database,
    private readonly rides: RideReader,
    private readonly shares: ShareRide,
    private readonly tariffs: Tariffs,
    private readonly parties: PartyNames,
  ) {}

  @Get('accounts/:accountId/charges')
  @UseGuards(AdminTokenGuard)
  @ApiOperation({ summary: 'What the rides of an account cost, the newest first' })
  @ApiQuery({
    name: 'from',
    required: false,
    type: String,
    description: 'ISO 8601; 31 days ago where not given',
  })
  @ApiQuery({ name: 'to', required: false, type: String, description: 'ISO 8601; now where not given' })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'The revisions that hold', content: CHARGES })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async list(
    @Param('accountId') id: string,
    @Query() query: unknown,
  ): Promise<{ charges: ChargeRevision[] }> {
    const accountId = read(idParam, id);
    const { from, to, limit } = read(chargesQuery, query);
    const toMs = to === undefined ? Date.now() : Date.parse(to);
    const fromMs = from === undefined ? toMs - 31 * 86_400_000 : Date.parse(from);
    return { charges: await this.rides.listCharges(accountId, { fromMs, toMs, limit }) };
  }

  @Get('charges/:chargeId/explanation')
  @UseGuards(AdminTokenGuard)
  @ApiOperation({ summary: 'Why a charge is what it is, in words' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiResponse({ status: 200, description: 'Sentences, and what they were made of', content: EXPLANATION })
  @ApiResponse({ status: 404, description: 'There is no such charge.' })
  async explain(@Param('chargeId') id: string, @Query() query: unknown): Promise<Explanation> {
    const charge = await this.rides.findCharge(read(idParam, id));
    if (!charge) throw new Problem(404, { detail: 'There is no such charge.' });
    const { lang } = read(explanationQuery, query);
    const holds = charge.isCurrent ? charge : await this.rides.findCurrent(charge.rideRef);
    const nameParty = (await this.parties.read())(lang);
    const tariffs = await this.tariffs.findHistory();
    return explainRevision(charge, holds, { lang, tariffs, nameParty });
  }

  @Get('rides')
  @ForMoneyReaders()
  @ApiOperation({ summary: 'Rides of a fare day, the newest first: JSON, or a page to choose from' })
  @ApiQuery({ name: 'day', required: true, type: String, description: 'Fare day, YYYY-MM-DD' })
  @ApiQuery({ name: 'accountId', required: false, type: String })
  @ApiQuery({ name: 'disposition', required: false, type: String, description: 'What became of the ride' })
  @ApiQuery({ name: 'operatorId', required: false, type: String })
  @ApiQuery({ name: 'fundingBodyId', required: false, type: String, description: 'Who owes for the rider' })
  @ApiQuery({ name: 'after', required: false, type: String, description: '`next` of the page before' })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiResponse({ status: 200, description: 'The revisions that hold', content: RIDES })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async rideList(
    @Req() { readsSignedIn }: MoneyReaderRequest,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { lang, format, after, ...wish } = read(ridesQuery, query);
    if (readsSignedIn && wish.accountId !== undefined) throw NOT_OF_A_RIDER;
    const [tappedAt, rideRef] = after === undefined ? [] : splitOnce(after);
    const start = tappedAt === undefined ? undefined : { tappedAt, rideRef: rideRef! };
    const found = await listDayRides(this.pool, { ...wish, after: start });
    const rides = readsSignedIn ? listWithoutRiders(found) : found;
    const last = rides.at(-1);
    const isMore = last && rides.length === wish.limit;
    const next = isMore ? `${last.tappedAt.toISOString()}_${last.rideRef}` : null;
    const options = await this.parties.readPageOptions();
    answer(reply, {
      wish: { lang, format },
      accept,
      value: { rides, next },
      page: (to) => writeRidesPage({ rides, next, wish }, options(to)),
    });
  }

  @Get('rides/:deviceId/:seq')
  @ForMoneyReaders()
  @ApiOperation({ summary: 'A ride from the tap to the settlement: JSON, or a page to read' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiResponse({ status: 200, description: 'All that is known of the ride', content: RIDE })
  @ApiResponse({ status: 404, description: 'There is no such tap.' })
  async trace(
    @Req() { readsSignedIn }: MoneyReaderRequest,
    @Param('deviceId') device: string,
    @Param('seq') number: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { deviceId, seq } = read(rideParams, { deviceId: device, seq: number });
    const wish = read(pageQuery, query);
    const found = await this.rides.traceRide(deviceId, seq);
    if (!found) throw new Problem(404, { detail: 'There is no such tap.' });
    const holds = found.revisions.findLast(({ isCurrent }) => isCurrent);
    const isRide = holds !== undefined && holds.disposition !== 'VOID';
    const tapDisposition = isRide ? tellTap(holds.details as Charge, `${deviceId}/${seq}`) : null;
    const all = isRide ? await this.shares.share(holds) : null;
    const tariffs = await this.tariffs.findHistory();
    const trace = readsSignedIn ? withoutRider(found) : found;
    const shares = all && readsSignedIn ? shareWithoutRider(all, found.rideRef) : all;
    const options = await this.parties.readPageOptions();
    answer(reply, {
      wish,
      accept,
      value: { ...trace, tapDisposition, shares },
      page: (lang) => writeRidePage(trace, { ...options(lang), tariffs, tapDisposition, shares }),
    });
  }
}

function splitOnce(after: string): [string, string] {
  const at = after.indexOf('_');
  return [after.slice(0, at), after.slice(at + 1)];
}
