import type { BarFrequency } from "../../broker/broker.js";
import type { ContractId } from "../../contracts/contractId.js";
import type { ErrorCode } from "../../errors/codes.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { type Spike, spikeText } from "../../prices/spikes.js";
import { errorText } from "../errorText.js";
import type { OutcomeItem } from "../outcome.js";
import { type BarsAnswer, isRefused } from "./askForBars.js";
import { counted } from "./counted.js";
import { leftOutText } from "./newBars.js";
import { otherUnitText } from "./otherUnit.js";

/** What the sources said of one contract. */
export interface ContractAnswers {
  readonly contract: ContractId;
  readonly answers: readonly BarsAnswer[];
}

/** What became of an instrument's contracts together; trouble with one is an item of its own. */
export type InstrumentPricesItem = OutcomeItem &
  (
    | { readonly status: "written"; readonly barsAdded: Readonly<Record<BarFrequency, number>> }
    | { readonly status: "unchanged" }
    /** None of its contracts is sampled. */
    | { readonly status: "no-contracts" }
  );

/** A contract, `CORN/20241200`, of which not everything could be stored. */
export type ContractTrouble = OutcomeItem &
  (
    | { readonly status: "spike"; readonly spike: Spike }
    /** Its prices seem to be in another unit than those of its instrument. */
    | { readonly status: "other-unit" }
    | { readonly status: "failed"; readonly severity: "failed"; readonly code: ErrorCode }
  );

/** A contract with which an earlier run had trouble, and this one had none. */
export interface SettledContract extends OutcomeItem {
  readonly status: "settled";
}

export type HistoricalPricesItem = InstrumentPricesItem | ContractTrouble | SettledContract;

/**
 * An instrument's answers as one item.
 *
 * @throws the first error, where there was nothing but errors.
 */
export function instrumentItem(
  code: InstrumentCode,
  contracts: readonly ContractAnswers[],
): InstrumentPricesItem {
  if (contracts.length === 0) {
    const message = "none of its contracts is sampled: run updateSampledContracts";
    return { name: code, status: "no-contracts", severity: "attention", message };
  }
  const all = contracts.flatMap(({ answers }) => answers);
  const failures = all.flatMap((answer) => (answer.status === "failed" ? [answer.error] : []));
  if (failures.length === all.length) throw failures[0];

  const news = all.filter((answer) => answer.status === "new");
  const barsAdded = { Hour: barsOf(news, "Hour"), Day: barsOf(news, "Day") };
  const without = leftOutText(all.flatMap((answer) => ("leftOut" in answer ? [answer.leftOut] : [])));
  const of = counted(contracts.length, "contract");
  if (news.length === 0) {
    return { name: code, status: "unchanged", severity: "ok", message: `${of}, no new bars${without}` };
  }
  const message = `${of}, ${barsAdded.Hour} hourly and ${counted(barsAdded.Day, "daily bar")} added`;
  return {
    name: code,
    status: "written",
    severity: "ok",
    barsAdded,
    message: `${message}${without}${sourcesText(news)}`,
  };
}

type NewAnswer = Extract<BarsAnswer, { readonly status: "new" }>;

const barsOf = (news: readonly NewAnswer[], frequency: BarFrequency): number =>
  news.reduce((sum, answer) => sum + (answer.frequency === frequency ? answer.bars.length : 0), 0);

/** Where bars came from, if a source was passed over for them. */
function sourcesText(news: readonly NewAnswer[]): string {
  if (news.every(({ passedOver }) => passedOver.length === 0)) return "";
  const reasons = new Set(news.flatMap(({ passedOver }) => passedOver));
  return ` from ${[...new Set(news.map(({ source }) => source))].join(", ")} (${[...reasons].slice(0, 3).join("; ")})`;
}

/** What a person has to see to in one contract; undefined where nothing is. */
export function contractTrouble(
  code: InstrumentCode,
  { contract, answers }: ContractAnswers,
): ContractTrouble | undefined {
  const name = `${code}/${contract}`;
  const label = { instrument_code: code, contract_date: contract };
  const refused = answers.filter(isRefused);
  const failures = answers.filter((answer) => answer.status === "failed");
  const told = [
    ...refused.map((answer) => {
      const { frequency, rowsRefused, source } = answer;
      const why = answer.status === "spike" ? spikeText(answer.spike) : otherUnitText(answer.unit);
      return `${frequency} from ${source}: ${why}; ${counted(rowsRefused, "bar")} not stored`;
    }),
    ...failures.map(({ frequency, error }) => `${frequency}: ${errorText(error)}`),
  ].join(". ");
  if (refused.length > 0) {
    const base = { name, severity: "attention", label, message: `${told}: run checkPrices` } as const;
    const spike = refused.find((answer) => answer.status === "spike");
    return spike === undefined
      ? { ...base, status: "other-unit", subject: `Price Unit ${code}` }
      : { ...base, status: "spike", spike: spike.spike, subject: `Price Spike ${code}` };
  }
  const [failure] = failures;
  if (failure === undefined) return undefined;
  return { name, status: "failed", severity: "failed", code: failure.error.code, message: told, label };
}
