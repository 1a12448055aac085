import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of an element's inside in whole pixels: known before it is first seen, so that what it holds does not push the rest away. */
export function useWidth(element: RefObject<HTMLElement | null>): number | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    if (!element.current) return;
    setWidth(Math.floor(measureInside(element.current)));
    const sizes = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    sizes.observe(element.current);
    return () => sizes.disconnect();
  }, [element]);
  return width;
}

function measureInside(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}
