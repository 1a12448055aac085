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
  cause: z.int().min(1).max(13).optional(),
  causeDetail: texts.optional(),
  effect: z.int().min(1).max(11).optional(),
  effectDetail: texts.optional(),
  severityLevel: z.int().min(1).max(4).optional(),
  communicationPeriods: z.array(period).max(50).optional(),
  impactPeriods: z.array(period).max(50).optional(),
  informedEntities: z.array(selector).min(1).max(1000),
});

/** A cancelled run of a trip, in `rukh:{AGENCY}:cancellations`. */
export const cancellationSchema = z.object({
  tripId: id,
  /** YYYYMMDD. */
  serviceDate: id,
  /** HH:MM:SS, of trips of frequencies.txt. */
  startTime: id.optional(),
});
