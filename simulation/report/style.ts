/** How a report looks: on paper, on a telephone, by day and by night. */
import { COLOURS, DARK_CHART_RULES, FONT } from "./theme.ts";

export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#ffffff;--ink:${COLOURS.ink};--muted:${COLOURS.muted};--line:#e2dfd8;--accent:#00694b;--soft:#eef4f0}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 ${FONT};font-variant-numeric:tabular-nums}
main,footer{max-width:64rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3,.value,.number{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;font-weight:600;line-height:1.2;text-wrap:balance}
h1{font-size:clamp(2rem,5.2vw,3.4rem);letter-spacing:-.015em;margin:.3rem 0 1.4rem;max-width:22ch}
h2{font-size:1.75rem;letter-spacing:-.01em;margin:4rem 0 1rem}
h3{font-size:1.2rem;margin:0 0 .3rem}
p{margin:0 0 1rem;max-width:44rem}
a{color:var(--accent)}
.eyebrow{margin:4.5rem 0 0;color:var(--accent);font-size:.85rem;font-weight:600;letter-spacing:.09em;text-transform:uppercase}
.story{font-size:1.2rem;line-height:1.6}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;margin:2.5rem 0 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.25rem 1.2rem}
.tiles .label{display:block;color:var(--muted);font-size:.88rem}
.tiles .value{display:block;font-size:1.85rem;margin:.25rem 0 .3rem;letter-spacing:-.01em;white-space:nowrap}
.tiles .note{display:block;color:var(--muted);font-size:.88rem;line-height:1.4}
.steps{margin:1.5rem 0 0;padding:0;list-style:none}
.steps li{display:grid;grid-template-columns:3.2rem 1fr;gap:0 1rem;padding:0 0 1.6rem;position:relative}
.steps li:not(:last-child)::before{content:"";position:absolute;left:1.28rem;top:2.8rem;bottom:.2rem;width:1px;background:var(--line)}
.number{display:grid;place-items:center;width:2.6rem;height:2.6rem;border-radius:50%;background:var(--soft);color:var(--accent);font-size:1.15rem}
.steps .when{color:var(--muted);font-size:.9rem;margin:0 0 .5rem}
.steps h3{padding-top:.35rem}
.steps p:last-child{margin-bottom:0}
.steps p{margin-bottom:.6rem}
figure{margin:0 0 2rem;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.4rem 1.5rem 1.2rem;break-inside:avoid}
figcaption{margin-bottom:1.1rem}
figcaption p{color:var(--muted);margin:0;max-width:48rem}
svg.chart{display:block;width:100%;height:auto;max-width:60rem;margin:0 auto}
svg.narrow{display:none}
details{margin-top:1rem;border-top:1px solid var(--line);padding-top:.7rem}
summary{cursor:pointer;color:var(--accent);font-size:.92rem;font-weight:500}
.scroll{overflow-x:auto;margin:1rem 0 0}
.card .scroll{margin:0}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.45}
caption{text-align:left;color:var(--muted);padding:0 0 .5rem;font-size:.88rem}
th,td{text-align:left;padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--muted);font-size:.84rem}
th.right,td.right{text-align:right;padding:.42rem 0 .42rem .9rem;white-space:nowrap}
th.right+th:not(.right),td.right+td:not(.right){padding-left:1.4rem}
td:first-child{min-width:6.5rem;overflow-wrap:break-word}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.2rem 1.5rem 1.3rem;margin:0 0 1.5rem}
.read{padding-left:1.2rem;max-width:46rem}
.read li{margin-bottom:.55rem}
.notice{border-left:4px solid ${COLOURS.orange};background:var(--card);padding:.8rem 1.1rem;margin:2rem 0 0;max-width:none}
pre{background:var(--soft);border-radius:8px;padding:.9rem 1.1rem;overflow-x:auto;font-size:.9rem;line-height:1.5}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace}
dl{display:grid;grid-template-columns:minmax(10rem,17rem) 1fr;gap:0;margin:0;font-size:.93rem}
dt,dd{margin:0;padding:.45rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--muted);padding-right:1rem}
dd{overflow-wrap:anywhere}
footer{margin-top:4rem;padding-top:1.5rem;padding-bottom:4rem;color:var(--muted);font-size:.9rem}
@media (max-width:44rem){
body{font-size:16px}
main,footer{padding-left:1rem;padding-right:1rem}
.eyebrow{margin-top:2.2rem}
h2{margin-top:3rem;font-size:1.5rem}
.story{font-size:1.08rem}
.tiles{grid-template-columns:1fr 1fr;gap:.7rem}
.tiles li{padding:.85rem .9rem}
.tiles .value{font-size:1.35rem}
.tiles .note{font-size:.8rem}
.steps li{grid-template-columns:2.6rem 1fr;gap:0 .7rem}
.number{width:2.2rem;height:2.2rem;font-size:1rem}
.steps li:not(:last-child)::before{left:1.08rem;top:2.4rem}
figure,.card{padding:1rem .9rem}
svg.wide{display:none}
svg.narrow{display:block;max-width:30rem}
dl{grid-template-columns:1fr}
dt{border:0;padding-bottom:0}
dd{padding-top:.1rem}
}
@media (prefers-color-scheme:dark){
:root{--paper:#0f1316;--card:#161b1f;--ink:#e9edf0;--muted:#a3afb9;--line:#2a3238;--accent:#5fd0a8;--soft:#1a2522}
${DARK_CHART_RULES}
}
@media print{
:root{--paper:#fff;--card:#fff}
body{font-size:11pt}
main,footer{max-width:none;padding:0}
figure,.card,.tiles li,.steps li,tr{break-inside:avoid}
h2{break-after:avoid;margin-top:2rem}
.tiles{grid-template-columns:repeat(3,1fr)}
}
`.trim();
