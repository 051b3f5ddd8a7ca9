"""How the page looks, on a screen and on A4."""

STYLE = """
:root { color: #1c2430; background: #fff; font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC",
  "PingFang SC", "Microsoft YaHei", sans-serif; }
:lang(zh) { line-height: 1.65; }
body { margin: 0 auto; max-width: 1080px; padding: 28px 32px 48px; }
header { border-bottom: 3px solid #1f4e79; padding-bottom: 12px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 2px; color: #16395a; }
header p { margin: 0; color: #4a5667; }
h2 { font-size: 19px; margin: 38px 0 4px; padding-bottom: 4px; border-bottom: 1px solid #cfd6df; color: #16395a; }
h3 { font-size: 15px; margin: 20px 0 6px; }
p { margin: 6px 0; }
.note { color: #4a5667; font-size: 13px; max-width: 88ch; }
.warn { border-left: 4px solid #d9730d; background: #fdf4ea; padding: 6px 12px; }
nav { margin: 12px 0 0; font-size: 13px; color: #4a5667; }
nav a { color: #1f4e79; margin-right: 14px; text-decoration: none; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
dl.about { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: 3px 16px; margin: 14px 0 0; font-size: 13px; }
dl.about dt { color: #4a5667; }
dl.about dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 18px 0 12px; padding: 0;
  list-style: none; }
.tiles li { border: 1px solid #cfd6df; border-top: 3px solid #1f4e79; padding: 8px 12px 10px; }
.tiles b { display: block; font-size: 24px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles span { display: block; font-size: 12.5px; color: #4a5667; line-height: 1.35; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 32px; align-items: start; }
table { border-collapse: collapse; width: 100%; margin: 8px 0 12px; font-size: 13.5px; }
th, td { padding: 4px 8px; text-align: left; vertical-align: top; border-bottom: 1px solid #e4e8ee; }
th { font-weight: 600; color: #344154; border-bottom: 1.5px solid #8794a5; vertical-align: bottom; font-size: 12.5px; line-height: 1.3; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.n + td:not(.n), th.n + th:not(.n) { padding-left: 16px; }
th.wide { width: 60%; }
th.n { white-space: normal; min-width: 4.2em; }
td.key { white-space: nowrap; }
td.ids { font-size: 12px; white-space: nowrap; } td.ids span { display: block; }
td small { display: block; color: #4a5667; font-size: 12px; line-height: 1.4; }
td code, .code { display: block; font: 11.5px/1.4 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; color: #4a5667; overflow-wrap: anywhere; }
tr.sum td { font-weight: 600; border-top: 1.5px solid #8794a5; }
.up { color: #a8201a; } .down { color: #1b6e3c; }
svg { display: block; max-width: 100%; height: auto; }
figure svg { width: 100%; }
td svg { margin-top: 5px; max-width: none; } .swatch svg { display: inline-block; margin: 0 4px 0 0; vertical-align: -1px; }
table.short { width: auto; min-width: 460px; }
svg text { font-size: 11px; fill: #4a5667; }
svg .strong { fill: #1c2430; font-weight: 600; }
svg .on { fill: #fff; font-weight: 600; }
figure { margin: 10px 0; }
figcaption { font-size: 13px; color: #4a5667; }
ul.key { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 6px 0; padding: 0; font-size: 13px; }
ul.key svg { display: inline-block; vertical-align: -1px; margin-right: 6px; }
footer { margin-top: 40px; border-top: 1px solid #cfd6df; padding-top: 10px; }
@media screen and (max-width: 720px) { body { padding: 16px; } .two { display: block; } dl.about { grid-template-columns: max-content 1fr; }
  table { display: block; overflow-x: auto; } }
@page { size: A4; margin: 14mm 13mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #4a5667; } }
@media print {
  :root { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 20pt; } h3 { font-size: 10.5pt; }
  h2, h3, figcaption, .keep { break-after: avoid; }
  section > .note { break-after: avoid; } section > .note:last-child { break-after: auto; }
  tr, figure, .note, .tiles li, .whole { break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 8.5pt; } th, .note, figcaption, dl.about, .tiles span, ul.key { font-size: 8pt; } td small, td.ids { font-size: 7.5pt; }
  .tiles { grid-template-columns: repeat(6, 1fr); gap: 6pt; } .tiles b { font-size: 14pt; } .tiles li { padding: 4pt 6pt; }
  .warn { background: none; }
}
"""
