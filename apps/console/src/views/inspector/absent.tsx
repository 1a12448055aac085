import { ApiProblem } from '../../live/api.js';
import { useTexts } from '../../text/use-texts.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';

/**
 * In the place of what is selected and not at hand. That it is gone is said only once it is known: who opens a colleague's
 * link is not told so while the page still waits for the city, nor where the server was busy and is asked again.
 */
export function Absent({ isKnown = false, error }: { isKnown?: boolean; error?: unknown }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
  return <p>{isKnown || isRefused ? texts.gone : texts.loading}</p>;
}
