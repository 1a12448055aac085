import type {
  ConcessionTerms,
  Extension,
  ExtraTerms,
  GroupTerms,
  PassTerms,
  TapPolicy,
} from '../tariff/terms.js';
import type { Known } from './known.js';
import { readScope } from './read-scope.js';
import type { Row, Tables } from './table.js';

export function readPasses(tables: Tables, known: Known): ReadonlyMap<string, PassTerms> {
  const passes = new Map<string, PassTerms>();
  const kinds = kindsOf(tables);
  for (const row of tables.rows('fare_passes.txt')) {
    const productId = referProduct(row, 'fare_product_id', known) ?? '';
    if (passes.has(productId)) {
      row.fail('duplicate_id', 'fare_product_id', `"${productId}" is defined before`);
    }
    const validity = row.oneOf(
      'validity',
      ['calendar_days', 'fare_days', 'seconds', 'fare_week', 'fare_month', 'held'],
      undefined,
    );
    if (['calendar_days', 'fare_days', 'seconds'].includes(validity) && row.text('length') === '') {
      row.fail('missing_value', 'length', `is required with validity ${validity}`);
    }
    checkPersons(row);
    const extraKinds = row.list('extra_kinds');
    for (const kind of extraKinds ?? []) row.refer('extra_kinds', kind, kinds, 'fare_extras.txt');
    passes.set(productId, {
      ...{ ruleId: row.ruleId('fare_product_id'), productId, validity },
      length: row.integer('length', 1, 1),
      rides: row.optionalInteger('rides', 1),
      counts: row.oneOf('counts', ['rides', 'fare_days'], 'rides'),
      valueMinor: row.optionalAmount('value'),
      scope: readScope(row, known),
      coverUpToMinor: row.optionalAmount('cover_up_to'),
      extras: row.integer('extras', 0),
      extraKinds,
      isByPerson: row.flag('per_person', false),
    });
  }
  return passes;
}

/** People who each take a ride need rides to take, and a number of them. */
function checkPersons(row: Row): void {
  if (row.text('per_person') !== '1') return;
  for (const field of ['rides', 'extras']) {
    if (row.text(field) === '') row.fail('missing_value', field, 'is required with per_person 1');
  }
  if (row.text('counts') === 'fare_days') {
    row.fail('bad_value', 'counts', 'must be rides with per_person 1: each person takes a ride');
  }
}

export function readExtensions(tables: Tables, known: Known): readonly Extension[] {
  return tables.rows('fare_extensions.txt').map((row) => {
    const baseProductId = referProduct(row, 'base_fare_product_id', known) ?? '';
    return {
      ruleId: `${row.ruleId('base_fare_product_id')}:line-${row.line}`,
      ...{ baseProductId, productId: referProduct(row, 'fare_product_id', known) ?? '' },
      scope: readScope(row, known),
    };
  });
}

export function readConcessions(tables: Tables, { names }: Known): ReadonlyMap<string, ConcessionTerms> {
  const concessions = new Map<string, ConcessionTerms>();
  for (const row of tables.rows('fare_concessions.txt')) {
    const categoryId = row.required('rider_category_id');
    row.refer('rider_category_id', categoryId, names.categories, 'rider_categories.txt');
    const funding = row.oneOf('funding', ['difference', 'rest', 'fixed', 'none'], undefined);
    concessions.set(categoryId, {
      ...{ ruleId: row.ruleId('rider_category_id'), categoryId, funding },
      amountMinor: funding === 'fixed' ? row.amount('amount') : 0,
      areTransfersFunded: row.flag('transfers_funded', false),
      arePassRidesFunded: row.flag('pass_rides_funded', false),
    });
  }
  return concessions;
}

export function readExtras(tables: Tables, known: Known): readonly ExtraTerms[] {
  const kinds = kindsOf(tables);
  return tables.rows('fare_extras.txt').map((row) => {
    const freeWith = row.list('free_with') ?? new Set<string>();
    for (const kind of freeWith) row.refer('free_with', kind, kinds, 'fare_extras.txt');
    const categoryId = row.optional('rider_category_id') ?? known.names.defaultCategoryId;
    row.refer('rider_category_id', categoryId, known.names.categories, 'rider_categories.txt');
    return {
      ruleId: row.ruleId('extra_kind'),
      kind: row.required('extra_kind'),
      productId: referProduct(row, 'fare_product_id', known),
      categoryId,
      maxCount: row.text('max_count') === '' ? Infinity : row.integer('max_count', 0),
      freeCount: row.integer('free_count', 0),
      freeWith,
      doTransfer: row.flag('transfers', false),
      scope: readScope(row, known),
    };
  });
}

function kindsOf(tables: Tables): ReadonlySet<string> {
  return new Set(tables.rows('fare_extras.txt').map((row) => row.text('extra_kind')));
}

export function readGroups(tables: Tables, known: Known): readonly GroupTerms[] {
  return tables.rows('fare_groups.txt').map((row) => ({
    ruleId: row.ruleId('group_id'),
    productId: referProduct(row, 'fare_product_id', known) ?? '',
    scope: readScope(row, known),
    kinds: readMembers(row),
    minPersons: row.integer('min_persons', 2, 1),
    maxPersons: row.text('max_persons') === '' ? Infinity : row.integer('max_persons', 1, 1),
  }));
}

/** `holder:1|adult:1|child:4`. */
function readMembers(row: Row): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  for (const part of row.list('members') ?? []) {
    const [kind = '', count = '1'] = part.split(':');
    if (!/^\d{1,3}$/.test(count)) {
      row.fail('bad_value', 'members', `"${part}" is not of the form kind:count, e.g. child:4`);
    } else members.set(kind, Number(count));
  }
  return members;
}

/** The longest ride where a tariff names no other: what is longer would make a price depend on all that ever was. */
const DAY_SECONDS = 86_400;

/** tap_policies.txt, in the order of the file: the first whose scope takes a tap counts. */
export function readPolicies(tables: Tables, known: Known): readonly TapPolicy[] {
  return tables.rows('tap_policies.txt').map((row) => {
    const mode = row.oneOf('mode', ['flat', 'on_off'], undefined);
    const maximumProductId = referProduct(row, 'maximum_fare_product_id', known);
    const incomplete = row.oneOf('incomplete', INCOMPLETE, 'maximum_fare');
    const unpairedOff = row.oneOf('unpaired_off', UNPAIRED, 'maximum_fare');
    const reentry = row.oneOf('reentry', REENTRIES, 'new_fare');
    const needsMaximum =
      mode === 'on_off' &&
      (incomplete === 'trip_end' || [incomplete, unpairedOff, reentry].includes('maximum_fare'));
    if (needsMaximum && maximumProductId === undefined) {
      row.fail(
        'missing_value',
        'maximum_fare_product_id',
        'is required where a ride may cost the maximum: where incomplete or unpaired_off is maximum_fare (as it is where it is left out) or trip_end, or reentry is maximum_fare',
      );
    }
    return {
      ...{ ruleId: row.ruleId('policy_id'), scope: readScope(row, known), mode },
      passbackSeconds: row.integer('passback_seconds', 0),
      isPassbackInclusive: row.flag('passback_inclusive', true),
      isSameVehicle: row.flag('same_vehicle', false),
      maxJourneySeconds: row.integer('max_journey_seconds', DAY_SECONDS, 1),
      isMaxJourneyInclusive: row.flag('max_journey_inclusive', true),
      isSameTripExempt: row.flag('same_trip_exempt', false),
      ...{ maximumProductId, incomplete, unpairedOff },
      cancelSeconds: row.integer('cancel_seconds', 0),
      isCancelInclusive: row.flag('cancel_inclusive', true),
      reentry,
      reentrySeconds: row.integer('reentry_seconds', 0),
    };
  });
}

const REENTRIES = ['new_fare', 'continue', 'maximum_fare', 'blocked'] as const;
const UNPAIRED = ['maximum_fare', 'entry_fare', 'free'] as const;
const INCOMPLETE = [...UNPAIRED, 'trip_end'] as const;

function referProduct(row: Row, field: string, known: Known): string | undefined {
  const id = row.optional(field);
  row.refer(field, id, known.products, 'fare_products.txt');
  return id;
}
