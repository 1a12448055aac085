import { readFile } from 'node:fs/promises';
import { MEDIA_TYPES, TAP_KINDS } from '@rukh/domain/taps';
import { z } from 'zod';

/**
 * The form of a file of taps for `rukh tariff price`: who rides, with what right, and where he held what to a
 * validator. docs/tap-file.schema.json is made from here.
 */
const id = z.string().min(1).max(128);
const moment = z
  .string()
  .max(40)
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    'expected a time such as 2025-06-02T08:00 (local) or 2025-06-02T08:00:00+03:00',
  )
  .describe("Local time of the tariff's zone, or with Z or an offset; a date alone is its midnight");

const entitlement = z
  .strictObject({
    id: id.optional(),
    category: id.describe('rider_category_id'),
    from: moment.optional().describe('Since ever where left out'),
    until: moment
      .optional()
      .describe('The first moment at which it no longer holds; a date means the end of that day'),
    fundingBody: id.optional().describe('Who pays what the rider does not'),
  })
  .describe('A right to a rider category');

const heldProduct = z
  .strictObject({
    id: id.optional(),
    product: id.describe('fare_product_id'),
    from: moment,
    until: moment
      .optional()
      .describe('Worked out by fare_passes.txt where left out; a date means the end of that day'),
    rides: z.int().min(0).optional().describe('Rides that it held at `from`'),
  })
  .describe('A pass that was bought');

const tap = z
  .strictObject({
    at: moment.describe('When it was, on Rukh’s clock'),
    uploadedAt: moment.optional().describe('When it arrived. Changes nothing: here to show that it does not'),
    device: id.optional().describe('Device; `d` where left out'),
    seq: z
      .int()
      .positive()
      .optional()
      .describe('Number of the tap on its device; its place in the file where left out'),
    kind: z.enum(TAP_KINDS).optional().describe('What the device took it for'),
    type: z
      .enum(MEDIA_TYPES)
      .optional()
      .describe('What was held to the device; tells the medium where `media` is left out'),
    media: id.optional().describe('fare_media_id'),
    medium: id.optional().describe('Tells one card or phone of the rider from another'),
    extras: z
      .record(id, z.int().min(1).max(99))
      .optional()
      .describe('What was paid for beside the rider, by kind'),
    vehicle: id.optional(),
    operator: id.optional(),
    network: id.optional().describe('network_id, where it is known without a route'),
    route: id.optional(),
    trip: id.optional(),
    direction: z.int().min(0).max(1).optional(),
    stop: id.optional(),
    stopSequence: z.int().min(0).optional(),
    tripMetres: z.number().min(0).optional().describe('Metres from the start of the trip'),
    tripEndStop: id.optional().describe('Where its trip ended, for a ride without an exit'),
    tripEndSequence: z.int().min(0).optional().describe('Place of that stop on the trip'),
    passedAreas: z.array(id).max(200).optional().describe('Of an exit: areas that the ride passed through'),
  })
  .describe('One tap');

const loss = z
  .strictObject({
    medium: id.optional().describe('The `medium` of its taps; all of the rider’s where left out'),
    from: moment.describe('When it was reported'),
    until: moment.optional().describe('When it was found again; a date means the end of that day'),
  })
  .describe(
    'A medium that was reported lost: rides that begin with it in that time are not the rider’s to pay',
  );

const rider = z
  .strictObject({
    id: id.optional(),
    entitlements: z.array(entitlement).max(100).optional(),
    products: z.array(heldProduct).max(1000).optional(),
    losses: z.array(loss).max(100).optional(),
    balance: z
      .int()
      .optional()
      .describe(
        'Money put in before, minor units; with it the answer says what is left, and whether the card is blocked',
      ),
    taps: z.array(tap).max(1_000_000).optional(),
  })
  .describe('One person with all his media');

const breakEven = z
  .strictObject({
    product: id,
    category: id.optional(),
    media: id.optional(),
    at: moment,
    single: id.optional(),
  })
  .describe('Asks how many single rides cost what a pass costs');

const TAP_FILE = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal('rukh-taps/1').optional(),
    riders: z.array(rider).max(100_000).optional(),
    entitlements: z.array(entitlement).max(100).optional(),
    products: z.array(heldProduct).max(1000).optional(),
    losses: z.array(loss).max(100).optional(),
    balance: z.int().optional(),
    taps: z.array(tap).max(1_000_000).optional(),
    breakEven: z.array(breakEven).max(100).optional(),
  })
  .describe('Taps to be priced by a tariff: of one rider at the top, or of several under `riders`');

export type TapFile = z.infer<typeof TAP_FILE>;
export type TapFileRider = z.infer<typeof rider>;
export type TapFileTap = z.infer<typeof tap>;
export type TapFileBreakEven = z.infer<typeof breakEven>;

/** docs/tap-file.schema.json. */
export function writeTapFileSchema(): string {
  const schema = {
    title: 'Taps for rukh tariff price',
    $comment: 'Generated by `npm run docs`.',
    ...z.toJSONSchema(TAP_FILE),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** Reads a file of taps; `-` is the standard input. Throws an Error that says where it is wrong. */
export async function readTapFile(path: string): Promise<TapFile> {
  const text = path === '-' ? await readAll(process.stdin) : await readFile(path, 'utf8');
  return parseTapFile(text, path);
}

export function parseTapFile(text: string, path: string): TapFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = TAP_FILE.safeParse(Array.isArray(json) ? { taps: json } : json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 10)
    .map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${path} is no file of taps:\n${issues.join('\n')}`);
}

/** One tap, e.g. of a row; throws an Error that says where it is wrong. */
export function parseTap(value: unknown, place: string): TapFileTap {
  const parsed = tap.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${place}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no tap'}`);
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
