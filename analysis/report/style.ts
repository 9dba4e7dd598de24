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
td { white-space: nowrap; }
code { font-family: Consolas, Menlo, monospace; }
@media (max-width: 36rem) { dl div { grid-template-columns: 1fr; } }
@media print {
  @page { margin: 2cm; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .scrolls { overflow: visible; }
  td { white-space: normal; }
  tr, dl div, .warning { break-inside: avoid; }
  h2, caption { break-after: avoid; }
}
`;
