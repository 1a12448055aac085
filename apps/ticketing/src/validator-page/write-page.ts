import { PAGE_TEXTS, type PageLanguage, type PageTexts } from './texts.js';

/** The page of a validator. All texts in it are ours; what is held to the device is only ever put in by the script. */
export function writeValidatorPage(lang: PageLanguage): string {
  const texts = PAGE_TEXTS[lang];
  const other = lang === 'uk' ? 'en' : 'uk';
  const script = Object.entries(texts.script).map(
    ([name, text]) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${text}"`,
  );
  return `<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${texts.title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/assets/validator/page.css" />
    <script type="module" src="/assets/validator/page.js"></script>
  </head>
  <body>
    <main id="texts" ${script.join(' ')}>
      <h1>${texts.title} <span id="device"></span></h1>
      <p>${texts.intro} <a href="/validator?lang=${other}" lang="${other}">${texts.otherLanguage}</a></p>
      <noscript><p>${texts.noScript}</p></noscript>
      <p id="failure" role="alert"></p>
${writeEnrolment(texts)}
      <div id="work" hidden>
${writeLight(texts)}
${writeTap(texts)}
${writeState(texts)}
      </div>
    </main>
  </body>
</html>
`;
}

function writeEnrolment(texts: PageTexts): string {
  return `      <form id="enrolment" hidden>
        <h2>${texts.enrolment}</h2>
        <label>${texts.device} <input name="device" pattern="[A-Za-z0-9_\\-]{1,32}" required autocomplete="off" /></label>
        <label>${texts.code} <input name="code" maxlength="64" required autocomplete="off" /></label>
        <button>${texts.enrol}</button>
      </form>`;
}

/** Told at once to who does not see it; the sign and the words say the same as the colour. */
function writeLight(texts: PageTexts): string {
  return `        <section id="light" aria-live="assertive" aria-atomic="true">
          <p id="icon" aria-hidden="true">·</p>
          <p id="verdict">${texts.waiting}</p>
          <p id="reason"></p>
          <p id="source"></p>
        </section>`;
}

function writeTap(texts: PageTexts): string {
  const kinds = Object.entries(texts.kinds).map(([kind, text]) => `<option value="${kind}">${text}</option>`);
  const number = 'type="number" min="0" max="9" value="0"';
  return `        <form id="tap">
          <label>${texts.token} <input id="token" name="token" maxlength="1400" required autocomplete="off" autocapitalize="off" /></label>
          <label>${texts.media} <select name="media">${kinds.join('')}</select></label>
          <div class="extras">
            <label>${texts.companions} <input name="companions" ${number} /></label>
            <label>${texts.luggage} <input name="luggage" ${number} /></label>
          </div>
          <button>${texts.tap}</button>
          <button type="button" id="camera" hidden>${texts.script.camera}</button>
        </form>
        <video id="video" hidden playsinline muted></video>`;
}

function writeState(texts: PageTexts): string {
  const rows = (['network', 'queued', 'receipted', 'clock', 'list'] as const).map(
    (name) => `<dt>${texts[name]}</dt><dd id="${name}">–</dd>`,
  );
  return `        <dl>${rows.join('')}</dl>
        <p id="refusal" role="status"></p>
        <details>
          <summary>${texts.place}</summary>
          <form id="place">
            <label>${texts.vehicle} <input id="vehicle" name="vehicle" maxlength="64" autocomplete="off" /></label>
            <label>${texts.zone} <input id="zone" name="zone" maxlength="64" autocomplete="off" /></label>
            <button>${texts.save}</button>
          </form>
        </details>`;
}
