import {
  autoRoll,
  executeTrades,
  morningMail,
  type Process,
  pickUpFills,
  positionBreaks,
  rollReport,
  runBacktests,
  type Schedule,
  tradesToDo,
  updateFxPrices,
  updateHistoricalPrices,
  updateMultipleAdjustedPrices,
  updateSampledContracts,
  updateStrategyCapital,
  updateTotalCapital,
} from "contango";

export const AFTERNOON: readonly Process[] = [executeTrades, pickUpFills];

export const NIGHT: readonly Process[] = [
  updateFxPrices,
  updateTotalCapital,
  updateStrategyCapital,
  updateSampledContracts,
  updateHistoricalPrices,
  updateMultipleAdjustedPrices,
  runBacktests,
  positionBreaks,
  tradesToDo,
  autoRoll,
];

/** Fridays only. */
export const WEEKLY: readonly Process[] = [rollReport];

const at = (start: string, processes: readonly Process[]) =>
  processes.map(({ definition: { name } }) => ({ process: name, start }));

/** When the desk of the weeks does what: how the status knows what is overdue. */
export const SCHEDULE: Schedule = {
  entries: [
    ...at("07:00", [morningMail]),
    ...at("15:30", AFTERNOON),
    ...at("23:15", NIGHT),
    ...at("23:15", WEEKLY).map((entry) => ({ ...entry, days: ["Fri"] as const })),
  ],
};
