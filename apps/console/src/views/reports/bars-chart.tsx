import { shorten } from '../../text/shorten.js';
import { useTexts } from '../../text/use-texts.js';
import { remPixels } from '../../ui/rem-pixels.js';
import { ChartBox } from './chart-box.js';
import type { ChartProps } from './chart-words.js';
import type { Bars } from './lay-out-chart.js';
import { nameRoundly } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { createScale } from './scale.js';

const ROW_REM = 1.5;
const VALUE_REM = 5;
/** Of the width, for names; and about how wide a character is. */
const NAME_SHARE = 0.36;
const MOST_NAME_REM = 20;
const CHARACTER_REM = 0.47;

/** A bar for each row, its name before and its value behind it. */
export function BarsChart({
  bars: { bars, known },
  column,
  namer,
  title,
  summary,
}: ChartProps & { bars: Bars }) {
  const texts = useTexts(REPORT_TEXTS);
  const rem = remPixels();
  return (
    <>
      <ChartBox title={title} description={summary} height={bars.length * ROW_REM * rem}>
        {(width) => {
          const nameWidth = Math.min(width * NAME_SHARE, MOST_NAME_REM * rem);
          const { placeOf } = createScale(
            bars.map(({ value }) => value),
            [nameWidth, width - VALUE_REM * rem],
            4,
          );
          const characters = Math.floor(nameWidth / (CHARACTER_REM * rem)) - 1;
          return bars.map(({ name, value }, i) => {
            const middle = (i + 0.5) * ROW_REM * rem;
            const [zero, end] = [placeOf(0), placeOf(value)];
            return (
              <g key={`${name} ${i}`}>
                <text x={0} y={middle} className="chart-name">
                  {shorten(name, characters)}
                </text>
                <rect
                  className={value < 0 ? 'chart-bar below' : 'chart-bar'}
                  x={Math.min(zero, end)}
                  y={middle - 0.45 * rem}
                  width={Math.max(Math.abs(end - zero), 1)}
                  height={0.9 * rem}
                />
                <text x={width} y={middle} className="chart-value">
                  {nameRoundly(value, column, namer)}
                </text>
              </g>
            );
          });
        }}
      </ChartBox>
      <p className="quiet">
        {bars.length < known && texts.shownRows(bars.length, known)} {summary}
      </p>
    </>
  );
}
