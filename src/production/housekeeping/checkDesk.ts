import { isContangoError } from "../../errors/contangoError.js";
import { errorText } from "../errorText.js";
import type { Work } from "../work.js";
import { type CheckItem, fine, toSeeTo } from "./checkItem.js";

/** Whether the store answers. It was recovered when it was opened; this run's record has been written to it. */
export async function checkStore({ desk }: Work): Promise<CheckItem> {
  const [instruments, pairs] = [await desk.data.adjustedPrices.list(), await desk.data.fxPrices.list()];
  return fine(
    "store",
    `opened and recovered; adjusted prices of ${instruments.length} instruments, ${pairs.length} FX pairs`,
  );
}

/** Whether what configuration names is there. */
export async function checkConfiguration({ desk }: Work): Promise<CheckItem> {
  const { config, launchers } = desk;
  const strategies = Object.entries(config.get("strategy_list"));
  const wrong: string[] = [];
  for (const [strategy, { overnight_launcher: launcher }] of strategies) {
    if (launcher?.function === undefined) continue;
    try {
      launchers.get(String(launcher.function));
    } catch (error) {
      if (!isContangoError(error)) throw error;
      wrong.push(`strategy ${strategy}: ${errorText(error)}`);
    }
  }
  if (wrong.length > 0) return toSeeTo("configuration", wrong.join("; "));
  return fine(
    "configuration",
    `readable; ${strategies.length} strategies, base currency ${config.get("base_currency")}`,
  );
}

/** How long the broker has to answer, in milliseconds. */
const PATIENCE = 30_000;

/** Whether the broker answers a question that costs it little. */
export async function checkBroker({ desk, signal }: Work): Promise<CheckItem> {
  const { broker, config } = desk;
  if (broker === undefined) return fine("broker", "none: everything is done by hand");
  const request = { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) };
  try {
    if (broker.account !== undefined)
      await broker.account.accountValues(config.get("broker_account"), request);
    else if (broker.positions !== undefined)
      await broker.positions.positions(config.get("broker_account"), request);
    else await broker.fx?.fxPairs(request);
    return fine("broker", `${broker.name} answers`);
  } catch (error) {
    return toSeeTo(
      "broker",
      `${broker.name} does not answer: ${errorText(error)}; start its gateway and log in`,
    );
  }
}
