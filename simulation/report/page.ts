/** A report as one page that needs nothing else: no script, no font, no picture from anywhere. */
import { escape } from "./format.ts";
import type { Chart, Report, Section, Step, Table, Tile } from "./model.ts";
import type { Drawing } from "./render.ts";
import { STYLE } from "./style.ts";

/** The page as HTML. `drawings` are those of each chart, by its id. */
export function toPage(report: Report, drawings: ReadonlyMap<string, readonly Drawing[]>): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(report.title)}</title>
<meta name="description" content="${escape(report.story)}">
<style>
${STYLE}
</style>
</head>
<body>
<main>
<header>
<p class="eyebrow">${escape(report.eyebrow)}</p>
<h1>${escape(report.title)}</h1>
<p class="story">${escape(report.story)}</p>
${report.notes.map((note) => `<p class="notice">${escape(note)}</p>`).join("\n")}
<ul class="tiles" aria-label="Key figures">
${report.tiles.map(tile).join("\n")}
</ul>
</header>
<section aria-labelledby="steps">
<h2 id="steps">${escape(report.stepsTitle)}</h2>
<ol class="steps">
${report.steps.map(step).join("\n")}
</ol>
</section>
<section aria-labelledby="pictures">
<h2 id="pictures">In pictures</h2>
${report.charts.map((chart) => figure(chart, drawings.get(chart.id) ?? [])).join("\n")}
</section>
${report.sections.map(section).join("\n")}
<section aria-labelledby="read">
<h2 id="read">How to read this</h2>
<ul class="read">
${report.howToRead.map((sentence) => `<li>${escape(sentence)}</li>`).join("\n")}
</ul>
</section>
<section aria-labelledby="parameters">
<h2 id="parameters">Parameters, and how to run it again</h2>
<div class="card"><dl>
${report.parameters.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join("\n")}
</dl></div>
<p>The same seed, history and contracts give this report again, byte for byte:</p>
<pre><code>${escape(report.command)}</code></pre>
<p>Beside this page: the charts as SVG files, <a href="events.csv">events.csv</a> with every contract event, and <a href="summary.json">summary.json</a> with the figures.</p>
</section>
</main>
<footer>
<p>Every amount on this page comes from transactions of the suite’s own contracts on a chain inside the simulation. What people decided is simulated, and no forecast.</p>
</footer>
</body>
</html>
`;
}

function tile({ value, label, note }: Tile): string {
  return `<li><span class="label">${escape(label)}</span><span class="value">${escape(value)}</span><span class="note">${escape(note)}</span></li>`;
}

function step({ number, title, when, paragraphs }: Step): string {
  return `<li><span class="number" aria-hidden="true">${escape(number)}</span><div>
<h3>${escape(title)}</h3>
<p class="when">${escape(when)}</p>
${paragraphs.map((text) => `<p>${escape(text)}</p>`).join("\n")}
</div></li>`;
}

function figure(chart: Chart, drawings: readonly Drawing[]): string {
  return `<figure aria-labelledby="${chart.id}-title">
<figcaption><h3 id="${chart.id}-title">${escape(chart.title)}</h3><p>${escape(chart.takeaway)}</p></figcaption>
${drawings.map(({ svg }) => svg).join("\n")}
<details><summary>The numbers</summary>
${table(chart.table)}
</details>
</figure>`;
}

function section({ title, intro, commands = [], table: content }: Section, at: number): string {
  return `<section aria-labelledby="section-${at + 1}">
<h2 id="section-${at + 1}">${escape(title)}</h2>
<p>${escape(intro)}</p>
${commands.map((command) => `<pre><code>${escape(command)}</code></pre>\n`).join("")}<div class="card">
${table(content)}
</div>
</section>`;
}

function table({ caption, columns, rows }: Table): string {
  const right = (at: number): string => (columns[at]?.align === "right" ? ' class="right"' : "");
  return `<div class="scroll"><table>
<caption>${escape(caption)}</caption>
<thead><tr>${columns.map(({ title }, at) => `<th scope="col"${right(at)}>${escape(title)}</th>`).join("")}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map((text, at) => `<td${right(at)}>${escape(text)}</td>`).join("")}</tr>`).join("\n")}
</tbody>
</table></div>`;
}
