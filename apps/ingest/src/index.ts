export { ingestConfig, type IngestConfig } from './config.js';
export { HTTP_ADAPTERS, MESSAGE_REFUSALS, MQTT_ADAPTERS } from './adapters/index.js';
export * from './ingest.module.js';
