const KEY = 'rukh-reloaded-at';
const AGAIN_MS = 60_000;

/**
 * A page that stays open over an update of the server asks for parts that are there no more. It is loaded anew where it is:
 * the address has what it shows. At most once a minute: a part that is missing for another reason is shown as failed.
 */
export function reloadAfterUpdate(): void {
  addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
