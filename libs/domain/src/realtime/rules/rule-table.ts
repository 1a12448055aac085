import { alertRules } from './alert-rules.js';
import { alertSelectorRules } from './alert-selector-rules.js';
import { blockRules } from './block-rules.js';
import { crossFeedRules } from './cross-feed-rules.js';
import { entityRules } from './entity-rules.js';
import { extraTripRules } from './extra-trip-rules.js';
import { frequencyRules } from './frequency-rules.js';
import { headerRules } from './header-rules.js';
import { relationshipRules } from './relationship-rules.js';
import type { Rule } from './rule.js';
import { shapeRules } from './shape-rules.js';
import { stableIdRules } from './stable-id-rules.js';
import { stopOrderRules } from './stop-order-rules.js';
import { stopReferenceRules } from './stop-reference-rules.js';
import { stopTimeRules } from './stop-time-rules.js';
import { timestampRules } from './timestamp-rules.js';
import { translationRules } from './translation-rules.js';
import { tripDescriptorRules } from './trip-descriptor-rules.js';
import { tripModificationRules } from './trip-modification-rules.js';
import { tripUpdateRules } from './trip-update-rules.js';
import { vehiclePlaceRules } from './vehicle-place-rules.js';
import { vehicleRules } from './vehicle-rules.js';

const LETTERS = 'EWSP';

/** Every rule, in the order of the specifications' lists: E, W, S, P, by number. */
export const RULES: readonly Rule[] = [
  ...headerRules,
  ...timestampRules,
  ...entityRules,
  ...tripDescriptorRules,
  ...relationshipRules,
  ...frequencyRules,
  ...stopReferenceRules,
  ...stopOrderRules,
  ...stopTimeRules,
  ...tripUpdateRules,
  ...blockRules,
  ...extraTripRules,
  ...vehicleRules,
  ...vehiclePlaceRules,
  ...crossFeedRules,
  ...stableIdRules,
  ...alertRules,
  ...alertSelectorRules,
  ...translationRules,
  ...shapeRules,
  ...tripModificationRules,
].sort((a, b) => LETTERS.indexOf(a.id[0]!) - LETTERS.indexOf(b.id[0]!) || a.id.localeCompare(b.id));
