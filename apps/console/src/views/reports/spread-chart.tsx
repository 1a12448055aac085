import { plainNumber } from '../../text/format.js';
import { useTexts } from '../../text/use-texts.js';
import { remPixels } from '../../ui/rem-pixels.js';
import { ChartBox } from './chart-box.js';
import { ChartGrid } from './chart-grid.js';
import type { ChartProps } from './chart-words.js';
import { layOutBins } from './lay-out-chart.js';
import { REPORT_TEXTS } from './report-texts.js';
import { createScale } from './scale.js';

const HEIGHT_REM = 15;
const LEFT_REM = 3.5;
const FOOT_REM = 2;

/** How many rows have about which value. */
export function SpreadChart({ report, column, namer, title, summary }: ChartProps) {
  const texts = useTexts(REPORT_TEXTS);
  const bins = layOutBins(report.rows, column.name);
  const rem = remPixels();
  const height = HEIGHT_REM * rem;
  const say = (value: number): string => plainNumber(namer.language, Number(value.toPrecision(12)));
  return (
    <>
      <ChartBox title={title} description={summary} height={height}>
        {(width) => {
          const left = LEFT_REM * rem;
          const right = width - rem;
          const up = createScale(
            bins.map(({ rows }) => rows),
            [height - FOOT_REM * rem, 0.75 * rem],
            4,
          );
          const wide = (right - left) / bins.length;
          // Marks that would run into each other are left out.
          const each = Math.ceil((4 * rem) / wide);
          return (
            <>
              <ChartGrid up={up} left={left} right={right} say={say} />
              {bins.map(({ from, rows }, i) => (
                <g key={from}>
                  <rect
                    className="chart-bar"
                    x={left + i * wide + 1}
                    y={up.placeOf(rows)}
                    width={Math.max(wide - 2, 1)}
                    height={up.placeOf(0) - up.placeOf(rows)}
                  />
                  {i % each === 0 && (
                    <text x={left + i * wide} y={height - rem} className="chart-mark">
                      {say(from)}
                    </text>
                  )}
                </g>
              ))}
            </>
          );
        }}
      </ChartBox>
      <p className="quiet">
        {texts.bins}. {summary}
      </p>
    </>
  );
}
