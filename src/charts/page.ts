import type { BarPanel } from "./barPanel.js";
import type { FiguresPanel } from "./figuresPanel.js";
import type { TablePanel } from "./tablePanel.js";
import type { TimePanel } from "./timePanel.js";

/** Whatever a page can show. Made by linePanel, bandPanel, barPanel, figuresPanel and tablePanel. */
export type Panel = TimePanel | BarPanel | FiguresPanel | TablePanel;

/** A part of a page under one heading. */
export interface Section {
  readonly heading?: string;
  /** One paragraph, or several. */
  readonly text?: string | readonly string[];
  readonly panels?: readonly Panel[];
}

/** A page of charts, tables and text. */
export interface Page {
  readonly title: string;
  readonly subtitle?: string;
  readonly sections: readonly Section[];
}

/**
 * A page from sections, or from panels that need none; give it to {@link writePage}.
 *
 * @example
 * writePage("run.html", page({
 *   title: "Nightly run",
 *   sections: [{ heading: "CORN", text: "Rolled on 14 September.", panels: [linePanel(adjusted), bandPanel(position, { lower, upper })] }],
 * }));
 */
export function page(content: {
  readonly title: string;
  readonly subtitle?: string;
  readonly text?: string | readonly string[];
  readonly panels?: readonly Panel[];
  readonly sections?: readonly Section[];
}): Page {
  const { title, subtitle, text, panels, sections = [] } = content;
  const first: Section = {
    ...(text === undefined ? {} : { text }),
    ...(panels === undefined ? {} : { panels }),
  };
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    sections: text === undefined && panels === undefined ? sections : [first, ...sections],
  };
}
