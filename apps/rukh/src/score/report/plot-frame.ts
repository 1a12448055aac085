import { type Table, escapeHtml, writeTable } from './html.js';

/** What all plots share: a scale in round steps, a grid, a legend, and the same figures as a table below. */
export const WIDTH = 720;
export const HEIGHT = 320;
export const MARGIN = { top: 18, right: 20, bottom: 50, left: 58 };

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Series {
  readonly name: string;
  /** Which of the styles of series, from 0: colour, dashes and mark. */
  readonly style: number;
  /** One a label; undefined leaves a gap. */
  readonly values: readonly (number | undefined)[];
  readonly intervals?: readonly (Interval | undefined)[];
}

export interface Plot {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence. */
  readonly reading: string;
  readonly across: string;
  readonly up: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** Where the scale ends; otherwise above the highest value. */
  readonly top?: number;
  /** A band that values should be in, and what it means. */
  readonly band?: Interval & { readonly name: string };
  /** The same figures in words. */
  readonly table: Table;
  readonly tableLabel: string;
}

export interface Scale {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
  /** Middle of the label's place. */
  readonly x: (label: number) => number;
  readonly step: number;
}

/** A scale from nought, or from the lowest value where that is below, in four to eight round steps. */
export function scaleOf({ series, labels, top, band }: Plot): Scale {
  const all = series.flatMap(({ values, intervals = [] }) => [
    ...values,
    ...intervals.flatMap((interval) => (interval ? [interval.low, interval.high] : [])),
  ]);
  const values = all.filter((value) => value !== undefined);
  const highest = top ?? Math.max(1e-9, band?.high ?? 0, ...values);
  const lowest = Math.min(0, ...values);
  const rough = (highest - lowest) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const tick = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const from = Math.floor(lowest / tick) * tick;
  const to = Math.ceil(highest / tick - 1e-9) * tick;
  const ticks: number[] = [];
  for (let i = 0; from + i * tick <= to + tick / 2; i++) ticks.push(from + i * tick);
  const inner = HEIGHT - MARGIN.top - MARGIN.bottom;
  const step = (WIDTH - MARGIN.left - MARGIN.right) / Math.max(1, labels.length);
  return {
    ticks,
    y: (value) => MARGIN.top + inner * (1 - (value - from) / (to - from)),
    x: (label) => MARGIN.left + (label + 0.5) * step,
    step,
  };
}

/** The figure round the marks of a plot. */
export function frame(plot: Plot, scale: Scale, marks: string): string {
  const { id, title, reading, across, up, labels, series, band, table, tableLabel } = plot;
  const right = WIDTH - MARGIN.right;
  const grid = scale.ticks.map(
    (tick) =>
      `<line class="${tick === 0 ? 'axis' : 'grid'}" x1="${MARGIN.left}" x2="${right}" y1="${at(scale.y(tick))}" y2="${at(scale.y(tick))}"/><text x="${MARGIN.left - 8}" y="${at(scale.y(tick) + 4)}" text-anchor="end">${escapeHtml(plot.format(tick))}</text>`,
  );
  const names = labels.map(
    (label, i) =>
      `<text x="${at(scale.x(i))}" y="${HEIGHT - MARGIN.bottom + 19}" text-anchor="middle">${escapeHtml(label)}</text>`,
  );
  const area = band
    ? `<rect class="band" x="${MARGIN.left}" width="${right - MARGIN.left}" y="${at(scale.y(band.high))}" height="${at(scale.y(band.low) - scale.y(band.high))}"/>`
    : '';
  const axes = `<text x="${(MARGIN.left + right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escapeHtml(across)}</text><text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(up)}</text>`;
  return `<figure><h3 id="${id}">${escapeHtml(title)}</h3><figcaption>${escapeHtml(reading)}</figcaption>${writeLegend(series, band?.name)}<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}">${area}${grid.join('')}${marks}${names.join('')}${axes}</svg><details><summary>${escapeHtml(tableLabel)}</summary>${writeTable(table)}</details></figure>`;
}

function writeLegend(series: readonly Series[], band: string | undefined): string {
  const keys =
    series.length < 2 && band === undefined ? [] : series.map(({ name, style }) => legendKey(name, style));
  if (band !== undefined) {
    keys.push(
      `<li><svg class="key" viewBox="0 0 28 14" aria-hidden="true"><rect class="band" width="28" height="14"/></svg>${escapeHtml(band)}</li>`,
    );
  }
  return keys.length === 0 ? '' : `<ul class="legend">${keys.join('')}</ul>`;
}

function legendKey(name: string, style: number): string {
  return `<li><svg class="key" viewBox="0 0 28 14" aria-hidden="true"><line class="line s${style}" x1="0" x2="28" y1="7" y2="7"/>${drawMark(14, 7, style)}</svg>${escapeHtml(name)}</li>`;
}

/** Marks differ by shape as well as by colour. */
export function drawMark(x: number, y: number, style: number): string {
  const shapes = [
    'M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z',
    'M-4.5 -4.5H4.5V4.5H-4.5Z',
    'M0 -5.5L5.5 4.5H-5.5Z',
    'M0 -6L6 0L0 6L-6 0Z',
    'M0 5.5L5.5 -4.5H-5.5Z',
    'M-5 -1.6H-1.6V-5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5Z',
    'M-4 -4L4 4M4 -4L-4 4',
    'M-5.5 0H5.5M0 -5.5V5.5',
    'M-5 0H5M-2.5 -4.3L2.5 4.3M-2.5 4.3L2.5 -4.3',
  ];
  return `<path class="mark s${style}" transform="translate(${at(x)} ${at(y)})" d="${shapes[style % shapes.length]!}"/>`;
}

/** A coordinate to a tenth of a pixel. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
