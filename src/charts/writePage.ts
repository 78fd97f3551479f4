import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ContangoError } from "../errors/contangoError.js";
import type { Page } from "./page.js";
import { pageHtml } from "./pageHtml.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A page that was written; a REPL shows its path. */
export interface WrittenPage {
  /** Absolute path. */
  readonly file: string;
  /** The same as a `file:` address, for a browser. */
  readonly url: string;
  toString(): string;
}

/**
 * Writes a page as one HTML file, replacing what was there; missing folders are made.
 *
 * @throws ContangoError `CHART_FILE` where it cannot be written.
 * @example
 * writePage("reports/run.html", page({ title: "Nightly run", panels: [linePanel(price)] }));
 */
export function writePage(file: string, page: Page): WrittenPage {
  const html = pageHtml(page);
  const path = resolve(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, html);
  } catch (cause) {
    throw new ContangoError(
      "CHART_FILE",
      "charts",
      `cannot write ${path}: ${(cause as Error).message}; give a file that can be written`,
      { details: { file: path }, cause },
    );
  }
  const written = { file: path, url: pathToFileURL(path).href, toString: () => path, [INSPECT]: () => path };
  return written;
}

/** A file of a new folder below the machine's temporary one, named after a title. */
export function temporaryPageFile(title: string): string {
  const name = title.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return join(mkdtempSync(join(tmpdir(), "contango-")), `${name.slice(0, 60) || "chart"}.html`);
}
