import { type ReactNode, useId, useRef } from 'react';
import { useWidth } from '../../ui/use-width.js';

const LEAST_WIDTH = 200;

/** A drawing as wide as its place, told in words to who does not see it. `children` draw for a width, in pixels. */
export function ChartBox({
  title,
  description,
  height,
  children,
}: {
  title: string;
  description: string;
  height: number;
  children: (width: number) => ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const id = useId();
  return (
    <div ref={box} className="chart-box">
      {width !== undefined && (
        <svg
          className="chart"
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-description`}
          width={Math.max(width, LEAST_WIDTH)}
          height={height}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-description`}>{description}</desc>
          {children(Math.max(width, LEAST_WIDTH))}
        </svg>
      )}
    </div>
  );
}
