/** Readable on a phone and on paper; colours have a contrast of at least 4.5 to 1 and tell nothing alone: a dot is full or empty. */
export const guidanceStyle = `
:root { color-scheme: light; }
body { margin: 0; font: 1.1875rem/1.5 Arial, sans-serif; color: #0b0c0c; background: #fff; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 2rem; line-height: 1.2; } h2 { margin-top: 2.5rem; font-size: 1.5rem; } h3 { font-size: 1.25rem; } h4 { margin: 0; font-size: 1.1875rem; }
.lead { font-size: 1.375rem; }
.warning { border-left: 0.5rem solid #942514; padding: 0.5rem 1rem; background: #fcefee; }
dt { font-weight: bold; margin-top: 1rem; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: bold; }
th, td { text-align: left; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid #b1b4b6; }
code { overflow-wrap: anywhere; }
.icons { display: flex; flex-wrap: wrap; gap: 1.5rem; padding: 0; list-style: none; } .icons li { max-width: 12rem; } .icons svg { display: block; margin-top: 0.5rem; }
.did { fill: #1d70b8; stroke: #1d70b8; } .did-not { fill: #fff; stroke: #505a5f; }
.finding { border-left: 0.25rem solid #1d70b8; padding-left: 1rem; margin: 1.5rem 0; }
@media print { main { max-width: none; } .finding, .icons li { break-inside: avoid; } }
`;
