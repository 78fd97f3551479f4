import { autoRoll } from "./autoRoll.js";
import { backupToCsv } from "./backupToCsv.js";
import { cleanLogs } from "./cleanLogs.js";
import { clearBrokerClientIds } from "./clearBrokerClientIds.js";
import { crossCheckPrices } from "./crossCheckPrices.js";
import { deleteOldBacktests } from "./deleteOldBacktests.js";
import { executeTrades } from "./executeTrades.js";
import { morningMail } from "./morningMail.js";
import { pickUpFills } from "./pickUpFills.js";
import { positionBreaks } from "./positionBreaks.js";
import type { Process } from "./process.js";
import { rollReport } from "./rollReport.js";
import { runBacktests } from "./runBacktests.js";
import { startupChecks } from "./startupChecks.js";
import { storeSnapshot } from "./storeSnapshot.js";
import { tradesToDo } from "./tradesToDo.js";
import { truncateEchoFiles } from "./truncateEchoFiles.js";
import { updateFxPrices } from "./updateFxPrices.js";
import { updateHistoricalPrices } from "./updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "./updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "./updateSampledContracts.js";
import { updateStrategyCapital } from "./updateStrategyCapital.js";
import { updateTotalCapital } from "./updateTotalCapital.js";

/** What a day consists of, in the order in which each finds what it needs. */
export const DAY_PROCESSES: readonly Process[] = [
  startupChecks,
  updateFxPrices,
  pickUpFills,
  updateTotalCapital,
  updateStrategyCapital,
  updateSampledContracts,
  updateHistoricalPrices,
  updateMultipleAdjustedPrices,
  runBacktests,
  positionBreaks,
  tradesToDo,
  executeTrades,
  rollReport,
  backupToCsv,
  storeSnapshot,
  truncateEchoFiles,
  cleanLogs,
  deleteOldBacktests,
  morningMail,
];

/**
 * Every process that can be scheduled: those of a day, and those that not every desk wants (rolls that need no decision, a
 * cross-check of price sources, freeing client ids while nothing is connected).
 */
export const ALL_PROCESSES: readonly Process[] = [
  ...DAY_PROCESSES,
  autoRoll,
  crossCheckPrices,
  clearBrokerClientIds,
];
