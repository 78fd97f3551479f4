import { Frame } from "../series/frame.js";
import { Series } from "../series/series.js";
import { type Panel, page } from "./page.js";
import { type ChartData, type LinePanelOptions, linePanel } from "./timePanel.js";
import { temporaryPageFile, type WrittenPage, writePage } from "./writePage.js";

export interface ChartOptions extends LinePanelOptions {
  /** Where to write the page (default: a new file in the machine's temporary folder). */
  readonly file?: string;
}

/**
 * Draws data against time, or a panel of any kind, as an HTML page of its own and says where it is. In a REPL the
 * answer prints as the path.
 *
 * @throws ContangoError `CHART_DATA`, `CHART_FILE`, and as {@link linePanel}.
 * @example
 * chart(price); // /tmp/contango-x7Jq2R/price.html
 * chart([price, carry], "corn.html", { title: "CORN", rightAxis: ["carry"] });
 * chart(bandPanel(position, { lower, upper }));
 */
export function chart(
  data: ChartData | Panel,
  file?: string | ChartOptions,
  options: ChartOptions = {},
): WrittenPage {
  const given = typeof file === "object" ? file : options;
  const panel = isPanel(data) ? data : linePanel(data, { ...given, title: "" });
  const title = given.title ?? titleOf(data);
  const { title: _, ...untitled } = panel;
  const target = (typeof file === "string" ? file : given.file) ?? temporaryPageFile(title);
  return writePage(target, page({ title, panels: [untitled] }));
}

const isPanel = (data: ChartData | Panel): data is Panel =>
  typeof data === "object" && data !== null && "kind" in data;

function titleOf(data: ChartData | Panel): string {
  if (isPanel(data)) return data.title ?? "Chart";
  const names =
    data instanceof Frame ? data.names : data instanceof Series ? [data.name] : data.map(({ name }) => name);
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
