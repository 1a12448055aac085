/** What displays before drivers are told over MQTT, and answer: the dispatchers' part of the AsyncAPI document. */
import { type AsyncApiPart, toMessageSchema } from '@rukh/service';
import { z } from 'zod';
import { readMessage } from './parse-read.js';

const seconds = z.number().describe('Epoch seconds');
const told = z.object({
  orders: z.array(
    z.object({
      orderId: z.string(),
      kind: z.string().describe('Of docs/dispatch-orders.md'),
      since: seconds,
      until: seconds.optional().describe('Absent where only taking it back ends it'),
      texts: z.object({ uk: z.string(), en: z.string() }),
    }),
  ),
});

const parameters = {
  agency: { description: 'RUKH_AGENCY of the installation' },
  vehicleId: { description: 'The id that the vehicle reports by' },
};
const ADDRESS = 'rukh/v1/{agency}/vehicle/{vehicleId}/orders';

export const ORDER_MESSAGES: AsyncApiPart = {
  name: 'orders',
  description:
    'What dispatchers order is told to the display of each vehicle that it concerns: one retained message with all ' +
    'that holds now, empty where nothing does. The display says what of it was read. docs/dispatch-orders.md says ' +
    'whom each order is told to.',
  channels: {
    orders: {
      address: ADDRESS,
      title: 'Orders of a vehicle',
      parameters,
      messages: { vehicleOrders: { $ref: '#/components/messages/vehicleOrders' } },
    },
    ordersRead: {
      address: `${ADDRESS}/read`,
      title: 'Orders that were read in a vehicle',
      parameters,
      messages: { orderRead: { $ref: '#/components/messages/orderRead' } },
    },
  },
  operations: {
    sendOrders: operation('send', 'orders', 'Tells the driver what is ordered'),
    receiveOrdersRead: operation('receive', 'ordersRead', 'Keeps when an order was first read'),
  },
  messages: {
    vehicleOrders: message('All orders that hold for the vehicle', 'VehicleOrders'),
    orderRead: message('An order was read', 'OrderRead'),
  },
  schemas: { VehicleOrders: toMessageSchema(told), OrderRead: toMessageSchema(readMessage) },
};

function operation(action: 'send' | 'receive', channel: string, summary: string): object {
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    summary,
    bindings: { mqtt: { qos: 1, retain: action === 'send', bindingVersion: '0.2.0' } },
  };
}

function message(title: string, schema: string): object {
  return { title, contentType: 'application/json', payload: { $ref: `#/components/schemas/${schema}` } };
}
