import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  StandardSchemaValidationPipe,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ConfirmedOrder, OrderPreview, OrderView, Principal } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import type { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { ToldDrivers } from '../drivers/told-drivers.js';
import { CarrierOf } from '../fleet/carrier-of.js';
import { refuseOrder, seesOrder, seesWords } from './may-order.js';
import {
  CONFIRMED_ANSWER,
  ORDERS_ANSWER,
  ORDER_ANSWER,
  PREVIEW_ANSWER,
  confirmBody,
  readIdempotencyKey,
  ordersQuery,
  previewBody,
  undoBody,
} from './order-requests.js';
import { type OrderRow, OrderStore, toOrderView } from './order-store.js';
import { OrderDrafts, nameDraft } from './order-drafts.js';
import { OrderPreviews } from './order-previews.js';
import type { Wish } from './wish.js';
import { type Confirmation, OrdersService } from './orders.service.js';
import { refuseDropping, refuseRewriting } from './refuse-alone.js';

const pipes = [new StandardSchemaValidationPipe()];

/** What is ordered of the service: previewed, confirmed with a reason, taken back. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/orders')
export class OrdersController {
  constructor(
    private readonly service: OrdersService,
    private readonly previews: OrderPreviews,
    private readonly drafts: OrderDrafts,
    private readonly store: OrderStore,
    private readonly carriers: CarrierOf,
    private readonly drivers: ToldDrivers,
  ) {}

  @Get()
  @Needs('service.read')
  @ApiOperation({
    summary: 'Orders, the newest first',
    description: 'Of a past moment those that were in force then; of any other state there are none.',
  })
  @ApiOkResponse(ORDERS_ANSWER)
  async list(
    @Who() principal: Principal,
    @Query({ schema: ordersQuery, pipes }) { t, state, limit }: z.output<typeof ordersQuery>,
  ): Promise<{ orders: OrderView[] }> {
    const sees = ({ action }: OrderRow): boolean => this.#sees(principal, action);
    const rows =
      t !== undefined
        ? (await this.#listPast(t, state ?? 'active')).filter(sees).slice(0, limit)
        : state === 'told'
          ? (await this.store.listTold()).reverse().filter(sees).slice(0, limit)
          : await this.store.list(state, limit, sees);
    const seen = rows.map((row) => toOrderView(row));
    // What stood on displays then is not kept.
    return { orders: t === undefined ? await this.drivers.add(seen, principal) : seen };
  }

  @Get(':orderId')
  @Needs('service.read')
  @ApiOperation({ summary: 'One order' })
  @ApiOkResponse(ORDER_ANSWER)
  async get(@Who() principal: Principal, @Param('orderId') orderId: string): Promise<OrderView> {
    const [order] = await this.drivers.add([toOrderView(await this.#find(principal, orderId))], principal);
    return order!;
  }

  @Post('preview')
  @Needs('orders.write', 'orders.own_vehicles')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What an order would publish, and what follows from it',
    description: 'Nothing is changed. Texts are those of the feeds; times move until it is confirmed.',
  })
  @ApiBody({ schema: toApiSchema(previewBody) })
  @ApiOkResponse(PREVIEW_ANSWER)
  async preview(@Who() principal: Principal, @Body() body: unknown): Promise<OrderPreview> {
    const wish = readRequest(previewBody, body) as Wish;
    this.#refuse(principal, wish.action, 'ask');
    return this.previews.make(wish);
  }

  @Post()
  @Needs('orders.write', 'orders.own_vehicles')
  @ApiOperation({
    summary: 'Gives an order',
    description:
      'It is in the feeds within two seconds. The same request with the same Idempotency-Key is done once. With the ' +
      'fingerprint of a preview it is refused where it would by now do something else.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiBody({ schema: toApiSchema(confirmBody) })
  @ApiResponse({ ...CONFIRMED_ANSWER, status: 201, description: 'The order is in force' })
  @ApiResponse({ status: 403, description: 'Not yours to give, or a second person has to confirm it' })
  @ApiResponse({ status: 409, description: 'Something changed since the preview, or it is ordered already' })
  @ApiResponse({ status: 422, description: 'It would break a rule of the feeds, or names what is not there' })
  async confirm(
    @Who() principal: Principal,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): Promise<ConfirmedOrder> {
    const wish = readRequest(confirmBody, body) as Confirmation;
    this.#refuse(principal, wish.action);
    return this.service.confirm(wish, principal, readIdempotencyKey(key));
  }

  @Post(':orderId/undo')
  @Needs('orders.write', 'orders.own_vehicles')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes an order back: the feeds are as if it had not been' })
  @ApiBody({ schema: toApiSchema(undoBody) })
  @ApiOkResponse(ORDER_ANSWER)
  @ApiResponse({ status: 409, description: 'It is not in force any more' })
  async undo(
    @Who() principal: Principal,
    @Param('orderId') orderId: string,
    @Body() body: unknown,
  ): Promise<OrderView> {
    const { reason } = readRequest(undoBody, body);
    const row = await this.#find(principal, orderId);
    this.#refuse(principal, row.action);
    return this.service.undo(orderId, reason as Confirmation['reason'], principal);
  }

  @Post('drafts')
  @Needs('orders.write')
  @ApiOperation({ summary: 'Keeps an order that is not given yet' })
  @ApiBody({ schema: toApiSchema(previewBody) })
  @ApiResponse({ ...ORDER_ANSWER, status: 201, description: 'The draft' })
  async draft(@Who() principal: Principal, @Body() body: unknown): Promise<OrderView> {
    return this.#saveDraft(nameDraft(), principal, body);
  }

  @Put('drafts/:orderId')
  @Needs('orders.write')
  @ApiOperation({ summary: 'Changes a draft' })
  @ApiBody({ schema: toApiSchema(previewBody) })
  @ApiOkResponse(ORDER_ANSWER)
  async redraft(
    @Who() principal: Principal,
    @Param('orderId') orderId: string,
    @Body() body: unknown,
  ): Promise<OrderView> {
    const row = await this.#find(principal, orderId);
    return this.#saveDraft(orderId, principal, body, row);
  }

  @Delete('drafts/:orderId')
  @Needs('orders.write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Throws a draft of one’s own away' })
  @ApiResponse({ status: 204, description: 'It is gone' })
  @ApiResponse({ status: 409, description: 'It is no draft any more' })
  async drop(@Who() principal: Principal, @Param('orderId') orderId: string): Promise<void> {
    const draft = await this.#find(principal, orderId);
    refuseDropping(draft, principal);
    await this.#drop(draft, principal);
  }

  @Post('drafts/:orderId/refuse')
  @Needs('orders.city')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Refuses what somebody asked for',
    description: 'By those who could confirm it. The journal keeps who did, and why.',
  })
  @ApiBody({ schema: toApiSchema(undoBody) })
  @ApiResponse({ status: 204, description: 'It is gone' })
  @ApiResponse({ status: 409, description: 'It is no draft any more' })
  async refuse(
    @Who() principal: Principal,
    @Param('orderId') orderId: string,
    @Body() body: unknown,
  ): Promise<void> {
    const { reason } = readRequest(undoBody, body);
    await this.#drop(await this.#find(principal, orderId), principal, reason as Confirmation['reason']);
  }

  /** Those in force at a past moment, as they stood then: what became of them later is not told. */
  async #listPast(at: number, state: OrderRow['state'] | 'told'): Promise<OrderRow[]> {
    if (state !== 'active' && state !== 'told') return [];
    const rows = await this.store.listInForce(at, at);
    return rows.reverse().map((row) => ({ ...row, state: 'active' }));
  }

  async #drop(draft: OrderRow, by: Principal, reason?: Confirmation['reason']): Promise<void> {
    if (await this.drafts.drop(draft, by, reason)) return;
    throw new Problem(409, { type: 'urn:rukh:problem:no_draft', detail: 'It is no draft any more.' });
  }

  async #saveDraft(
    orderId: string,
    principal: Principal,
    body: unknown,
    before?: OrderRow,
  ): Promise<OrderView> {
    const wish = readRequest(previewBody, body) as Wish;
    this.#refuse(principal, wish.action, 'ask');
    if (before) refuseRewriting(before, wish.action, principal);
    const row = await this.drafts.keep(orderId, wish, principal);
    if (!row) {
      throw new Problem(409, { type: 'urn:rukh:problem:no_draft', detail: 'It is no draft any more.' });
    }
    return toOrderView(row);
  }

  #sees(principal: Principal, action: ServiceOrderAction): boolean {
    if (!seesWords(principal, action.kind)) return false;
    if (principal.carrierIds === undefined) return true;
    return seesOrder(principal, action, this.previews.context.schedule, this.carriers);
  }

  async #find(principal: Principal, orderId: string): Promise<OrderRow> {
    const row = await this.store.find(orderId);
    if (!row || !this.#sees(principal, row.action)) {
      throw new Problem(404, { detail: 'There is no such order.' });
    }
    return row;
  }

  #refuse(principal: Principal, action: ServiceOrderAction, wants: 'ask' | 'give' = 'give'): void {
    const why = refuseOrder(principal, action, this.previews.context.schedule, this.carriers, wants);
    if (why) throw new Problem(403, { type: `urn:rukh:problem:${why[0]}`, detail: why[1] });
  }
}
