/** The broker of the stage, in a process of its own. */
import { startMqttBroker } from '@rukh/adapters/mqtt-broker';

await startMqttBroker({ port: Number(process.env.CHAOS_BROKER_PORT) });
