import { decodeReports } from './decode-reports.js';
import type { DecodedItem, IngestAdapter } from './ingest-adapter.js';

/** Rukh's own forms over HTTP, of any vehicles: each report must name its own. */
export const rukhHttp: IngestAdapter = {
  name: 'positions',
  decode: ({ payload, contentType }) => ({ items: decodeReports(payload, contentType).map(requireVehicle) }),
};

function requireVehicle(item: DecodedItem): DecodedItem {
  return item.report?.vehicleId === '' ? { problem: 'vehicleId: is missing' } : item;
}
