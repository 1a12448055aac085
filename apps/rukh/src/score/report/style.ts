/** Colours have a contrast of at least 4.5 with their ground, of marks at least 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1c2430; --soft: #4c5666; --line: #c9d0da; --card: #f3f6fa;
  --band: #cfe8d5; --accent: #0b5cad; --s0: #0b5cad; --s1: #6b7280; --s2: #b45309; --s3: #7c3aed; --s4: #047857; --s5: #be185d; --s6: #111827; --s7: #854d0e; --s8: #0e7490; }
@media (prefers-color-scheme: dark) { :root { --ground: #10151c; --text: #e8edf4; --soft: #aab4c3; --line: #38424f; --card: #1a222d;
  --band: #1f4a2f; --accent: #7cc0ff; --s0: #7cc0ff; --s1: #a3acba; --s2: #f4a950; --s3: #c4a5ff; --s4: #5fd3a5; --s5: #ff8fbf; --s6: #f3f4f6; --s7: #e3c35a; --s8: #67d9ee; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
article:focus { outline: none; }
header, main { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; align-items: baseline; justify-content: flex-end; padding-top: 1rem; }
nav a { display: inline-block; min-height: 24px; padding: 0.25rem 0.6rem; border-radius: 4px; }
a { color: var(--accent); } a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav a[aria-current="true"] { background: var(--accent); color: var(--ground); text-decoration: none; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0 0.25rem; } h2 { font-size: 1.4rem; margin: 2.5rem 0 0.5rem; border-top: 2px solid var(--line); padding-top: 1.25rem; }
h3 { font-size: 1.1rem; margin: 1.5rem 0 0.25rem; } .lead { color: var(--soft); overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0.75rem; padding: 0; margin: 1rem 0; list-style: none; }
.cards li { background: var(--card); border-left: 4px solid var(--accent); border-radius: 4px; padding: 0.75rem 1rem; }
.cards strong { display: block; font-size: 1.7rem; line-height: 1.2; } .cards span { color: var(--soft); font-size: 0.92rem; }
figure { margin: 1.5rem 0 2rem; } figcaption { color: var(--soft); } figure svg { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--text); }
.grid { stroke: var(--line); } .axis { stroke: var(--text); } .band { fill: var(--band); }
.line { fill: none; stroke-width: 1.6; } .line.s0 { stroke-width: 3; } .mark { stroke-width: 1.5; }
.halo { fill: none; stroke: var(--ground); stroke-width: 3.5; opacity: 0.8; } .whisker { fill: none; stroke: var(--text); stroke-width: 1.2; }
.range { fill: var(--s0); opacity: 0.45; } .median { stroke: var(--text); stroke-width: 3; }
${[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `.line.s${i}, .mark.s${i} { stroke: var(--s${i}); } .mark.s${i}, .bar.s${i} { fill: var(--s${i}); }`).join('\n')}
.line.s1 { stroke-dasharray: 2 4; } .line.s2 { stroke-dasharray: 8 4; } .line.s3 { stroke-dasharray: 8 3 2 3; } .line.s4 { stroke-dasharray: 12 3; } .line.s5 { stroke-dasharray: 4 3; } .line.s7 { stroke-dasharray: 1 3; } .line.s8 { stroke-dasharray: 6 2 1 2; }
.mark.s6, .mark.s7, .mark.s8 { fill: none; stroke-width: 2.5; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; padding: 0; margin: 0.5rem 0; list-style: none; font-size: 0.92rem; }
figure svg.key { display: inline-block; width: 28px; height: 14px; vertical-align: -2px; margin-right: 0.4rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.92rem; margin: 0.5rem 0 1rem; }
td { white-space: pre; } caption { text-align: left; color: var(--soft); padding: 0.25rem 0; } th, td { text-align: right; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child { text-align: left; } dt { font-weight: 600; margin-top: 0.5rem; } dd { margin: 0 0 0 1.25rem; color: var(--soft); } thead th { border-bottom: 2px solid var(--text); } tbody th { font-weight: 600; }
summary { cursor: pointer; min-height: 24px; padding: 0.25rem 0; color: var(--accent); }
@media print { nav { display: none; } details > * { display: block; } figure { break-inside: avoid; } }
`;
