// Asks for a ride or a day with the token that was typed, and shows the page that comes back below the form.
const form = document.getElementById('finance');
const answer = document.getElementById('answer');
const failure = document.getElementById('failure');

form.elements.token.value = sessionStorage.getItem('rukh-admin-token') ?? '';

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { token, ride, day } = form.elements;
  sessionStorage.setItem('rukh-admin-token', token.value);
  failure.textContent = '';
  answer.replaceChildren();
  const path = ride.value ? `rides/${ride.value}` : day.value ? `ledger/days/${day.value}` : undefined;
  if (path === undefined) return;
  try {
    const response = await fetch(`/api/v1/${path}?format=html&lang=${form.dataset.lang}`, {
      headers: { authorization: `Bearer ${token.value}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(JSON.parse(text).detail ?? response.statusText);
    const shown = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    const heading = shown.querySelector('h1');
    const smaller = document.createElement('h2');
    smaller.textContent = heading.textContent;
    heading.replaceWith(smaller);
    answer.replaceChildren(...shown.childNodes);
  } catch (error) {
    failure.textContent = form.dataset.failed + error.message;
  }
});
