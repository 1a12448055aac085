import { useTexts } from '../../text/use-texts.js';
import { plainNumber } from '../../text/format.js';
import { remPixels } from '../../ui/rem-pixels.js';
import { ChartBox } from './chart-box.js';
import type { ChartProps } from './chart-words.js';
import { ChartGrid } from './chart-grid.js';
import { type Series, layOutSeries } from './lay-out-chart.js';
import { nameSeries } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { type Scale, createScale } from './scale.js';
import { spaceOut } from './space-out.js';

const MOST_SERIES = 6;
const HEIGHT_REM = 18;
const LEFT_REM = 3.5;
const RIGHT_REM = 1.75;
const FOOT_REM = 2.75;
const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 23];

/** A line over the hours of the day for each thing; each has its number, at its end and in the list below. */
export function LinesChart({ report, column, namer, title, summary }: ChartProps) {
  const texts = useTexts(REPORT_TEXTS);
  const { rows, columns } = report;
  const all = layOutSeries(rows, column.name, (row) => nameSeries(row, columns, namer));
  const shown = all.slice(0, MOST_SERIES);
  const rem = remPixels();
  const height = HEIGHT_REM * rem;
  return (
    <>
      <ChartBox title={title} description={summary} height={height}>
        {(width) => {
          const values = shown.flatMap(({ points }) => points.map(([, value]) => value));
          const across = createHours(LEFT_REM * rem, width - RIGHT_REM * rem);
          const up = createScale(values, [height - FOOT_REM * rem, 0.75 * rem], 5);
          return (
            <>
              <ChartGrid
                up={up}
                left={LEFT_REM * rem}
                right={width - RIGHT_REM * rem}
                say={(value) => plainNumber(namer.language, value)}
              />
              <HourMarks across={across} y={height - 1.75 * rem} isNarrow={width < 30 * rem} />
              <text x={width - RIGHT_REM * rem} y={height - 0.5 * rem} className="chart-value">
                {texts.hourAxis}
              </text>
              <Lines series={shown} across={across} up={up} />
            </>
          );
        }}
      </ChartBox>
      <ol className="chart-list">
        {shown.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ol>
      <p className="quiet">
        {shown.length < all.length && texts.series(shown.length, all.length)} {summary}
      </p>
    </>
  );
}

function createHours(from: number, to: number): (hour: number) => number {
  return (hour) => from + (hour / 23) * (to - from);
}

function HourMarks({
  across,
  y,
  isNarrow,
}: {
  across: (hour: number) => number;
  y: number;
  isNarrow: boolean;
}) {
  return HOURS.filter((hour) => !isNarrow || hour % 6 === 0).map((hour) => (
    <text key={hour} x={across(hour)} y={y} className="chart-mark">
      {hour}
    </text>
  ));
}

function Lines({
  series,
  across,
  up,
}: {
  series: readonly Series[];
  across: (hour: number) => number;
  up: Scale;
}) {
  const rem = remPixels();
  const ends = spaceOut(
    series.map(({ points }) => up.placeOf(points.at(-1)![1])),
    0.9 * rem,
  );
  return series.map(({ name, points }, i) => {
    const places = points.map(([hour, value]) => [across(hour), up.placeOf(value)] as const);
    return (
      <g key={name} className={`chart-line chart-line-${i + 1}`}>
        <polyline points={places.map((place) => place.join()).join(' ')} />
        {places.map(([x, y]) => (
          <circle key={x} cx={x} cy={y} r={0.18 * rem} />
        ))}
        <text x={places.at(-1)![0] + 0.45 * rem} y={ends[i]}>
          {i + 1}
        </text>
      </g>
    );
  });
}
