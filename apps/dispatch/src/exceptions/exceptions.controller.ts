import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  StandardSchemaValidationPipe,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ExceptionStore } from '@rukh/adapters/postgres';
import {
  type DispatchException,
  type ExceptionsView,
  type Principal,
  type Refusal,
} from '@rukh/domain/dispatch';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { scopeException } from '../live/scope-view.js';
import { WatchService } from '../live/watch.service.js';
import { Moments } from '../replay/moments.js';
import {
  EXCEPTIONS_ANSWER,
  EXCEPTION_ANSWER,
  type ExceptionsQuery,
  exceptionsQuery,
  handlingBody,
  snoozeUntil,
} from './exception-requests.js';
import { ExceptionsService, type Handling } from './exceptions.service.js';

const pipes = [new StandardSchemaValidationPipe()];

/** No id is longer. */
const MOST_LETTERS = 200;

const REFUSALS: Readonly<Record<Exclude<Refusal, 'unknown'>, string>> = {
  solved: 'It is solved already.',
  taken_by_another: 'Somebody else sees to it.',
};

/** What needs a dispatcher, and who sees to it. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/exceptions')
export class ExceptionsController {
  constructor(
    private readonly service: ExceptionsService,
    private readonly store: ExceptionStore,
    private readonly watch: WatchService,
    private readonly moments: Moments,
  ) {}

  @Get()
  @Needs('service.read')
  @ApiOperation({ summary: 'What needs a dispatcher, and what was solved of late' })
  @ApiOkResponse(EXCEPTIONS_ANSWER)
  async list(
    @Who() principal: Principal,
    @Query({ schema: exceptionsQuery, pipes }) query: ExceptionsQuery,
  ): Promise<ExceptionsView> {
    const at = query.t ?? Math.floor(Date.now() / 1000);
    const solved =
      query.state?.includes('solved') === true ? await this.#listSolved(principal, query, at) : [];
    return this.moments.look(query.t, ({ watch, exceptions: open }) => {
      const exceptions = [...open, ...solved]
        .filter((exception) => fits(exception, query))
        .flatMap((exception) => scopeException(principal, watch, exception) ?? []);
      return { at, exceptions };
    });
  }

  @Get(':exceptionId')
  @Needs('service.read')
  @ApiOperation({ summary: 'One exception, also one that is over: as it was when it ended' })
  @ApiOkResponse(EXCEPTION_ANSWER)
  @ApiResponse({ status: 404, description: 'There is none of this id, or not for you' })
  async get(
    @Who() principal: Principal,
    @Param('exceptionId') exceptionId: string,
  ): Promise<DispatchException> {
    const known =
      this.service.find(exceptionId) ?? (await this.store.find(exceptionId.slice(0, MOST_LETTERS)));
    const seen = known && scopeException(principal, this.watch.find(), known);
    if (!seen) throw new Problem(404, { detail: 'There is no such exception.' });
    return seen;
  }

  @Post(':exceptionId/:handling')
  @Needs('exceptions.handle')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes, gives back, snoozes or solves an exception',
    description:
      'A solved one is not raised again before the thing itself was over. Who takes it again changes nothing.',
  })
  @ApiParam({ name: 'handling', enum: ['take', 'release', 'snooze', 'solve'] })
  @ApiBody({ required: false, schema: toApiSchema(handlingBody) })
  @ApiOkResponse(EXCEPTION_ANSWER)
  @ApiResponse({ status: 404, description: 'There is none of this id, or not for you' })
  @ApiResponse({ status: 409, description: 'Somebody else was first' })
  handle(
    @Who() principal: Principal,
    @Param('exceptionId') exceptionId: string,
    @Param('handling') handling: string,
    @Body() body: unknown,
  ): DispatchException {
    if (!isHandling(handling)) throw new Problem(404, { detail: 'There is no such thing to do with it.' });
    const { until, note } = readRequest(handlingBody, body);
    const known = this.service.find(exceptionId);
    if (!known || !scopeException(principal, this.watch.find(), known)) {
      throw new Problem(404, { detail: 'There is no such exception; it may be over.' });
    }
    const wish = { handling, until: snoozeUntil(until, Date.now() / 1000), note };
    const done = this.service.handle(exceptionId, principal, wish);
    if (done === 'unknown') throw new Problem(404, { detail: 'There is no such exception; it may be over.' });
    if (typeof done === 'string') throw new Problem(409, { detail: REFUSALS[done] });
    return scopeException(principal, this.watch.find(), done) ?? done;
  }

  /** Of what somebody may see, and asks for: so many of them, and not those that are left of so many. */
  async #listSolved(
    { carrierIds }: Principal,
    { from, to, kind, ...query }: ExceptionsQuery,
    now: number,
  ): Promise<DispatchException[]> {
    const period = { from: from ?? now - 3600, to: to ?? now + 1 };
    return this.store.listSolved({ ...query, ...period, kinds: kind, carrierIds });
  }
}

function isHandling(text: string): text is Handling {
  return text === 'take' || text === 'release' || text === 'snooze' || text === 'solve';
}

function fits(exception: DispatchException, { state, kind, routeId, vehicleId }: ExceptionsQuery): boolean {
  if (state && !state.includes(exception.state)) return false;
  if (kind && !kind.includes(exception.kind)) return false;
  if (routeId !== undefined && exception.routeId !== routeId) return false;
  return (
    vehicleId === undefined || vehicleId === exception.vehicleId || vehicleId === exception.otherVehicleId
  );
}
