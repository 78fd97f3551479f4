import { createHash } from "node:crypto";
import { barPanelHtml } from "./barPanel.js";
import { figuresPanelHtml } from "./figuresPanel.js";
import { escapeHtml, paragraphs } from "./html.js";
import type { Page, Panel, Section } from "./page.js";
import { pageScript } from "./pageScript.js";
import { PAGE_STYLE } from "./pageStyle.js";
import { tablePanelHtml } from "./tablePanel.js";
import { timePanelHtml } from "./timePanelHtml.js";

/**
 * A page as the text of one HTML file. It fetches nothing: its content policy allows no network and no script but its own. Without
 * script the charts still show.
 */
export function pageHtml(page: Page): string {
  const script = pageScript();
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(page.title)}</h1>${paragraphs(page.subtitle, "subtitle")}${contents(page.sections)}</header>
${page.sections.map(sectionHtml).join("\n")}
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** Links to the sections, where there are enough to get lost. */
function contents(sections: readonly Section[]): string {
  const links = sections.flatMap(({ heading }, at) =>
    heading === undefined ? [] : [`<a href="#s${at + 1}">${escapeHtml(heading)}</a>`],
  );
  return links.length < 4 ? "" : `<nav aria-label="Contents">${links.join("")}</nav>`;
}

function sectionHtml({ heading, text, panels = [] }: Section, at: number): string {
  const id = `s${at + 1}`;
  const title = heading === undefined ? "" : `<h2>${escapeHtml(heading)}</h2>`;
  const drawn = panels.map((panel, number) => panelHtml(panel, `${id}p${number + 1}`));
  return `<section id="${id}">${title}${paragraphs(text, "text")}\n${drawn.join("\n")}</section>`;
}

function panelHtml(panel: Panel, id: string): string {
  switch (panel.kind) {
    case "time":
      return timePanelHtml(panel, id);
    case "bars":
      return barPanelHtml(panel);
    case "figures":
      return figuresPanelHtml(panel);
    case "table":
      return tablePanelHtml(panel);
  }
}
