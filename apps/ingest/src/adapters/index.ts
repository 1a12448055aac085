import { hfpMqtt } from './hfp-mqtt.js';
import type { IngestAdapter, MqttAdapter } from './ingest-adapter.js';
import { rukhHttp } from './rukh-http.js';
import { rukhMqtt } from './rukh-mqtt.js';
import { traccarHttp } from './traccar-http.js';

export * from './ingest-adapter.js';

/** Forms of messages over MQTT; RUKH_INGEST_ADAPTERS chooses among them. */
export const MQTT_ADAPTERS: readonly MqttAdapter[] = [rukhMqtt, hfpMqtt];

/** Forms of POST /ingest/v1/{name}. */
export const HTTP_ADAPTERS: readonly IngestAdapter[] = [rukhHttp, traccarHttp];
