import { formatDay } from '../../time/index.js';
import type { Tariff, TariffHistory } from '../tariff/tariff.js';
import { type Overlay, applyOverlays, changesSomething, readOverlays } from './overlays.js';
import { type TariffInfo, currencyDigits, readInfo } from './read-info.js';
import { readVersion } from './read-version.js';
import { Findings, Tables, checkForm } from './table.js';
import type { TariffFile, TariffFinding, TariffFolder } from './tariff-files.js';

export interface ReadTariffs {
  /** Usable only where no finding is an error. */
  readonly history: TariffHistory;
  readonly infos: readonly TariffInfo[];
  readonly findings: readonly TariffFinding[];
}

const INFO = 'tariff_info.txt';
/** Where a version says when it begins. */
const FROM = [INFO, 2, 'valid_from'] as const;

interface Read {
  readonly info: TariffInfo;
  readonly files: readonly TariffFile[];
  readonly findings: Findings;
  readonly overlays: Overlay[];
}

/**
 * Folders of tariffs as versions in time. A version holds from its valid_from until its valid_until or until a later
 * one begins; within it, each moment at which an overlay begins or ends begins another.
 */
export function readTariffs(folders: readonly TariffFolder[]): ReadTariffs {
  const reads = folders.flatMap(readFolder);
  const findings = reads.map((read) => read.findings);
  const bases = reads.flatMap(({ read }) => (read && read.info.baseTariffId === undefined ? [read] : []));
  for (const { read } of reads) {
    if (read?.info.baseTariffId !== undefined) attachOverlays(read, bases);
  }
  bases.sort(compareVersions);
  const versions = bases.flatMap((base, i) => cutVersion(base, bases, i));
  checkTimes(versions, bases);
  return {
    history: { versions: versions.sort((a, b) => a.fromMs - b.fromMs) },
    infos: bases.map(({ info }) => info),
    findings: dropRepeated(findings.flatMap(({ list }) => list)),
  };
}

function readFolder(folder: TariffFolder): { read: Read | undefined; findings: Findings }[] {
  const findings = new Findings(folder.name);
  const faulty = folder.files.filter(({ fault }) => fault !== undefined);
  for (const { name, fault } of faulty) {
    findings.error('unreadable_file', name, fault!.line, '', fault!.message);
  }
  // Without one of its files every id of it would be unknown.
  if (faulty.length > 0) return [{ read: undefined, findings }];
  checkForm(folder, findings);
  const currency = findCurrency(folder);
  const tables = new Tables(folder.files, findings, currencyDigits(currency));
  const info = readInfo(tables);
  if (!info) return [{ read: undefined, findings }];
  // The overlays of another tariff's folder are read when that tariff, and so its time zone, is known.
  const overlays = info.baseTariffId === undefined ? [...readOverlays(tables, info.clock)] : [];
  return [{ read: { info, files: folder.files, findings, overlays }, findings }];
}

function attachOverlays({ info, files, findings }: Read, bases: readonly Read[]): void {
  const base = bases.find((one) => one.info.tariffId === info.baseTariffId);
  if (!base) {
    const message = `"${info.baseTariffId ?? ''}" is none of the tariffs that are given: ${bases.map((one) => one.info.tariffId).join(', ') || 'there is none'}`;
    findings.error('overlay_without_base', INFO, 2, 'base_tariff_id', message);
    return;
  }
  const tables = new Tables(files, findings, currencyDigits(base.info.currency));
  base.overlays.push(...readOverlays(tables, base.info.clock));
}

/** Earlier first; of two that begin together the one published later is the one that holds, and comes last. */
function compareVersions({ info: a }: Read, { info: b }: Read): number {
  if (a.fromMs !== b.fromMs) return a.fromMs - b.fromMs;
  if (a.publishedMs !== b.publishedMs) return a.publishedMs - b.publishedMs;
  return a.tariffId < b.tariffId ? -1 : 1;
}

/** A version between the moments at which something of it changes. */
function cutVersion(base: Read, bases: readonly Read[], index: number): readonly Tariff[] {
  const { info, files, overlays, findings } = base;
  const next = bases[index + 1];
  const untilMs = Math.min(info.untilMs, next?.info.fromMs ?? Infinity);
  for (const overlay of overlays) {
    if (changesSomething(files, overlay)) continue;
    overlay.row.fail(
      'overlay_changes_nothing',
      'match',
      `no row of ${overlay.file} in ${info.tariffId} fits`,
    );
  }
  if (untilMs <= info.fromMs) return [];
  const inside = overlays.flatMap((overlay) => [overlay.fromMs, overlay.untilMs]);
  const cuts = [...new Set([info.fromMs, ...inside, untilMs])]
    .filter((ms) => ms >= info.fromMs && ms <= untilMs)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).map((fromMs, i) => {
    const inForce = overlays.filter((overlay) => overlay.fromMs <= fromMs && fromMs < overlay.untilMs);
    const ids = [...new Set(inForce.map(({ id }) => id))];
    const tables = new Tables(applyOverlays(files, inForce), findings, currencyDigits(info.currency));
    return readVersion(tables, info, {
      version: [info.tariffId, ...ids].join('+'),
      fromMs,
      untilMs: cuts[i + 1]!,
    });
  });
}

function checkTimes(versions: readonly Tariff[], bases: readonly Read[]): void {
  for (const [i, before] of bases.entries()) {
    const next = bases[i + 1];
    if (!next) continue;
    checkOneSystem(before.info, next);
    checkTurn(before, next);
  }
  if (versions.length === 0) {
    bases[0]?.findings.error('no_fare_possible', ...FROM, 'no version is ever in force');
  }
}

/** All versions are of one system of fares. */
function checkOneSystem({ tariffId, currency }: TariffInfo, { info, findings }: Read): void {
  if (info.tariffId === tariffId) {
    const message = `"${tariffId}" is the id of another folder`;
    findings.error('duplicate_id', INFO, 2, 'tariff_id', message);
  }
  if (info.currency !== currency) {
    const message = `"${info.currency}" is not the ${currency} of ${tariffId}`;
    findings.error('mixed_currencies', INFO, 2, 'currency', message);
  }
}

/** One version ends where the next begins. */
function checkTurn({ info, findings }: Read, next: Read): void {
  if (next.info.fromMs === info.fromMs && next.info.publishedMs === info.publishedMs) {
    const message = `is also that of ${info.tariffId}; published_at must tell which replaces the other`;
    next.findings.error('overlapping_versions', ...FROM, message);
  } else if (info.untilMs !== Infinity && info.untilMs > next.info.fromMs) {
    const message = `lies before the end of ${info.tariffId}, which holds until then only`;
    next.findings.warn('overlapping_versions', ...FROM, message);
  } else if (info.untilMs < next.info.fromMs) {
    const from = formatDay(info.clock.dayAt(info.untilMs));
    const message = `no tariff is in force from ${from} until ${next.info.tariffId} begins`;
    findings.warn('gap_between_versions', INFO, 2, 'valid_until', message);
  }
}

function findCurrency({ files }: TariffFolder): string {
  const info = files.find(({ name }) => name === INFO);
  const at = info?.columns.indexOf('currency') ?? -1;
  return info?.rows[0]?.cells[at]?.trim() ?? '';
}

/** A row is read once for each version between overlays; what is wrong with it is said once. */
function dropRepeated(findings: readonly TariffFinding[]): readonly TariffFinding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
