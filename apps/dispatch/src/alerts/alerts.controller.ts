import { randomBytes } from 'node:crypto';
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
  speak,
} from '@rukh/domain/dispatch';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { Journal, authorOf } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { answer } from '../live/describe-live.js';
import { FeedMirror } from '../orders/feed-mirror.js';
import { ALERT_PREFIX, NoticeMirror } from '../orders/notice-mirror.js';
import { printEntity } from '../orders/preview-order.js';
import { alertBody, alertsQuery } from './alert-requests.js';
import { AlertStore } from './alert-store.js';

const pipes = [new StandardSchemaValidationPipe()];
const view = z.looseObject({ alertId: z.string(), state: z.string(), revision: z.int() });

/** Alerts written by hand. Those of orders come and go with their orders. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/alerts')
export class AlertsController {
  constructor(
    private readonly store: AlertStore,
    private readonly mirror: NoticeMirror,
    private readonly feed: FeedMirror,
    private readonly journal: Journal,
    private readonly events: LiveEvents,
  ) {}

  @Get()
  @Needs('service.read')
  @ApiOperation({ summary: 'Alerts, those changed last first' })
  @ApiOkResponse(answer('Alerts', z.object({ alerts: z.array(view) })))
  async list(
    @Query({ schema: alertsQuery, pipes }) { state }: z.output<typeof alertsQuery>,
  ): Promise<AlertList> {
    return { alerts: await this.store.list(state) };
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
  async get(@Param('alertId') alertId: string): Promise<AlertView> {
    return this.#find(alertId);
  }

  @Post('preview')
  @Needs('alerts.write')
  @HttpCode(200)
  @ApiOperation({ summary: 'An alert as the feed would have it' })
  @ApiBody({ schema: toApiSchema(alertBody) })
  @ApiOkResponse(
    answer('The entity as text, and the texts for riders', z.looseObject({ text: z.string().optional() })),
  )
  async preview(@Body() body: unknown): Promise<AlertPreview> {
    const alert = toAlert(`${ALERT_PREFIX}preview`, readRequest(alertBody, body) as AlertRequest);
    const others = await this.mirror.listAlerts();
    const [built] = await this.feed.build([[]], [...others, alert], Date.now() / 1000);
    const entity = built?.lists.alerts?.find(({ id }) => id === `a:${alert.alertId}`);
    const withheld = built?.publication.withheld.find(({ id }) => id === alert.alertId)?.reason;
    return {
      ...(entity ? { text: printEntity(entity) } : {}),
      ...(withheld === undefined ? {} : { withheld }),
      riderText: { uk: textsOf(alert, 'uk'), en: textsOf(alert, 'en') },
      findings: withheld === undefined ? [] : [{ severity: 'error', text: withheld }],
      warnings: [],
    };
  }

  @Post()
  @Needs('alerts.write')
  @ApiOperation({ summary: 'Writes an alert' })
  @ApiBody({ schema: toApiSchema(alertBody) })
  @ApiResponse({ ...answer('The alert', view), status: 201 })
  async add(@Who() principal: Principal, @Body() body: unknown): Promise<AlertView> {
    const request = readRequest(alertBody, body) as AlertRequest;
    const alert = toAlert(`${ALERT_PREFIX}${randomBytes(8).toString('hex')}`, request);
    const made = await this.store.add(alert, request.publish, authorOf(principal));
    await this.#told(principal, 'alert.written', undefined, made);
    return made;
  }

  @Put(':alertId')
  @Needs('alerts.write')
  @ApiOperation({ summary: 'Changes an alert' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'Its revision' })
  @ApiBody({ schema: toApiSchema(alertBody) })
  @ApiOkResponse(answer('The alert', view))
  @ApiResponse({ status: 409, description: 'Somebody else changed it' })
  async change(
    @Who() principal: Principal,
    @Param('alertId') alertId: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: unknown,
  ): Promise<AlertView> {
    const request = readRequest(alertBody, body) as AlertRequest;
    const before = await this.#find(alertId);
    const by = authorOf(principal);
    const done = await this.store.change(toAlert(alertId, request), request.publish, revisionOf(match), by);
    if (!done) throw changedBy(await this.#find(alertId));
    await this.#told(principal, 'alert.changed', before, done);
    return done;
  }

  @Delete(':alertId')
  @Needs('alerts.write')
  @ApiOperation({ summary: 'Takes an alert back; it stays in the archive' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'Its revision' })
  @ApiOkResponse(answer('The alert', view))
  @ApiResponse({ status: 409, description: 'Somebody else changed it' })
  async archive(
    @Who() principal: Principal,
    @Param('alertId') alertId: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<AlertView> {
    const before = await this.#find(alertId);
    const done = await this.store.archive(alertId, revisionOf(match), authorOf(principal));
    if (!done) throw changedBy(await this.#find(alertId));
    await this.#told(principal, 'alert.archived', before, done);
    return done;
  }

  async #find(alertId: string): Promise<AlertView> {
    const found = await this.store.find(alertId);
    if (!found) throw new Problem(404, { detail: 'There is no such alert.' });
    return found;
  }

  async #told(
    principal: Principal,
    event: string,
    before: AlertView | undefined,
    after: AlertView,
  ): Promise<void> {
    const { alertId, alert } = after;
    const text = { uk: alert.header['uk'] ?? '', en: alert.header['en'] ?? '' };
    const line = { by: authorOf(principal), kind: 'alert' as const, event, text, alertId, after };
    const entry = await this.journal.add(before ? { ...line, before } : line);
    await this.mirror.look();
    this.events.publish('alerts', { alertId });
    this.journal.tell(entry);
  }
}

function toAlert(alertId: string, { image, url, ...asked }: AlertRequest): ServiceAlert {
  const told = Object.entries(asked).filter(([name]) => name !== 'publish');
  const request = Object.fromEntries(told) as Omit<typeof asked, 'publish'>;
  return {
    ...request,
    alertId,
    header: { ...request.header },
    description: { ...request.description },
    ttsHeader: { ...(request.ttsHeader ?? speak(request.header)) },
    ttsDescription: { ...(request.ttsDescription ?? speak(request.description)) },
    ...(url ? { url: { ...url } } : {}),
    ...(image ? { image: { ...image, alternativeText: { ...image.alternativeText } } } : {}),
  };
}

function textsOf(alert: ServiceAlert, language: 'uk' | 'en'): AlertPreview['riderText']['uk'] {
  return {
    header: alert.header[language] ?? '',
    description: alert.description[language] ?? '',
    ttsHeader: alert.ttsHeader?.[language] ?? '',
    ttsDescription: alert.ttsDescription?.[language] ?? '',
  };
}

function revisionOf(match: string | undefined): number {
  const revision = Number(/^"?(\d{1,9})"?$/.exec(match ?? '')?.[1]);
  if (!Number.isInteger(revision)) {
    throw new Problem(428, { detail: 'The header If-Match says which revision is meant.' });
  }
  return revision;
}

function changedBy({ revision, changedBy: by, state }: AlertView): Problem {
  return new Problem(409, {
    type: 'urn:rukh:problem:stale_revision',
    detail: `${by.name} changed it meanwhile: it is ${state}, revision ${revision}.`,
  });
}
