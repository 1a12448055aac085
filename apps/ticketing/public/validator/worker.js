// Keeps the page of the validator for when there is no network. Taps are not its business: they lie in IndexedDB.

const CACHE = 'rukh-validator-2';
const OURS = /^\/(validator$|assets\/validator\/)/;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(begin()));
// What the page loaded before there was a worker: it says so itself.
self.addEventListener('message', (event) => {
  const urls = (event.data.keep ?? []).filter((url) =>
    OURS.test(new URL(url, self.location.origin).pathname),
  );
  event.waitUntil(Promise.all(urls.map((url) => fetchAndKeep(new Request(url)).catch(() => undefined))));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !OURS.test(url.pathname)) return;
  event.respondWith(fetchAndKeep(request));
});

async function begin() {
  const names = await self.caches.keys();
  const old = names.filter((name) => name.startsWith('rukh-validator-') && name !== CACHE);
  await Promise.all(old.map((name) => self.caches.delete(name)));
  await self.clients.claim();
}

/**
 * The newest where the network is, the last where it is not. Kept by its address alone: whoever asks for a page names his languages, by which
 * the page varies, and what the page itself asked to be kept names none.
 */
async function fetchAndKeep(request) {
  const { url } = request;
  const cache = await self.caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(url, answer.clone());
    return answer;
  } catch (error) {
    const kept =
      (await cache.match(url)) ??
      (await cache.match(url, { ignoreSearch: new URL(url).pathname === '/validator' }));
    if (kept === undefined) throw error;
    return kept;
  }
}
