export * from './start-mqtt-broker.js';
