/** The inspector's page for a phone: one form after another, results in words and not by colour alone. */
import { INSPECT_TEXTS, type InspectLanguage } from './inspect-texts.js';

const STYLE = `
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 34rem; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
label { display: block; margin: .75rem 0 .25rem; }
label.check { display: flex; gap: .5rem; align-items: center; min-height: 2.75rem; }
input:not([type=checkbox]), button { box-sizing: border-box; width: 100%; min-height: 3rem; font: inherit; padding: .5rem .75rem; }
input[type=checkbox] { width: 1.5rem; height: 1.5rem; }
button { margin-top: .75rem; border: 2px solid currentColor; border-radius: .5rem; background: transparent; color: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid #06c; outline-offset: 2px; }
video { width: 100%; border-radius: .5rem; margin-top: .75rem; }
.result { border: .25rem solid currentColor; border-radius: .5rem; padding: 1rem; margin: 1rem 0; font-size: 1.5rem; font-weight: 700; }
.result.ok { background: #0a5c2b; color: #fff; }
.result.bad { background: #8f1313; color: #fff; }
.result.wait { background: #6b4a00; color: #fff; }
dialog { max-width: 30rem; border-radius: .5rem; }
section h2, dialog h2 { font-size: 1.25rem; margin: 0; }
[hidden] { display: none; }
`;

export function writeInspectPage(language: InspectLanguage): string {
  const t = INSPECT_TEXTS[language];
  const other = language === 'uk' ? 'en' : 'uk';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/inspect/inspect.css">
</head>
<body data-texts="${escapeAttribute(JSON.stringify(t))}">
<main>
<h1>${t.title}</h1>
<p><a href="/inspect?lang=${other}" lang="${other}" hreflang="${other}">${t.other}</a></p>
<form id="sign-in">
<label for="inspector">${t.inspector}</label><input id="inspector" autocomplete="username" autocapitalize="none" required maxlength="64">
<label for="pin">${t.pin}</label><input id="pin" type="password" inputmode="numeric" autocomplete="current-password" required maxlength="12">
<button>${t.signIn}</button>
</form>
<form id="begin" hidden>
<label for="vehicle">${t.vehicle}</label><input id="vehicle" autocomplete="off" required maxlength="64">
<button>${t.begin}</button>
<button type="button" id="sign-out">${t.signOut}</button>
</form>
<section id="inspection" hidden>
<p>${t.locked} <strong id="locked"></strong></p>
<form id="check">
<label for="code">${t.code}</label><input id="code" autocomplete="off" autocapitalize="none" required maxlength="2000">
<label class="check"><input type="checkbox" id="wrong-holder"> ${t.wrongHolder}</label>
<button>${t.check}</button>
<button type="button" id="scan">${t.scan}</button>
</form>
<video id="camera" muted playsinline hidden></video>
<div id="result" role="status" aria-live="assertive"></div>
<button type="button" id="fine" hidden>${t.fine}</button>
<dialog id="sure" aria-labelledby="sure-title">
<form method="dialog">
<h2 id="sure-title">${t.sure}</h2>
<p id="second" hidden><strong>${t.secondFine}</strong></p>
<p>${t.sureWhy}</p>
<button value="yes">${t.fine}</button>
<button value="no" autofocus>${t.notFine}</button>
</form>
</dialog>
<button type="button" id="end">${t.end}</button>
</section>
<section id="fines" aria-labelledby="fines-title" hidden>
<h2 id="fines-title">${t.fines}</h2>
<div role="status" aria-atomic="false"><ul id="fine-list"></ul></div>
</section>
<p id="trouble" role="alert"></p>
</main>
<script type="module" src="/inspect/inspect.js"></script>
</body>
</html>
`;
}

export const INSPECT_STYLE = STYLE;

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
