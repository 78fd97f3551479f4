import type { Series } from "../../series/series.js";
import type { RawDataName } from "../rawdata/names.js";

/** One argument of a trading rule. */
export type RuleArgument = number | string | boolean | null | undefined;

/** Arguments of a trading rule, by name. */
export type RuleArguments = Readonly<Record<string, RuleArgument>>;

/** The arguments of a rule that takes these names and no others. */
export type NamedArguments<Names extends string> = { readonly [Name in Names]?: RuleArgument };

/**
 * The series that a rule may use, of the instrument that it runs on; each is computed when it is first read. They are
 * those of the table `RAW_DATA`, and those of `InstrumentData.series`.
 */
export interface RuleInputs extends Readonly<Record<RawDataName, Series>> {
  readonly [name: string]: Series;
}

/**
 * A trading rule: a forecast, unscaled, from named series. It is pure, and its forecast for a day uses nothing later than
 * that day. Its rows are at midnights of business days, as those of `dailyPrice`; exact zeros are taken as missing. A rule
 * that names only the inputs it reads, as here, can be tested with just these.
 *
 * @example
 * const momentum = (
 *   { dailyPrice, volatility }: Pick<RuleInputs, "dailyPrice" | "volatility">,
 *   { days = 60 }: RuleArguments,
 * ) => divide(subtract(dailyPrice, shift(dailyPrice, Number(days))), volatility);
 */
export type TradingRule = (inputs: RuleInputs, args: RuleArguments) => Series;
