/**
 * What a card's bank tells by letter or in its portal: booked by hand as the gateway's word is, once, and the same dispute where
 * the gateway tells of it too.
 */
import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AdminTokenGuard, Problem, type SecurityScheme } from '@rukh/service';
import { ChargebackError } from '../payments/apply-chargebacks.js';
import { PaymentsService } from '../payments/payments.service.js';
import { CHARGEBACK, CHARGEBACK_BODY } from './describe-money.js';
import { MoneyPeople, type PersonRequest } from './money-people.js';
import { chargebackRequest, read } from './money-requests.js';
import { refuseMoney } from './refuse-money.js';

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/chargebacks')
@UseGuards(AdminTokenGuard)
export class ChargebacksController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly people: MoneyPeople,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Books what a bank took back of a payment, or returned, by its letter; the same again is the same',
    ...CHARGEBACK_BODY,
  })
  @ApiResponse({ status: 200, description: 'Whether it is new', content: CHARGEBACK })
  @ApiResponse({ status: 404, description: 'No such payment was taken.' })
  @ApiResponse({
    status: 409,
    description: 'It is more than was taken and not taken back yet, or the dispute is booked otherwise.',
  })
  async book(@Body() body: unknown, @Req() request: PersonRequest): Promise<{ isNew: boolean }> {
    const { payment: key, by, ...told } = read(chargebackRequest, body);
    const person = await this.people.tell(request, by);
    try {
      return { isNew: await this.payments.takeBack({ key, ...told }, person) };
    } catch (error) {
      if (!(error instanceof ChargebackError) || error.refusal === undefined) throw error;
      if (error.refusal === 'NO_PAYMENT') throw new Problem(404, { detail: 'No such payment was taken.' });
      throw refuseMoney('chargeback', error.refusal);
    }
  }
}
