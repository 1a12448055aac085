export interface Mover {
  panBy(dx: number, dy: number): void;
  zoomAt(steps: number, left: number, top: number): void;
}

const KEY_STEP = 80;

/** Dragging, wheel and keys move a map. @returns what ends it */
export function listenForMoves(container: HTMLElement, mover: Mover): () => void {
  let last: { x: number; y: number } | undefined;
  const listeners = {
    pointerdown: (event: PointerEvent) => {
      last = { x: event.clientX, y: event.clientY };
    },
    pointermove: (event: PointerEvent) => {
      if (!last || event.buttons === 0) return;
      mover.panBy(event.clientX - last.x, event.clientY - last.y);
      last = { x: event.clientX, y: event.clientY };
    },
    pointerup: () => (last = undefined),
    wheel: (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = container.getBoundingClientRect();
      mover.zoomAt(-event.deltaY / 300, event.clientX - left, event.clientY - top);
    },
    keydown: (event: KeyboardEvent) => {
      const { clientWidth: width, clientHeight: height } = container;
      const moves: Record<string, () => void> = {
        ArrowLeft: () => mover.panBy(KEY_STEP, 0),
        ArrowRight: () => mover.panBy(-KEY_STEP, 0),
        ArrowUp: () => mover.panBy(0, KEY_STEP),
        ArrowDown: () => mover.panBy(0, -KEY_STEP),
        '+': () => mover.zoomAt(1, width / 2, height / 2),
        '=': () => mover.zoomAt(1, width / 2, height / 2),
        '-': () => mover.zoomAt(-1, width / 2, height / 2),
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      move();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    container.addEventListener(name, listener as EventListener, { passive: false });
  }
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      container.removeEventListener(name, listener as EventListener);
    }
  };
}
