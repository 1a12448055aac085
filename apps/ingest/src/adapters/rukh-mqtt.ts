import { decodeReports } from './decode-reports.js';
import { type DecodedItem, type MqttAdapter, MessageRefusedError } from './ingest-adapter.js';

/**
 * Rukh's own topic. It names the vehicle, because brokers can restrict a tracker to its own topic but cannot
 * look into a payload: what the payload says of another vehicle is refused.
 */
export const rukhMqtt: MqttAdapter = {
  name: 'rukh',
  topicFilter: (agency) => `rukh/v1/${agency}/vehicle/+/position`,
  findVehicle: findVehicleId,
  decode({ topic, payload, contentType }) {
    const vehicleId = findVehicleId(topic ?? '');
    if (vehicleId === undefined) {
      throw new MessageRefusedError(
        'unknown_topic',
        'The topic is not rukh/v1/{agency}/vehicle/{vehicleId}/position.',
      );
    }
    return { items: decodeReports(payload, contentType).map((item) => claim(item, vehicleId)) };
  },
};

function claim(item: DecodedItem, vehicleId: string): DecodedItem {
  if (!item.report) return item;
  if (item.report.vehicleId !== '' && item.report.vehicleId !== vehicleId) {
    throw new MessageRefusedError(
      'vehicle_mismatch',
      'The payload is of another vehicle than the topic it was published on.',
    );
  }
  return { report: { ...item.report, vehicleId } };
}

function findVehicleId(topic: string): string | undefined {
  const [root, version, , kind, vehicleId, leaf, ...more] = topic.split('/');
  const fits =
    root === 'rukh' && version === 'v1' && kind === 'vehicle' && leaf === 'position' && more.length === 0;
  return fits && vehicleId !== '' ? vehicleId : undefined;
}
