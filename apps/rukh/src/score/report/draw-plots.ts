import { escapeHtml } from './html.js';
import { type Plot, type Scale, type Series, at, drawMark, frame, scaleOf } from './plot-frame.js';

/** A line for each series, with whiskers where it has intervals. Series stand beside each other within a label. */
export function drawLines(plot: Plot): string {
  const scale = scaleOf(plot);
  const { series, labels, format } = plot;
  const apart = Math.min(9, (scale.step * 0.7) / series.length);
  const marks = series.map((one, s) => {
    const shift = (s - (series.length - 1) / 2) * apart;
    const points = one.values.map((value, i) =>
      value === undefined ? undefined : ([scale.x(i) + shift, scale.y(value)] as const),
    );
    const dots = points.map((point, i) => {
      if (!point) return '';
      const label = `${one.name}, ${labels[i]!}: ${format(one.values[i]!)}`;
      return `<g><title>${escapeHtml(label)}</title>${drawWhisker(one, i, point[0], scale)}${drawMark(point[0], point[1], one.style)}</g>`;
    });
    return drawPath(points, one.style) + dots.join('');
  });
  // The first series is what the plot is about: it is drawn last, over the others.
  return frame(plot, scale, marks.reverse().join(''));
}

/** A bar for each label of the first series, with whiskers where it has intervals. */
export function drawBars(plot: Plot): string {
  const scale = scaleOf(plot);
  const { series, labels, format } = plot;
  const width = (scale.step * 0.72) / series.length;
  const bars = series.flatMap((one, s) =>
    one.values.map((value, i) => {
      if (value === undefined) return '';
      const x = scale.x(i) + (s - series.length / 2) * width;
      const [top, bottom] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))];
      const label = `${one.name}, ${labels[i]!}: ${format(value)}`;
      return `<g><title>${escapeHtml(label)}</title><rect class="bar s${one.style}" x="${at(x)}" y="${at(top)}" width="${at(width * 0.94)}" height="${at(bottom - top)}"/>${drawWhisker(one, i, x + width * 0.47, scale)}</g>`;
    }),
  );
  return frame(plot, scale, bars.join(''));
}

/** For each label a bar from the first to the last of three series, with a line across at the middle one. */
export function drawRanges(plot: Plot): string {
  const scale = scaleOf(plot);
  const [low, middle, high] = plot.series;
  const width = scale.step * 0.5;
  const ranges = plot.labels.map((label, i) => {
    const values = [low?.values[i], middle?.values[i], high?.values[i]];
    if (values.some((value) => value === undefined)) return '';
    const [from, mid, to] = values as [number, number, number];
    const x = scale.x(i) - width / 2;
    const text = `${label}: ${[from, mid, to].map(plot.format).join(', ')}`;
    return `<g><title>${escapeHtml(text)}</title><rect class="range" x="${at(x)}" y="${at(scale.y(to))}" width="${at(width)}" height="${at(scale.y(from) - scale.y(to))}"/><line class="median" x1="${at(x)}" x2="${at(x + width)}" y1="${at(scale.y(mid))}" y2="${at(scale.y(mid))}"/></g>`;
  });
  return frame({ ...plot, series: [] }, scale, ranges.join(''));
}

function drawPath(points: readonly (readonly [number, number] | undefined)[], style: number): string {
  let path = '';
  let isDown = false;
  for (const point of points) {
    if (point) path += `${isDown ? 'L' : 'M'}${at(point[0])} ${at(point[1])}`;
    isDown = point !== undefined;
  }
  return `<path class="line s${style}" d="${path}"/>`;
}

function drawWhisker({ intervals }: Series, i: number, x: number, scale: Scale): string {
  const interval = intervals?.[i];
  if (!interval) return '';
  const [top, bottom] = [at(scale.y(interval.high)), at(scale.y(interval.low))];
  const path = `M${at(x)} ${top}V${bottom}M${at(x - 3)} ${top}H${at(x + 3)}M${at(x - 3)} ${bottom}H${at(x + 3)}`;
  return `<path class="halo" d="${path}"/><path class="whisker" d="${path}"/>`;
}
