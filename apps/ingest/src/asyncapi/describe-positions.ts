import { type AsyncApiPart, toMessageSchema } from '@rukh/service';
import { hfpVehiclePosition } from '../adapters/hfp-mqtt.js';
import { MESSAGE_LIMITS } from '../adapters/index.js';
import { vehicleReportJson } from '../adapters/vehicle-report-json.js';

const DESCRIPTION = [
  'Vehicles say where they are on a topic of their own: one report, or all that were kept while offline, oldest',
  'first. JSON and Protobuf are told apart by the content type of MQTT 5, else by the first byte. A message of',
  `more than ${MESSAGE_LIMITS.maxBytes} bytes or ${MESSAGE_LIMITS.maxReports} reports is refused whole.`,
  'Retained messages are ignored. What becomes of reports is counted at /metrics, by reason.',
].join(' ');

const POSITION_CHANNEL = {
  address: 'rukh/v1/{agency}/vehicle/{vehicleId}/position',
  title: 'Positions of a vehicle',
  parameters: {
    agency: { description: 'RUKH_AGENCY of the installation' },
    vehicleId: {
      description: 'Stable id of the vehicle, at most 64 characters; what riders see is the label',
    },
  },
  messages: {
    report: reference('messages', 'report'),
    reports: reference('messages', 'reports'),
    protobufReports: reference('messages', 'protobufReports'),
  },
};

const HFP_CHANNEL = {
  address:
    '/hfp/v2/journey/ongoing/vp/{mode}/{operator}/{vehicle}/{route}/{direction}/{headsign}/{start}/{nextStop}/{geohash}',
  title: "Positions in the form of HSL's High-frequency positioning, version 2",
  parameters: Object.fromEntries(
    Object.entries({
      mode: 'Not read',
      operator: 'First half of the vehicle id',
      vehicle: 'Second half of the vehicle id',
      route: 'Not read',
      direction: 'Not read',
      headsign: 'Not read',
      start: 'Not read',
      nextStop: 'Not read',
      geohash: 'Not read; any number of further levels',
    }).map(([name, description]) => [name, { description }]),
  ),
  messages: { event: reference('messages', 'hfpVehiclePosition') },
};

const MESSAGES = {
  report: {
    title: 'One report',
    contentType: 'application/json',
    payload: reference('schemas', 'VehicleReport'),
    examples: [
      {
        name: 'tracker',
        summary: 'What every tracker knows',
        payload: {
          timestamp: '2026-11-23T08:15:30Z',
          latitude: 49.8397,
          longitude: 24.0297,
          bearing: 270,
          speedMetresPerSecond: 8.4,
        },
      },
    ],
  },
  reports: {
    title: 'Several reports, oldest first',
    contentType: 'application/json',
    payload: {
      type: 'array',
      minItems: 1,
      maxItems: MESSAGE_LIMITS.maxReports,
      items: reference('schemas', 'VehicleReport'),
    },
  },
  protobufReports: {
    title: 'One report or several in Protobuf',
    description: 'The message rukh.v1.VehicleReports of proto/rukh.proto',
    contentType: 'application/x-protobuf',
  },
  hfpVehiclePosition: {
    title: 'Vehicle position event',
    contentType: 'application/json',
    payload: reference('schemas', 'HfpVehiclePosition'),
  },
};

const SCHEMAS = {
  VehicleReport: toMessageSchema(vehicleReportJson),
  HfpVehiclePosition: toMessageSchema(hfpVehiclePosition),
};

/**
 * What trackers may send over MQTT: made of the same schemas that check the messages, so that the document cannot
 * promise what the code refuses.
 */
export const POSITION_MESSAGES: AsyncApiPart = {
  name: 'positions',
  description: DESCRIPTION,
  channels: { position: POSITION_CHANNEL, hfpVehiclePosition: HFP_CHANNEL },
  operations: {
    receivePosition: receive('position', 'Takes positions of vehicles'),
    receiveHfpVehiclePosition: receive('hfpVehiclePosition', 'Takes the positions of HFP'),
  },
  messages: MESSAGES,
  schemas: SCHEMAS,
};

function reference(kind: 'messages' | 'schemas', name: string): { $ref: string } {
  return { $ref: `#/components/${kind}/${name}` };
}

function receive(channel: 'position' | 'hfpVehiclePosition', summary: string): object {
  return {
    action: 'receive',
    channel: { $ref: `#/channels/${channel}` },
    summary,
    bindings: { mqtt: { qos: 1, retain: false, bindingVersion: '0.2.0' } },
  };
}
