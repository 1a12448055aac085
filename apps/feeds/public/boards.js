// What a page for passengers does beyond what it is without scripts: it fetches itself again and puts the new content
// in place of the old, without a word to screen readers, without moving the focus, and not while nobody looks.
const main = document.getElementById('main');
const seconds = Number(main?.dataset.refresh ?? 0);
const offline = document.createElement('p');
let failures = 0;

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    tellOffline(!response.ok);
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('main');
    // Whoever is in the middle of it, by keyboard or with an alert open, is left alone until the next time.
    // A click anywhere on it focuses it as a whole, and means nothing.
    const focused = document.activeElement;
    const isWithin = focused !== main && main.contains(focused);
    const isInUse = isWithin || main.querySelector('details[open]') !== null;
    if (fresh && !isInUse) main.replaceChildren(...fresh.childNodes);
    else if (fresh) replaceParts(fresh);
  } catch {
    tellOffline(true);
  }
}

/** After the second failure in a row: minutes that stand still look like a vehicle that does. */
function tellOffline(isFailed) {
  failures = isFailed ? failures + 1 : 0;
  offline.textContent = failures > 1 ? main.dataset.offline : '';
  offline.className = failures > 1 ? 'notice' : '';
}

/** Part by part, each but the one that has the focus; a part that came or went is put in or taken out. */
function replaceParts(fresh) {
  for (const selector of ['table.board tbody', '.notice', '.outlook', '.coming', '.as-of']) {
    const before = main.querySelector(selector);
    const after = fresh.querySelector(selector);
    if (before?.contains(document.activeElement)) continue;
    if (before && after) before.replaceWith(after);
    else if (before) before.remove();
    else if (after) putIn(after);
  }
}

/** Rows come with their table. All but the notice stands below it. */
function putIn(part) {
  const isNotice = part.matches('.notice');
  const next = (isNotice ? main.querySelector('table.board') : null) ?? main.querySelector('.as-of');
  next?.before(part.closest('table') ?? part);
}

if (seconds > 0) {
  offline.setAttribute('role', 'status');
  main.before(offline);
  setInterval(refresh, seconds * 1000);
  document.addEventListener('visibilitychange', refresh);
}

const locate = document.getElementById('locate');
if (locate && 'geolocation' in navigator) {
  locate.hidden = false;
  locate.addEventListener('click', () => {
    const failed = document.getElementById('locate-failed');
    failed.textContent = '';
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const near = `${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`;
        location.href = `/stops?${new URLSearchParams({ near, lang: locate.dataset.lang })}`;
      },
      () => {
        failed.textContent = failed.dataset.text;
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
