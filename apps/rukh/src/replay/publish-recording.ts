import { setTimeout as delay } from 'node:timers/promises';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { encodeVehicleReports } from '@rukh/adapters/protobuf';
import type { VehicleReport } from '@rukh/domain/vehicle';
import type { BrokerEndpoint } from '@rukh/service';
import { readRecording } from './read-recording.js';
import type { Hidden, RecordedRow } from './recorded-row.js';

export interface PublishOptions {
  readonly broker: BrokerEndpoint;
  readonly agency: string;
  /** Times real time. */
  readonly speed: number;
  /** Leave timestamps as recorded; else the recording begins now, and its clock runs at `speed`. */
  readonly keepTime: boolean;
  readonly progress: (sent: number, recordedAtSeconds: number) => void;
}

/** A broker that is away is waited for; after this long without it the replay gives up. */
const PATIENCE_MS = 60_000;

/**
 * Plays a recording over MQTT as its vehicles would have sent it, in the order it was received. Answers how many
 * reports went out, and how many rows were no reports. Throws where the broker stays away.
 */
export async function publishRecording(
  recording: string,
  hidden: Hidden,
  options: PublishOptions,
): Promise<{ sent: number; malformed: number }> {
  let trouble = '';
  const publisher = new MqttPublisher({
    endpoint: options.broker,
    clientIdPrefix: 'rukh-replay',
    onError: (error) => (trouble = `: ${error.message === '' ? error.name : error.message}`),
  });
  publisher.start();
  try {
    if (!(await publisher.untilConnected(PATIENCE_MS))) {
      throw new Error(`the broker was not reached${trouble}`);
    }
    return await publishRows(publisher, recording, hidden, options);
  } finally {
    await publisher.stop();
  }
}

async function publishRows(
  publisher: MqttPublisher,
  recording: string,
  hidden: Hidden,
  { agency, speed, keepTime, progress }: PublishOptions,
): Promise<{ sent: number; malformed: number }> {
  const startedAt = Date.now() / 1000;
  let firstAt: number | undefined;
  let sent = 0;
  let malformed = 0;
  for await (const { report, receivedAtSeconds } of listRows(recording, hidden)) {
    if (!report) {
      malformed++;
      continue;
    }
    firstAt ??= receivedAtSeconds;
    const dueAt = startedAt + (receivedAtSeconds - firstAt) / speed;
    const wait = dueAt - Date.now() / 1000;
    if (wait > 0) await delay(wait * 1000);
    const age = (receivedAtSeconds - report.timestampSeconds) / speed;
    await publishUntilTaken(
      publisher,
      agency,
      keepTime ? report : { ...report, timestampSeconds: dueAt - age },
    );
    if (++sent % 1000 === 0) progress(sent, receivedAtSeconds);
  }
  return { sent, malformed };
}

async function* listRows(recording: string, hidden: Hidden): AsyncGenerator<RecordedRow> {
  for await (const batch of readRecording(recording, hidden)) yield* batch;
}

async function publishUntilTaken(
  publisher: MqttPublisher,
  agency: string,
  report: VehicleReport,
): Promise<void> {
  const topic = `rukh/v1/${agency}/vehicle/${report.vehicleId}/position`;
  const payload = encodeVehicleReports([report]);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    if (await publisher.publish(topic, payload, { sender: report.vehicleId })) return;
    if (Date.now() > deadline) throw new Error('the broker went away and did not come back');
    await delay(100);
  }
}
