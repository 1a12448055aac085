import { escapeHtml } from '../boards/html.js';
import { FEED_NAMES, type FeedName } from '@rukh/domain/realtime';
import type { Language } from '@rukh/domain/passenger';
import { WORDS } from './texts.js';

/** What the front page tells of one feed. */
export interface FeedLine {
  readonly entityCount: number;
  readonly ageSeconds: number;
}

export interface FrontPage {
  readonly language: Language;
  readonly attribution: string;
  readonly feedVersion: string | undefined;
  readonly feeds: Readonly<Partial<Record<FeedName, FeedLine>>>;
}

export function writeFrontPage({ language, attribution, feedVersion, feeds }: FrontPage): string {
  const words = WORDS[language];
  const rows = FEED_NAMES.map((name) => {
    const line = feeds[name];
    const address = `/gtfs-rt/${name}`;
    const links = ['pb', 'json', 'txt']
      .map((form) => `<a href="${address}.${form}" aria-label="${address}.${form}">.${form}</a>`)
      .join(' ');
    const age = line ? words.ageSeconds(line.ageSeconds) : words.notNow;
    return `<tr><th scope="row">${words.names[name]}</th><td>/gtfs-rt/<wbr>${name}<br>${links}</td><td>${line?.entityCount ?? '–'}</td><td>${age}</td></tr>`;
  });
  return page(
    language,
    words.title,
    `<main>
<h1>${words.title}</h1>
<p>${words.lead}</p>
<p><a href="/?lang=${other(language)}" lang="${other(language)}" hreflang="${other(language)}">${words.otherLanguage}</a></p>
<h2>${words.forPassengers}</h2>
<ul>
<li><a href="/stops?lang=${language}">${words.stops}</a></li>
<li><a href="/routes?lang=${language}">${words.routes}</a></li>
<li><a href="/alerts?lang=${language}">${words.alerts}</a></li>
<li><a href="/map?lang=${language}">${words.map}</a></li>
</ul>
<h2>${words.forStaff}</h2>
<ul>
${listLinks(Object.entries(words.staffPages).map(([name, text]) => [`/${name}`, text]))}
</ul>
<h2>${words.feeds}</h2>
<table>
<thead><tr><th scope="col">${words.feed}</th><th scope="col">${words.addresses}</th><th scope="col">${words.entities}</th><th scope="col">${words.age}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<h2>${words.live}</h2>
<ul>
<li><a href="/map?lang=${language}">${words.map}</a></li>
<li><a href="/live/vehicles.geojson">${words.vehiclesGeoJson}</a></li>
<li><a href="/live/vehicles">${words.events}</a></li>
<li><a href="/live/shapes.geojson">${words.shapes}</a></li>
</ul>
<h2>${words.openData}</h2>
<ul>
${listLinks(Object.entries(words.openPages))}
</ul>
<h2>${words.data}</h2>
<p>${escapeHtml(attribution)}</p>
${feedVersion === undefined ? '' : `<p>${words.timetable}: ${escapeHtml(feedVersion)}</p>`}
</main>`,
  );
}

function listLinks(links: readonly (readonly [href: string, text: string])[]): string {
  return links.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('\n');
}

export function writeMapPage(language: Language, attribution: string): string {
  const words = WORDS[language];
  return page(
    language,
    words.mapTitle,
    `<main class="map">
<h1>${words.mapTitle}</h1>
<canvas id="map" tabindex="0" role="img" aria-label="${words.mapTitle}" aria-describedby="help"></canvas>
<p id="steer" class="steer" role="group" aria-label="${words.mapTitle}" hidden>
${words.steer.map(([key, sign, name]) => `<button type="button" value="${key}" aria-label="${name}">${sign}</button>`).join('\n')}
</p>
<p id="state" role="status" data-lost="${words.mapLost}" data-none="${words.mapNone}"></p>
<p id="help">${words.mapHelp}</p>
<p><span>${words.vehiclesOnMap}</span> <output id="count" aria-live="off">0</output></p>
<noscript><p>${words.mapNeedsScript}</p></noscript>
<ul>
${listLinks([
  [`/stops?lang=${language}`, words.stops],
  [`/routes?lang=${language}`, words.routes],
  [`/alerts?lang=${language}`, words.alerts],
  [`/?lang=${language}`, words.back],
])}
</ul>
<p>${escapeHtml(attribution)}</p>
</main>
<script type="module" src="/assets/feeds/map.js"></script>`,
  );
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/assets/feeds/page.css">
<link rel="icon" href="data:,">
</head>
<body>
${body}
</body>
</html>
`;
}

function other(language: Language): Language {
  return language === 'uk' ? 'en' : 'uk';
}
