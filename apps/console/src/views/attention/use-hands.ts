/**
 * Whether somebody is at the list: the pointer is over it, or one of its rows has the focus. Between the press of a
 * button and its release the focus goes from row to row, which is no leaving: rows that moved then would take the
 * click away from under the hand.
 */
import { type FocusEvent, type RefObject, useRef, useState } from 'react';

export interface Hands {
  readonly isInUse: boolean;
  /** For the element that the pointer is watched over. */
  readonly hands: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: (event: FocusEvent) => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

export function useHands(rows: RefObject<HTMLElement | null>): Hands {
  const [isInUse, setInUse] = useState(false);
  const isOver = useRef(false);
  const isAt = (element: EventTarget | null): boolean =>
    rows.current?.contains(element as Node | null) ?? false;
  const pointer = (isNowOver: boolean): void => {
    isOver.current = isNowOver;
    setInUse(isNowOver || isAt(document.activeElement));
  };
  return {
    isInUse,
    hands: {
      onPointerEnter: () => pointer(true),
      onPointerLeave: () => pointer(false),
      onFocus: ({ target }) => setInUse(isOver.current || isAt(target)),
      onBlur: ({ relatedTarget }) => setInUse(isOver.current || isAt(relatedTarget)),
    },
  };
}
