// Keeps the page of the validator for when there is no network. Taps are not its business: they lie in IndexedDB.

const CACHE = 'rukh-validator-1';
const OURS = /^\/(validator$|assets\/validator\/)/;

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !OURS.test(url.pathname)) return;
  event.respondWith(fetchAndKeep(request));
});

/** The newest where the network is, the last where it is not. */
async function fetchAndKeep(request) {
  const cache = await self.caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: new URL(request.url).pathname === '/validator' });
    if (kept === undefined) throw error;
    return kept;
  }
}
