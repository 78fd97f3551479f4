import { systemInstruments } from "../../backtest/config/systemInstruments.js";
import { type ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import { backtestOfLauncher } from "../../launchers/backtestOfLauncher.js";
import type { Desk } from "../desk.js";
import { errorText } from "../errorText.js";

/**
 * Which strategies of `strategy_list` name an instrument, one sentence each, without its point: those that trade it, those whose
 * launcher has it among its arguments, and those of which it cannot be told. A strategy that trades whatever has prices names none.
 */
export async function strategyReferences(desk: Desk, instrument: InstrumentCode): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [strategy, { overnight_launcher = {} }] of Object.entries(desk.config.get("strategy_list"))) {
    const { function: _, ...args } = overnight_launcher;
    const named = await namedBy(desk, strategy, args, instrument);
    if (named !== undefined) found.push(named);
  }
  return found;
}

async function namedBy(
  desk: Desk,
  strategy: StrategyName,
  args: Readonly<Record<string, unknown>>,
  instrument: InstrumentCode,
): Promise<string | undefined> {
  try {
    const { settings } = await backtestOfLauncher(desk, strategy, args, 1);
    if (systemInstruments(settings, []).includes(instrument)) return `strategy ${strategy} trades it`;
    return undefined;
  } catch (error) {
    if (!isContangoError(error)) throw error;
    if (!isOwnLauncher(error))
      return `strategy ${strategy} may trade it: its configuration cannot be read (${errorText(error)})`;
    return mentions(args, instrument) ? `strategy ${strategy} has it among its arguments` : undefined;
  }
}

/** True where a launcher takes other arguments than those of a backtest, and so is one of the user's. */
const isOwnLauncher = ({ code }: ContangoError): boolean => code === "LAUNCHER_ARGUMENT";

/** True where a text is a name or a value anywhere in plain data. */
function mentions(value: unknown, text: string): boolean {
  if (value === text) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => name === text || mentions(inner, text));
}
