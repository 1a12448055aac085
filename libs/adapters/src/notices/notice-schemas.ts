import { DRIVER_TEXT_LIMIT } from '@rukh/domain/dispatch';
import { z } from 'zod';

const texts = z.record(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().max(5000));
const id = z.string().min(1).max(200);
const period = z.object({ start: z.int().min(0).optional(), end: z.int().min(0).optional() });

const selector = z.object({
  agencyId: id.optional(),
  routeId: id.optional(),
  routeType: z.int().min(0).max(1700).optional(),
  directionId: z.int().min(0).max(1).optional(),
  stopId: id.optional(),
  trip: z
    .object({ tripId: id, routeId: id.optional(), startDate: id.optional(), startTime: id.optional() })
    .optional(),
});

/** An alert as it is kept in `rukh:{AGENCY}:alerts`; its key in the hash is its id. */
export const serviceAlertSchema = z.object({
  header: texts,
  description: texts,
  ttsHeader: texts.optional(),
  ttsDescription: texts.optional(),
  url: texts.optional(),
  image: z
    .object({
      url: z.string().min(1).max(500),
      mediaType: z.string().regex(/^image\/[a-z+.-]{1,40}$/),
      alternativeText: texts,
    })
    .optional(),
  cause: z.int().min(1).max(13).optional(),
  causeDetail: texts.optional(),
  effect: z.int().min(1).max(11).optional(),
  effectDetail: texts.optional(),
  severityLevel: z.int().min(1).max(4).optional(),
  communicationPeriods: z.array(period).max(50).optional(),
  impactPeriods: z.array(period).max(50).optional(),
  informedEntities: z.array(selector).min(1).max(1000),
});

const run = z.object({ tripId: id, serviceDate: z.string().regex(/^\d{8}$/), startTime: time().optional() });
const sequence = z.int().min(0).max(1_000_000);
const instant = z.number().min(0).max(4_102_444_800);
const orderPeriod = z.object({ start: instant.optional(), end: instant.optional() });
const ids = z.array(id).max(500);
const place = { lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) };

/** What an order does. Bounded: the longest is a detour of 2,000 points or a cancellation of 1,000 runs. */
export const orderActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel'), runs: z.array(run).min(1).max(1000) }),
  z
    .object({
      kind: z.literal('short_turn'),
      run,
      fromStopSequence: sequence.optional(),
      toStopSequence: sequence.optional(),
    })
    .refine(
      ({ fromStopSequence, toStopSequence }) =>
        fromStopSequence !== undefined || toStopSequence !== undefined,
      'a first or a last stop is needed',
    ),
  z.object({ kind: z.literal('skip_stops'), run, stopSequences: z.array(sequence).min(1).max(300) }),
  z.object({
    kind: z.literal('add_trip'),
    copyOf: run,
    copyId: id,
    startDate: z.string().regex(/^\d{8}$/),
    startTime: time(),
  }),
  z.object({ kind: z.literal('hold'), run, stopSequence: sequence, until: instant }),
  z.object({ kind: z.literal('assign'), vehicleId: id, run: run.optional() }),
  z.object({ kind: z.literal('out_of_service'), vehicleId: id }),
  z.object({
    kind: z.literal('tell_driver'),
    vehicleId: id,
    // A display has a line or two, and whoever reads it drives: no line breaks, no control characters.
    text: z
      .string()
      .trim()
      .min(1)
      .max(DRIVER_TEXT_LIMIT)
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u),
    until: instant,
  }),
  z.object({
    kind: z.literal('close_stop'),
    stopIds: ids.min(1),
    routeIds: ids.optional(),
    period: orderPeriod,
  }),
  z.object({
    kind: z.literal('suppress_predictions'),
    routeIds: ids.min(1),
    stopIds: ids.optional(),
    period: orderPeriod,
  }),
  z.object({
    kind: z.literal('detour'),
    routeIds: ids.min(1),
    directionId: z.int().min(0).max(1).optional(),
    fromStopId: id.optional(),
    toStopId: id.optional(),
    missedStopIds: ids,
    replacementStops: z
      .array(
        z.object({
          stopId: id,
          travelSeconds: z.number().min(0).max(36_000),
          temporary: z.object({ name: texts, ...place }).optional(),
        }),
      )
      .max(50),
    line: z
      .array(z.tuple([place.lon, place.lat]))
      .min(2)
      .max(2000)
      .optional(),
    delaySeconds: z.int().min(0).max(36_000).optional(),
    period: orderPeriod,
  }),
  z.object({
    kind: z.literal('city_mode'),
    mode: z.enum(['air_raid', 'power_outage', 'other']),
    effect: z.enum(['cancel', 'suppress']),
    routeTypes: z.array(z.int().min(0).max(1700)).max(50).optional(),
    agencyIds: ids.optional(),
    routeIds: ids.optional(),
    period: orderPeriod,
  }),
]);

/** An order as it is kept in `rukh:{AGENCY}:orders`; its key in the hash is its id. */
export const serviceOrderSchema = z.object({
  orderId: id,
  action: orderActionSchema,
  confirmedAt: z.number(),
  alert: serviceAlertSchema.extend({ alertId: id }).optional(),
});

function time(): z.ZodString {
  return z.string().regex(/^\d{1,2}:[0-5]\d:[0-5]\d$/);
}
