/** Work again and again, that may fail: `onError` is told, and it is done again at the next turn. */
export function repeat(
  milliseconds: number,
  work: () => Promise<void>,
  onError: (error: Error) => void,
): NodeJS.Timeout {
  const timer = setInterval(() => {
    work().catch(onError);
  }, milliseconds);
  return timer.unref();
}
