import { LARGEST_SEQUENCE } from './collect-shapes.js';
import { type Draft, NO_TIME } from './draft.js';
import type { RowReader } from './row-reader.js';

/** Of pickup_type and drop_off_type: 2 and 3 are by arrangement, with the agency or the driver. */
const NOT_AVAILABLE = 1;

/** stop_times.txt: by far the longest file, so ids become indexes at once and no text is kept. */
export function collectStopTimes(draft: Draft, row: RowReader): () => void {
  const { stopTimes } = draft;
  const sequenceColumn = row.column('stop_sequence');
  const arrivalColumn = row.column('arrival_time');
  const departureColumn = row.column('departure_time');
  const traveled = row.column('shape_dist_traveled');
  const timepointColumn = row.column('timepoint');
  const pickupColumn = row.column('pickup_type');
  const dropOffColumn = row.column('drop_off_type');
  const findTrip = tripFinder(draft, row);
  const findStop = stopFinder(draft, row);
  return () => {
    const trip = findTrip();
    const stop = findStop();
    const sequence = row.integer(sequenceColumn, 'stop_sequence', 0, LARGEST_SEQUENCE);
    if (trip < 0 || stop < 0 || sequence === undefined) return;
    const arrival = row.time(arrivalColumn, 'arrival_time');
    const departure = row.time(departureColumn, 'departure_time');
    const timepoint = row.choice(timepointColumn, 'timepoint', 1, -1);
    if (timepoint === 1 && arrival === undefined && departure === undefined) {
      row.report('timepoint_without_time', 'timepoint is 1 and there is no time');
    }
    stopTimes.trip.push(trip);
    stopTimes.stop.push(stop);
    stopTimes.sequence.push(sequence);
    stopTimes.arrival.push(arrival ?? departure ?? NO_TIME);
    stopTimes.departure.push(departure ?? arrival ?? NO_TIME);
    stopTimes.timepoint.push(timepoint === 0 ? 0 : 1);
    stopTimes.noPickup.push(row.choice(pickupColumn, 'pickup_type', 3, 0) === NOT_AVAILABLE ? 1 : 0);
    stopTimes.noDropOff.push(row.choice(dropOffColumn, 'drop_off_type', 3, 0) === NOT_AVAILABLE ? 1 : 0);
    stopTimes.line.push(row.line);
    if (traveled >= 0) stopTimes.traveled.push(row.distance(traveled, 'shape_dist_traveled'));
  };
}

/** The current row's trip. Rows of a trip follow each other in most files, so the last one is tried first. */
function tripFinder(draft: Draft, row: RowReader): () => number {
  const column = row.column('trip_id');
  let lastId = '';
  let lastTrip = -1;
  return () => {
    const tripId = row.required(column, 'trip_id');
    if (tripId === undefined) return -1;
    if (tripId === lastId) return lastTrip;
    const trip = draft.trips.indexOf.get(tripId);
    if (trip === undefined) row.report('unknown_reference', `trip_id "${tripId}" is not in trips.txt`);
    else [lastId, lastTrip] = [tripId, trip];
    return trip ?? -1;
  };
}

/** The current row's stop; -1 where there is none, with the finding that says why. */
function stopFinder(draft: Draft, row: RowReader): () => number {
  const column = row.column('stop_id');
  const area = row.column('location_id');
  const group = row.column('location_group_id');
  const { indexOf, locationTypes } = draft.stops;
  return () => {
    const stopId = row.text(column);
    if (stopId === '' && (row.text(area) !== '' || row.text(group) !== '')) {
      row.report('stop_time_without_stop', 'the row names an area on demand rather than a stop');
      return -1;
    }
    if (row.required(column, 'stop_id') === undefined) return -1;
    const stop = indexOf.get(stopId);
    if (stop === undefined) row.report('unknown_reference', `stop_id "${stopId}" is not in stops.txt`);
    else if (locationTypes[stop]! > 0 && locationTypes[stop]! < 4) {
      row.report('call_at_station', `stop ${stopId} has location_type ${locationTypes[stop]!}`);
    }
    return stop ?? -1;
  };
}
