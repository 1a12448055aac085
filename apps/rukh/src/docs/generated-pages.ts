/**
 * Every page of docs/ that is generated. Those on metrics and HTTP come from the services themselves, as they run:
 * what is not declared by anything that runs is on no page, and what runs is on one.
 */
import { archiveConfig, gtfsImportConfig } from '@rukh/archive';
import { feedsConfig } from '@rukh/feeds';
import { POSITION_MESSAGES, ingestConfig } from '@rukh/ingest';
import { type ApiDocument, type MetricDescription, serviceConfig, writeAsyncApi } from '@rukh/service';
import { ORDER_MESSAGES, dispatchConfig } from '@rukh/dispatch';
import { TAP_MESSAGES, ticketingConfig } from '@rukh/ticketing';
import { trackingConfig } from '@rukh/tracking';
import { cityConfig } from '../up/up-config.js';
import { writeTapFileSchema } from '../tariff/tap-file.js';
import { type ConfiguredApp, writeConfiguration } from './write-configuration.js';
import { writeFeedRules } from './write-feed-rules.js';
import { writeGtfsRules } from './write-gtfs-rules.js';
import { writeMetrics } from './write-metrics.js';
import { writeOpenApi } from './write-openapi.js';
import { writePredictionParameters, writeTrackingParameters } from './write-parameters.js';
import { writePathologies } from './write-pathologies.js';
import { writeReasons } from './write-reasons.js';

/** What a running process of all services says of itself. */
export interface RunningServices {
  readonly metrics: readonly MetricDescription[];
  readonly api: ApiDocument;
}

const CONFIGURED: readonly ConfiguredApp[] = [
  { app: '`rukh up`', schema: cityConfig },
  { app: 'every service', schema: serviceConfig },
  { app: 'ingest', schema: ingestConfig },
  { app: 'tracking', schema: trackingConfig },
  { app: 'feeds', schema: feedsConfig },
  { app: 'archive', schema: archiveConfig.extend(gtfsImportConfig.shape) },
  { app: 'ticketing', schema: ticketingConfig },
  { app: 'dispatch', schema: dispatchConfig },
];

/** Text of each generated page by its path from the root of the repository. */
export const GENERATED_PAGES: Readonly<Record<string, (running: RunningServices) => string>> = {
  'docs/configuration.md': () => writeConfiguration(CONFIGURED),
  'docs/rejections.md': writeReasons,
  'docs/feed-rules.md': writeFeedRules,
  'docs/gtfs-rules.md': writeGtfsRules,
  'docs/pathologies.md': writePathologies,
  'docs/tracking-parameters.md': writeTrackingParameters,
  'docs/prediction-parameters.md': writePredictionParameters,
  'docs/tap-file.schema.json': writeTapFileSchema,
  'docs/metrics.md': ({ metrics }) => writeMetrics(metrics),
  'docs/asyncapi.yaml': () => writeAsyncApi([POSITION_MESSAGES, TAP_MESSAGES, ORDER_MESSAGES]),
  'docs/openapi.yaml': ({ api }) => writeOpenApi(api),
};
