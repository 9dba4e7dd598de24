/** The report's style sheet: system fonts, dark on light at more than 7 to 1, one column that a phone and paper can hold. */
export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #0b0c0c; font: 1rem/1.5 Arial, Helvetica, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1, h2 { overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2rem 0 .75rem; }
p, li { max-width: 44rem; overflow-wrap: anywhere; }
.warning { border-left: .5rem solid #942514; background: #fbf1ef; padding: .75rem 1rem; margin: 1rem 0; }
.stamp { display: inline-block; margin: 0 0 .75rem; padding: .25rem .75rem; border: 3px solid #942514; color: #942514; letter-spacing: .08em; }
.warning h2 { margin: 0 0 .25rem; }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: minmax(10rem, 1fr) 2fr; gap: 0 1rem; padding: .35rem 0; border-bottom: 1px solid #b1b4b6; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.scrolls { overflow-x: auto; margin: 1.25rem 0 .75rem; }
.scrolls:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; }
table { border-collapse: collapse; min-width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
caption span { display: block; position: sticky; left: 0; width: 100%; max-width: calc(100vw - 2rem); overflow-wrap: anywhere; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #b1b4b6; text-align: left; vertical-align: top; }
tbody th { min-width: 9rem; }
td { white-space: nowrap; }
td.words { white-space: normal; min-width: 11rem; }
figure { margin: .5rem 0 1.5rem; }
.chart svg { display: block; width: 100%; max-width: 40rem; height: auto; font: 15px Arial, Helvetica, sans-serif; fill: #0b0c0c; }
.chart text { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
.chart .axis, .chart .interval, .chart .arrow { stroke: #0b0c0c; stroke-width: 1.5; fill: none; }
.chart .interval { stroke-width: 2; }
.chart .none { stroke: #0b0c0c; stroke-width: 1; stroke-dasharray: 4 4; }
.chart .grid { stroke: #b1b4b6; stroke-width: 1; }
.chart .curve { stroke: #0b0c0c; stroke-width: 2; fill: none; }
.chart .filled { fill: #0b0c0c; stroke: #0b0c0c; }
.chart .open { fill: #fff; stroke: #0b0c0c; stroke-width: 2; }
code, pre { font-family: Consolas, Menlo, monospace; }
details { margin: 1rem 0; }
summary { font-weight: bold; cursor: pointer; padding: .25rem 0; }
summary:focus-visible, pre:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; }
pre { overflow-x: auto; font-size: .85rem; border: 1px solid #b1b4b6; padding: .75rem; }
@media (max-width: 36rem) { dl div { grid-template-columns: 1fr; } tbody th { min-width: 0; } }
@media print {
  @page { margin: 2cm; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .scrolls, pre { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  details::details-content { content-visibility: visible; block-size: auto; }
  td { white-space: normal; }
  tr, dl div, .warning, figure { break-inside: avoid; }
  h2, caption { break-after: avoid; }
}
`;
