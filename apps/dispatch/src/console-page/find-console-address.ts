/** Where an address below the console's leads that is none of its own: people add a slash, or type a view as a path. */

const PARTS = /^\/console\/(assets|tiles)\b/;
const VIEW = /^\/console\/+([a-z]{1,20})\/*$/;

/** @param url path and question, as asked. Undefined of parts and tiles: who asks for these is a program */
export function findConsoleAddress(url: string): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://here');
  if (PARTS.test(pathname)) return undefined;
  const view = VIEW.exec(pathname)?.[1];
  if (view !== undefined && !searchParams.has('view')) searchParams.set('view', view);
  const text = searchParams.toString();
  return text === '' ? '/console' : `/console?${text}`;
}
