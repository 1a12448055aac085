import { compileCity, placeOf } from './city.fixture.js';
import { alert, describeRule, trip, tripUpdate, vehicleAt } from './feed.fixture.js';

const DETOUR = 4;
const farEast = placeOf(4, 0, 1500);
const offShape = vehicleAt(placeOf(2, 250));
/** East of the end of the street; in degrees 180 m east are as far as 279 m north. */
const pastTheEnd = vehicleAt(placeOf(4, 0, 180));
const shapeless = compileCity({ 'shapes.txt': [] });
/** Half a degree of latitude as the polyline encoding has it: from S3 to 250 m north of S4, and on. */
const realtimeShape = {
  id: 'x',
  shape: { shapeId: 'D1', encodedPolyline: encode([placeOf(2, 250), placeOf(3, 250)]) },
};

function encode(points: readonly { lat: number; lon: number }[]): string {
  let text = '';
  let before = [0, 0];
  for (const { lat, lon } of points) {
    const now = [Math.round(lat * 1e5), Math.round(lon * 1e5)];
    for (const i of [0, 1]) {
      const difference = now[i]! - before[i]!;
      let bits = difference < 0 ? -2 * difference - 1 : 2 * difference;
      for (; bits >= 0x20; bits >>= 5) text += String.fromCharCode((0x20 | (bits & 0x1f)) + 63);
      text += String.fromCharCode(bits + 63);
    }
    before = now;
  }
  return text;
}

describeRule('E028', {
  reports: {
    'a vehicle two kilometres past the end of all lines': {
      entity: [vehicleAt(placeOf(4, 2000))],
      finds: [
        `Entity v7, trip T1, vehicle 7: its position (${placeOf(4, 2000).lat}, ${placeOf(4).lon}) is more than 1609 m outside the network`,
      ],
    },
    'it where there are no shapes, by the stops': {
      schedule: shapeless,
      entity: [vehicleAt(placeOf(4, 2000))],
      finds: [
        `Entity v7, trip T1, vehicle 7: its position (${placeOf(4, 2000).lat}, ${placeOf(4).lon}) is more than 1609 m outside the network`,
      ],
    },
  },
  accepts: {
    'a vehicle a kilometre and a half past the end': { entity: [vehicleAt(farEast)] },
    'a place that is none, which is E026': { entity: [vehicleAt({ lat: 100, lon: 24 })] },
  },
});

describeRule('E029', {
  reports: {
    'a vehicle 250 m north of its street': {
      entity: [offShape],
      finds: ["Entity v7, trip T1, vehicle 7: it is more than 200 m (in degrees) from the trip's shape"],
    },
    'it where the shape given to its trip is not there': {
      entity: [offShape, tripUpdate({ tripProperties: { shapeId: 'D1' } })],
      finds: ["Entity v7, trip T1, vehicle 7: it is more than 200 m (in degrees) from the trip's shape"],
    },
    'a vehicle 180 m east of its end, because degrees are shorter there': {
      entity: [pastTheEnd],
      finds: ["Entity v7, trip T1, vehicle 7: it is more than 200 m (in degrees) from the trip's shape"],
    },
    'it although another trip is on a detour': {
      entity: [offShape, alert({ effect: DETOUR, informedEntity: [{ trip: { tripId: 'T2' } }] })],
      finds: ["Entity v7, trip T1, vehicle 7: it is more than 200 m (in degrees) from the trip's shape"],
    },
  },
  accepts: {
    'a vehicle 190 m north of its street': { entity: [vehicleAt(placeOf(2, 190))] },
    'a trip on a detour': {
      entity: [offShape, alert({ effect: DETOUR, informedEntity: [{ trip: { tripId: 'T1' } }] })],
    },
    'a route on a detour, told in the feed of alerts': {
      entity: [offShape],
      siblings: [[alert({ effect: DETOUR, informedEntity: [{ routeId: 'R1' }] })]],
    },
    'a trip to which the feed gives another shape': {
      entity: [offShape, realtimeShape, tripUpdate({ tripProperties: { shapeId: 'D1' } })],
    },
    'a vehicle that runs no trip, or one that nobody knows': {
      entity: [
        vehicleAt(placeOf(2, 250), { trip: { tripId: 'X1' } }),
        vehicleAt(placeOf(2, 250), { trip: {} }),
      ],
    },
    'a trip for which there is no shape': { entity: [offShape], schedule: shapeless },
    'a vehicle outside the network, which is E028': { entity: [vehicleAt(placeOf(2, 3000))] },
  },
});

describeRule('P015', {
  reports: {
    'a vehicle away from the shape that the feed gives its trip': {
      entity: [
        vehicleAt(placeOf(2, 20)),
        realtimeShape,
        { id: 'm', tripModifications: { selectedTrips: [{ tripIds: [trip.tripId!], shapeId: 'D1' }] } },
      ],
      finds: ["Entity v7, trip T1, vehicle 7: it is 230 m from the trip's shape"],
    },
  },
  accepts: {
    'a vehicle on that shape': {
      entity: [offShape, realtimeShape, tripUpdate({ tripProperties: { shapeId: 'D1' } })],
    },
    'a vehicle that E029 reports already': { entity: [offShape] },
    'a vehicle on its street': {},
  },
});
