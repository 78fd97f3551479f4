export { type BarPanel, type BarPanelOptions, barPanel } from "./charts/barPanel.js";
export { type ChartOptions, chart } from "./charts/chart.js";
export { type Figure, type FiguresPanel, figuresPanel } from "./charts/figuresPanel.js";
export { type Page, type Panel, page, type Section } from "./charts/page.js";
export { pageHtml } from "./charts/pageHtml.js";
export type { LineShape } from "./charts/paths.js";
export {
  type TableCell,
  type TableColumn,
  type TableData,
  type TablePanel,
  type TablePanelOptions,
  tablePanel,
} from "./charts/tablePanel.js";
export {
  type BandPanelOptions,
  bandPanel,
  type ChartData,
  type LinePanelOptions,
  linePanel,
  type Marker,
  type PanelBand,
  type PanelLine,
  type PanelText,
  type TimePanel,
  type TimePanelOptions,
} from "./charts/timePanel.js";
export { type WrittenPage, writePage } from "./charts/writePage.js";
export { backtestReport } from "./reports/backtestReport.js";
export type { BacktestReportData, ReportedInstrument, ReportedRule } from "./reports/backtestReportData.js";
export { type CapitalReportOptions, capitalReport } from "./reports/capitalReport.js";
export { type BacktestReportOptions, backtestReportData } from "./reports/classicReportData.js";
export { type InstrumentPageData, instrumentPage } from "./reports/instrumentPage.js";
export { rollReportPage, rollReportText } from "./reports/rollReport.js";
