import type { Tariff } from '../tariff/tariff.js';
import { checkRules } from './check-rules.js';
import type { Known } from './known.js';
import { readAttributes } from './read-attributes.js';
import { readCaps } from './read-caps.js';
import { readClearing } from './read-clearing.js';
import type { TariffInfo } from './read-info.js';
import { readJoinRules, readLegRules } from './read-leg-rules.js';
import { readModifiers } from './read-modifiers.js';
import { readNames } from './read-names.js';
import { readProducts } from './read-products.js';
import { readQuotas } from './read-quotas.js';
import {
  readConcessions,
  readExtensions,
  readExtras,
  readGroups,
  readPasses,
  readPolicies,
} from './read-terms.js';
import { readTickets } from './read-tickets.js';
import { readTranslations } from './read-translations.js';
import { readTransferRules, readWindows } from './read-transfers.js';
import type { Tables } from './table.js';

/** A tariff for a time, of the rows that hold in it; what is wrong with them is in the tables' findings. */
export function readVersion(
  tables: Tables,
  info: TariffInfo,
  span: { readonly version: string; readonly fromMs: number; readonly untilMs: number },
): Tariff {
  const names = readNames(tables, info);
  const products = readProducts(tables, info, names);
  const legRules = readLegRules(tables, names);
  const known: Known = { names, products, legGroups: new Set(legRules.map(({ legGroupId }) => legGroupId)) };
  const { tariffId, name, publishedMs, clock, currency } = info;
  const { media, mediaByType, categories, defaultCategoryId } = names;
  const { areasByStop, networks, networksByRoute, stops, distances, services, timeframes } = names;
  const tariff: Tariff = {
    ...{ ...span, tariffId, name: name || tariffId, publishedMs, clock, currency },
    ...{ fareDayStartSeconds: info.fareDayStartSeconds, weekStart: info.weekStart },
    rounding: { mode: info.roundingMode, unitMinor: info.roundingUnitMinor },
    ...{ distanceMethods: info.distanceMethods, fallbackProductId: info.fallbackProductId },
    ...{ media, mediaByType, categories, defaultCategoryId, products },
    ...{ areasByStop, networks, networksByRoute, stops, distances, services, timeframes, legRules },
    joinRules: readJoinRules(tables, names),
    transferRules: readTransferRules(tables, known),
    attributes: readAttributes(tables, info, names),
    windows: readWindows(tables, known),
    modifiers: readModifiers(tables, known),
    caps: readCaps(tables, known),
    tickets: readTickets(tables, known),
    passes: readPasses(tables, known),
    extensions: readExtensions(tables, known),
    quotas: readQuotas(tables, known),
    concessions: readConcessions(tables, known),
    extras: readExtras(tables, known),
    groups: readGroups(tables, known),
    policies: readPolicies(tables, known),
    clearing: readClearing(tables, known),
    translations: readTranslations(tables, known),
  };
  checkRules(tariff, tables);
  return tariff;
}
