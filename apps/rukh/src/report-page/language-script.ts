/** Of a report that is one file: shows the article of one language, by the address or the browser. */
export const LANGUAGE_SCRIPT = `
(function () {
  var parts = document.querySelectorAll('article'), links = document.querySelectorAll('nav a');
  function show() {
    var asked = location.hash.slice(1).split('-')[0];
    var lang = asked === 'uk' || asked === 'en' ? asked : /^uk/.test(navigator.language) ? 'uk' : 'en';
    document.documentElement.lang = lang;
    parts.forEach(function (part) { part.hidden = part.lang !== lang; });
    links.forEach(function (link) { link.setAttribute('aria-current', String(link.lang === lang)); });
    document.title = document.querySelector('article[lang=' + lang + '] h1').textContent;
  }
  addEventListener('hashchange', show);
  show();
})();`;
