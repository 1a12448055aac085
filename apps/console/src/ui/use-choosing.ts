import { type KeyboardEvent, useState } from 'react';

/** Which of the things under a field is chosen: arrows go round them, Enter takes it and sends no form. */
export function useChoosing(count: number, take: (index: number) => void) {
  const [chosen, setChosen] = useState(0);
  const listen = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && count > 0) {
      event.preventDefault();
      setChosen((now) => (now + step + count) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(chosen);
    }
  };
  return { chosen, setChosen, listen };
}
