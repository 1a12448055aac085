import { useEffect, useRef } from 'react';
import type { DispatchException } from '@rukh/domain/dispatch';
import { live } from '../../live/live-store.js';
import { describeException } from '../../text/describe-exception.js';
import { currentLanguage } from '../../text/use-texts.js';
import { announce } from '../../ui/announce.js';
import { preferences } from '../../ui/preferences.js';
import { ATTENTION_TEXTS } from './attention-texts.js';

/** A new exception is said politely, and by one short tone where that is wanted; its row flashes by itself. */
export function useAlarms(open: readonly DispatchException[]): void {
  const seen = useRef<Set<string>>(undefined);
  useEffect(() => {
    const ids = new Set(open.map(({ exceptionId }) => exceptionId));
    const before = seen.current;
    seen.current = ids;
    // What was there when the page was opened is no news.
    if (!before || live.link !== 'live') return;
    const fresh = open.filter(({ exceptionId, state }) => state === 'new' && !before.has(exceptionId));
    const [first] = fresh;
    if (!first) return;
    const language = currentLanguage();
    const words = describeException(first, language, live.city, (id) => live.vehicles.get(id));
    announce(ATTENTION_TEXTS[language].alarm([words.title, words.line, words.value].join(' ')));
    if (preferences().sound) beep();
  }, [open]);
}

let audio: AudioContext | undefined;

function beep(): void {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.08;
  tone.frequency.value = 660;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.15);
}
