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
import {
  ALERT_TEMPLATES,
  type AlertList,
  type AlertPreview,
  type AlertRequest,
  type AlertTemplate,
  type AlertView,
  type Principal,
} from '@rukh/domain/dispatch';
import { readRequest, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer } from '../live/describe-live.js';
import { AlertDesk } from './alert-desk.js';
import { alertBody, alertsQuery, nameAlert, readRevision, toAlert } from './alert-requests.js';

const pipes = [new StandardSchemaValidationPipe()];
const view = z.looseObject({ alertId: z.string(), state: z.string(), revision: z.int() });
const previewQuery = z.object({ alertId: z.string().min(1).max(100).optional() });
const PREVIEW_ANSWER = answer(
  'The entity as text, the texts for riders, the boards that show it, and what is wrong with it',
  z.looseObject({
    text: z.string().optional(),
    withheld: z.string().optional(),
    stopCount: z.int(),
    findings: z.array(z.looseObject({ severity: z.string(), text: z.string() })),
    canPublish: z.boolean(),
  }),
);
const IF_MATCH = { name: 'If-Match', required: true, description: 'Its revision' };
const STALE = { status: 409, description: 'Somebody else changed it' };
const NOT_YOURS = { status: 403, description: 'It is not only about lines of your company' };
const NOT_PUBLISHABLE = { status: 422, description: 'Published, it would break a rule of the feeds' };

/** Alerts written by hand. Those of orders come and go with their orders. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/alerts')
export class AlertsController {
  constructor(private readonly desk: AlertDesk) {}

  @Get()
  @Needs('service.read')
  @ApiOperation({ summary: 'Alerts, those changed last first' })
  @ApiOkResponse(answer('Alerts', z.object({ alerts: z.array(view) })))
  async list(
    @Who() principal: Principal,
    @Query({ schema: alertsQuery, pipes }) { state }: z.output<typeof alertsQuery>,
  ): Promise<AlertList> {
    const alerts = await this.desk.list(principal);
    return { alerts: alerts.filter((alert) => state === undefined || alert.state === state) };
  }

  @Get('templates')
  @Needs('service.read')
  @ApiOperation({ summary: 'Texts to begin with' })
  @ApiOkResponse(
    answer('Templates', z.object({ templates: z.array(z.looseObject({ templateId: z.string() })) })),
  )
  templates(): { templates: readonly AlertTemplate[] } {
    return { templates: ALERT_TEMPLATES };
  }

  @Get(':alertId')
  @Needs('service.read')
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse(answer('The alert', view))
  async get(@Who() principal: Principal, @Param('alertId') alertId: string): Promise<AlertView> {
    return this.desk.get(principal, alertId);
  }

  @Post('preview')
  @Needs('alerts.write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'An alert as the feed would have it',
    description:
      'Its id is that of the alert to be changed, else the one that a POST with the same Idempotency-Key will give it: the ' +
      'text is then byte for byte what is published.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiBody({ schema: toApiSchema(alertBody) })
  @ApiOkResponse(PREVIEW_ANSWER)
  preview(
    @Who() principal: Principal,
    @Query({ schema: previewQuery, pipes }) { alertId }: z.output<typeof previewQuery>,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): AlertPreview {
    const request = readRequest(alertBody, body) as AlertRequest;
    return this.desk.preview(principal, toAlert(alertId ?? nameAlert(principal, key), request));
  }

  @Post()
  @Needs('alerts.write')
  @ApiOperation({
    summary: 'Writes an alert',
    description: 'The same request with the same Idempotency-Key is done once.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiBody({ schema: toApiSchema(alertBody) })
  @ApiResponse({ ...answer('The alert', view), status: 201 })
  @ApiResponse(NOT_YOURS)
  @ApiResponse(NOT_PUBLISHABLE)
  async add(
    @Who() principal: Principal,
    @Headers('idempotency-key') key: string | undefined,
    @Body() body: unknown,
  ): Promise<AlertView> {
    const request = readRequest(alertBody, body) as AlertRequest;
    return this.desk.write(principal, toAlert(nameAlert(principal, key), request), request);
  }

  @Put(':alertId')
  @Needs('alerts.write')
  @ApiOperation({ summary: 'Changes an alert; one that is archived is taken out of the archive by it' })
  @ApiHeader(IF_MATCH)
  @ApiBody({ schema: toApiSchema(alertBody) })
  @ApiOkResponse(answer('The alert', view))
  @ApiResponse(NOT_YOURS)
  @ApiResponse(STALE)
  @ApiResponse(NOT_PUBLISHABLE)
  async change(
    @Who() principal: Principal,
    @Param('alertId') alertId: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: unknown,
  ): Promise<AlertView> {
    const request = readRequest(alertBody, body) as AlertRequest;
    return this.desk.rewrite(principal, toAlert(alertId, request), request, readRevision(match));
  }

  @Delete(':alertId')
  @Needs('alerts.write')
  @ApiOperation({ summary: 'Takes an alert back; it stays in the archive' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse(answer('The alert', view))
  @ApiResponse(NOT_YOURS)
  @ApiResponse(STALE)
  async archive(
    @Who() principal: Principal,
    @Param('alertId') alertId: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<AlertView> {
    return this.desk.archive(principal, alertId, readRevision(match), true);
  }

  @Post(':alertId/restore')
  @Needs('alerts.write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes an alert out of the archive, as it was: what was published is told again' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse(answer('The alert', view))
  @ApiResponse(NOT_YOURS)
  @ApiResponse(STALE)
  async restore(
    @Who() principal: Principal,
    @Param('alertId') alertId: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<AlertView> {
    return this.desk.archive(principal, alertId, readRevision(match), false);
  }
}
