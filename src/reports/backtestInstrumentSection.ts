import type { Section } from "../charts/page.js";
import { bandPanel, linePanel } from "../charts/timePanel.js";
import { DAY } from "../time/civil.js";
import type { ReportedInstrument } from "./backtestReportData.js";

/** Calendar days of the panels that show what is going on now. */
const RECENT = 2 * 365 * DAY;

/** One instrument from its price to what is held. */
export function instrumentSection(one: ReportedInstrument): Section {
  const { code, description, price, forecasts, combinedForecast, lower, upper, held } = one;
  const from = held.timeAt(-1) - RECENT;
  const recent = Number.isNaN(from) ? {} : { from };
  const history = { points: 3000, height: 180 };
  return {
    heading: code,
    ...(description === "" ? {} : { text: description }),
    panels: [
      bandPanel(held.named("held"), {
        lower,
        upper,
        title: "Position in its buffer, two years",
        unit: "contracts",
        zero: true,
        height: 220,
        ...recent,
      }),
      linePanel(
        [combinedForecast.named("combined"), ...forecasts.names.map((name) => forecasts.series(name))],
        {
          title: "Forecasts, two years",
          zero: true,
          height: 240,
          points: 4000,
          ...recent,
        },
      ),
      linePanel(price.named("price"), { title: "Back-adjusted price", ...history }),
      linePanel(combinedForecast.named("combined"), { title: "Combined forecast", zero: true, ...history }),
      linePanel(held.named("held"), {
        title: "Position held",
        unit: "contracts",
        zero: true,
        steps: ["held"],
        ...history,
      }),
    ],
  };
}
