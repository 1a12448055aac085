export * from './full-jitter.js';
export type { MqttEndpoint } from './mqtt-endpoint.js';
export * from './mqtt-publisher.js';
export * from './mqtt-subscriber.js';
export type { Sharing } from './subscribe-shared.js';
