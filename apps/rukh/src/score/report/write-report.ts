import { basename } from 'node:path';
import type { Score } from '../run-score.js';
import { Values } from './format-values.js';
import { escapeHtml, list, paragraph } from './html.js';
import { STYLE } from './style.js';
import { type Summary, summarisePredictions } from './summarise-predictions.js';
import { ENGLISH } from './texts-en.js';
import type { Texts } from './texts.js';
import { UKRAINIAN } from './texts-uk.js';
import { summariseAssignments, writeAssignments } from './write-assignments.js';
import { writeLeftOut } from './write-left-out.js';
import { writePredictions } from './write-predictions.js';
import { LANGUAGE_SCRIPT } from '../../report-page/language-script.js';

/**
 * The report as one page that needs no other file and no network: the same in Ukrainian and in English, figures in
 * plots and in tables. The script only hides the language that is not read; without it both are there.
 */
const LANGUAGES: readonly Texts[] = [UKRAINIAN, ENGLISH];

export function writeReport(score: Score): string {
  return `<!doctype html>
<html lang="uk">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${UKRAINIAN.title} · ${ENGLISH.title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><nav aria-label="${LANGUAGES.map(({ languages }) => languages).join(' · ')}">${LANGUAGES.map(
    ({ lang, language }) => `<a href="#${lang}" lang="${lang}" hreflang="${lang}">${language}</a>`,
  ).join(' ')}</nav></header>
<main>
${LANGUAGES.map((texts) => writeLanguage(score, new Values(texts))).join('\n')}
</main>
<script>${LANGUAGE_SCRIPT}</script>
</body>
</html>
`;
}

function writeLanguage(score: Score, values: Values): string {
  const { texts } = values;
  const { predictions, assignments } = score;
  return `<article id="${texts.lang}" lang="${texts.lang}" tabindex="-1">
<h1>${escapeHtml(texts.title)}</h1>
<p class="lead">${escapeHtml(
    texts.lead(
      listFiles(score)
        .map((file) => basename(file))
        .join(', '),
    ),
  )}</p>
<h2>${escapeHtml(texts.summary)}</h2>
${predictions ? writeSummary(summarisePredictions(predictions, values)) : ''}
${assignments ? writeSummary(summariseAssignments(assignments, values)) : ''}
${predictions ? writePredictions(predictions, values) : ''}
${assignments ? writeAssignments(assignments, values) : ''}
${writeLeftOut(score, values)}
<h2>${escapeHtml(texts.notes.title)}</h2>
${list(texts.notes.items)}
${paragraph('Rukh, rukh score; score.json')}
</article>`;
}

function writeSummary({ cards, sentences }: Summary): string {
  const items = cards.map(
    ({ figure, label }) => `<li><strong>${escapeHtml(figure)}</strong><span>${escapeHtml(label)}</span></li>`,
  );
  return `<ul class="cards">${items.join('')}</ul>${list(sentences)}`;
}

function listFiles({ predictions, assignments }: Score): readonly string[] {
  return [
    ...(predictions ? [...predictions.sources.map(({ file }) => file), ...predictions.truth.files] : []),
    ...(assignments ? [assignments.assignments.file, assignments.labels.file] : []),
  ];
}
