// The process of the embedded MQTT broker, a child of `rukh up`: apart from the services, so that trackers stay
// connected while those restart.
import { startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { RukhLogger, loadConfig, serviceConfig } from '@rukh/service';
import { z } from 'zod';
import { onceAMinute } from './once-a-minute.js';
import { readBrokerAccounts, readDeviceKey, readVehicleKey } from './broker-accounts.js';

const TRACKER_MESSAGES_PER_SECOND = 50;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const environment = z
  .object({
    RUKH_BROKER_HOME: z.string(),
    RUKH_MQTT_HOST: z.string(),
    RUKH_MQTT_PORT: z.coerce.number(),
    RUKH_DEMO: z.stringbool().default(false),
  })
  .parse(process.env);

const logger = new RukhLogger('mqtt', loadConfig(serviceConfig).RUKH_LOG_LEVEL);
// Whoever connects a tracker looks here for why nothing comes.
const tellTrouble = onceAMinute((sentence) => {
  logger.warn(sentence);
});
const { service, tracker } = readBrokerAccounts(environment.RUKH_BROKER_HOME);
const broker = await startMqttBroker({
  host: environment.RUKH_MQTT_HOST,
  port: environment.RUKH_MQTT_PORT,
  access: {
    accounts: [service, tracker],
    deviceKey: readDeviceKey(environment.RUKH_BROKER_HOME),
    vehicleKey: readVehicleKey(environment.RUKH_BROKER_HOME),
    // Only a made-up city on a broker that nobody else can reach is open to everybody.
    anonymous: environment.RUKH_DEMO && LOOPBACK.includes(environment.RUKH_MQTT_HOST),
  },
  maxMessagesPerSecond: TRACKER_MESSAGES_PER_SECOND,
  onError: ({ message }, clientId) => {
    tellTrouble(`a connection of "${clientId}" ended: ${message}`);
  },
});
logger.log(`listening at ${broker.url}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void broker.stop().finally(() => process.exit(0)));
}
