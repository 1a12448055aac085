import type { Board } from '@rukh/domain/passenger';
import { writeBoardPage } from './write-board.js';
import { nameWriter } from './write-name.js';

const NOW = 1_796_000_000;

it('names the stop where a shortened trip ends in the language of the city, on a page in English too', () => {
  const board: Board = {
    stop: { stopId: 'S', code: '3', name: 'Старий ринок', lat: 49.84, lon: 24.03 },
    asOf: NOW,
    isLive: true,
    feedAgeSeconds: 1,
    arrivals: [
      {
        state: 'live',
        routeId: 'R',
        routeName: 'Т09',
        mode: 'tram',
        headsign: 'Залізничний вокзал',
        tripId: 'T',
        stopId: 'S',
        at: NOW + 200,
        isAdded: false,
        isLast: false,
        endsAt: 'Приміський вокзал',
        isLowFloor: true,
      },
    ],
    approaching: [],
    lines: [],
    alerts: [],
  };
  const page = writeBoardPage({
    board,
    saying: { language: 'en', now: NOW, timeZone: 'Europe/Kyiv' },
    alertsView: { language: 'en', timeZone: 'Europe/Kyiv', routeNames: new Map() },
    attribution: 'City',
    writeName: nameWriter('en', 'uk'),
    form: 'page',
    rows: 12,
    isAskedFor: false,
  });
  expect(page).toContain('only as far as <span lang="uk">Приміський вокзал</span>, low floor');
});
