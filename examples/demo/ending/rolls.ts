import { type Desk, rollInformation, rollReport } from "contango";
import { PLACES } from "../places.js";
import { table } from "../print.js";

/** The roll report, printed and as a page. */
export async function printRolls(desk: Desk): Promise<void> {
  await rollReport(desk, { mail: false, file: PLACES.rollPage });
  const { rows } = await rollInformation(desk);
  table(
    rows.map(({ instrument, state, suggestion, contracts, daysToRoll, pricedPosition, relativeVolume }) => ({
      instrument,
      state,
      "days to roll": daysToRoll,
      priced: contracts.priced,
      forward: contracts.forward,
      held: pricedPosition,
      "relative volume": relativeVolume,
      suggestion: suggestion === state ? "" : suggestion,
    })),
    { "relative volume": 3 },
  );
}
