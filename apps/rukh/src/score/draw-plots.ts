/** Small SVG plots that need nothing but themselves: bars and lines over the horizons of a score. */
const WIDTH = 640;
const HEIGHT = 280;
const MARGIN = { top: 16, right: 16, bottom: 44, left: 52 };

export interface Series {
  readonly name: string;
  /** Class of the style sheet that gives the colour. */
  readonly style: string;
  /** One a label; undefined leaves a gap. */
  readonly values: readonly (number | undefined)[];
}

export interface Plot {
  readonly title: string;
  /** What the horizontal labels are. */
  readonly across: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** Where the scale ends; otherwise above the highest value. */
  readonly top?: number;
}

/** Groups of bars, one a label, a bar for each series. */
export function drawBars(plot: Plot): string {
  const scale = scaleOf(plot);
  const group = (WIDTH - MARGIN.left - MARGIN.right) / plot.labels.length;
  const bar = (group * 0.8) / plot.series.length;
  const bars = plot.series.flatMap(({ values, style, name }, s) =>
    values.map((value, i) => {
      if (value === undefined) return '';
      const x = MARGIN.left + i * group + group * 0.1 + s * bar;
      const y = scale.y(value);
      const height = Math.max(0, scale.y(0) - y);
      const label = `${name}, ${plot.labels[i]!}: ${plot.format(value)}`;
      return `<rect class="${style}" x="${at(x)}" y="${at(y)}" width="${at(bar * 0.92)}" height="${at(height)}"><title>${escapeHtml(label)}</title></rect>`;
    }),
  );
  return frame(plot, scale, bars.join(''));
}

/** For each label a bar from the first to the last series, with a line across at the middle one. */
export function drawRanges(plot: Plot): string {
  const scale = scaleOf(plot);
  const [low, middle, high] = plot.series;
  const group = (WIDTH - MARGIN.left - MARGIN.right) / plot.labels.length;
  const ranges = plot.labels.map((label, i) => {
    const values = [low?.values[i], middle?.values[i], high?.values[i]];
    if (values.some((value) => value === undefined)) return '';
    const [from, mid, to] = values as [number, number, number];
    const x = MARGIN.left + i * group + group * 0.25;
    const text = `${label}: ${[from, mid, to].map(plot.format).join(', ')}`;
    return `<g><title>${escapeHtml(text)}</title><rect class="range" x="${at(x)}" y="${at(scale.y(to))}" width="${at(group / 2)}" height="${at(scale.y(from) - scale.y(to))}"/><line class="median" x1="${at(x)}" x2="${at(x + group / 2)}" y1="${at(scale.y(mid))}" y2="${at(scale.y(mid))}"/></g>`;
  });
  return frame(plot, scale, ranges.join(''));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

interface Scale {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
}

/** A scale from nought, or from the lowest value where that is below, in four to eight round steps. */
function scaleOf({ series, top }: Plot): Scale {
  const values = series.flatMap(({ values: all }) => all.filter((value) => value !== undefined));
  const highest = top ?? Math.max(1e-9, ...values);
  const lowest = Math.min(0, ...values);
  const rough = (highest - lowest) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const from = Math.floor(lowest / step) * step;
  const to = Math.ceil(highest / step - 1e-9) * step;
  const ticks: number[] = [];
  for (let i = 0; from + i * step <= to + step / 2; i++) ticks.push(from + i * step);
  const inner = HEIGHT - MARGIN.top - MARGIN.bottom;
  return { ticks, y: (value) => MARGIN.top + inner * (1 - (value - from) / (to - from)) };
}

function frame({ title, across, labels, series, format }: Plot, { ticks, y }: Scale, body: string): string {
  const group = (WIDTH - MARGIN.left - MARGIN.right) / labels.length;
  const grid = ticks.map(
    (tick) =>
      `<line class="${tick === 0 ? 'axis' : 'grid'}" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text x="${MARGIN.left - 6}" y="${at(y(tick) + 4)}" text-anchor="end">${escapeHtml(format(tick))}</text>`,
  );
  const names = labels.map(
    (label, i) =>
      `<text x="${at(MARGIN.left + (i + 0.5) * group)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${escapeHtml(label)}</text>`,
  );
  const legend = series.length > 1 ? `<p class="legend">${series.map(legendOf).join(' ')}</p>` : '';
  return `<figure><figcaption>${escapeHtml(title)}</figcaption>${legend}<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">${grid.join('')}${body}${names.join('')}<text x="${WIDTH / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(across)}</text></svg></figure>`;
}

function legendOf({ name, style }: Series): string {
  return `<span><svg class="key" viewBox="0 0 10 10"><rect class="${style}" width="10" height="10"/></svg> ${escapeHtml(name)}</span>`;
}

/** A coordinate to a tenth of a pixel. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
