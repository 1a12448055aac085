export { HTTP_ADAPTERS, MESSAGE_REFUSALS, MQTT_ADAPTERS, type MessageRefusal } from './adapters/index.js';
export { MESSAGE_LIMITS } from './adapters/ingest-adapter.js';
export { POSITION_MESSAGES } from './asyncapi/describe-positions.js';
export { ingestConfig, type IngestConfig } from './config.js';
export * from './ingest.module.js';
export { POLL_FAILURES, type PollFailure } from './intake/poll-feed.js';
