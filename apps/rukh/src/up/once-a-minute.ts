// What thousands of trackers can cause again and again must not fill a log: each sentence is told once a minute, and
// only so many different ones.

const SENTENCES_A_MINUTE = 30;
const MINUTE_MS = 60_000;

/** @returns tells what it is given, where that was not told within the minute */
export function onceAMinute(tell: (sentence: string) => void, now = Date.now): (sentence: string) => void {
  const told = new Set<string>();
  let since = now();
  return (sentence) => {
    if (now() - since >= MINUTE_MS) {
      told.clear();
      since = now();
    }
    if (told.has(sentence) || told.size >= SENTENCES_A_MINUTE) return;
    told.add(sentence);
    tell(sentence);
  };
}
