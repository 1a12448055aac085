import { type RefObject, useEffect, useRef } from 'react';

/** So much turning is one step: a wheel's notch at once, a pinch when it is meant. */
const STEP_PIXELS = 60;

/**
 * Ctrl with the wheel, and the pinch of a touchpad, which browsers tell as the same. Without Ctrl the wheel goes on
 * scrolling the page. Not by React's own listener: it is passive, and could not keep the browser from zooming.
 */
export function useSpanWheel(box: RefObject<HTMLElement | null>, onStep: (step: -1 | 1) => void): void {
  const step = useRef(onStep);
  step.current = onStep;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let turned = 0;
    const turn = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turned = Math.sign(turned) === -Math.sign(event.deltaY) ? event.deltaY : turned + event.deltaY;
      if (Math.abs(turned) < STEP_PIXELS) return;
      step.current(turned > 0 ? 1 : -1);
      turned = 0;
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  });
}
