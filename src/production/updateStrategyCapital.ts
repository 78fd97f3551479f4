import { allocateByWeight } from "../capital/allocateByWeight.js";
import { type AllocationFunction, allocateCapital } from "../capital/allocation.js";
import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import type { StrategyName } from "../instruments/codes.js";
import { TOTAL_CAPITAL } from "../storage/repositories/keys.js";
import { formatTime } from "../time/text.js";
import { type MarginRow, putMargin, readMargin, TOTAL_MARGIN } from "./capital/margin.js";
import { appendRow, type NextRow, nextCapitalRow } from "./capital/strategyCapitalRow.js";
import type { Desk } from "./desk.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

/** What became of the capital of one strategy, in the base currency. */
export interface StrategyCapitalItem extends OutcomeItem {
  /** `dropped`: it is no longer in `strategy_list`, and has none now. */
  readonly status: "written" | "dropped" | "unchanged" | "missing";
  readonly capital?: number;
}

/** How pysystemtrade calls the allocation by weights. */
const ALIAS = "sysproduction.strategy_code.strategy_allocation.weighted_strategy_allocation";

/**
 * Shares total capital out between the strategies of `strategy_list`, by the function that `strategy_capital_allocation` names,
 * and the margin of the account in the same proportions. A strategy that is no longer listed is given nothing. A row carries the time of the
 * total that it is a share of; where the shares change without a new total, that of the run.
 *
 * @example
 * await updateStrategyCapital(desk);
 */
export const updateStrategyCapital = defineProcess<StrategyCapitalItem>({
  name: "updateStrategyCapital",
  title: "Strategy capital",
  options: [],
  reads: ["capital", "margin"],
  writes: ["capital", "margin"],
  run: async (work) => {
    const { data, storage } = work.desk;
    const total = (await data.totalCapital.read(TOTAL_CAPITAL, { last: 1 }))?.last;
    if (total === undefined) return { items: [NOT_INITIALISED] };
    const capital = shareCapital(work.desk, total.total.toNumber());
    const margin = (await readMargin(storage, TOTAL_MARGIN)).findLast(({ time }) => time <= total.time);
    const margins = margin === undefined ? undefined : shareMargin(margin, capital, work.desk);
    const names = [...new Set([...capital.keys(), ...(await data.strategyCapital.list())])].sort();
    const items = await work.each(
      names,
      (strategy) =>
        write(work, strategy, { time: total.time, capital: capital.get(strategy) }, margins?.get(strategy)),
      { label: (strategy) => ({ strategy_name: strategy }) },
    );
    return { items, complete: true };
  },
});

const NOT_INITIALISED: StrategyCapitalItem = {
  name: "total capital",
  status: "missing",
  severity: "failed",
  message:
    "total capital was never initialised; run updateTotalCapital, or initialise it with the capital tool, and run this again",
};

/** Shares total capital out as configuration says. */
function shareCapital({ config, allocations }: Desk, amount: number): ReadonlyMap<StrategyName, number> {
  const { function: name = "weightedAllocation", ...settings } = config.get("strategy_capital_allocation");
  const { capital } = allocateCapital(amount, {
    strategies: Object.keys(config.get("strategy_list")),
    currency: config.get("base_currency"),
    allocate: allocationFunction(name, allocations),
    settings,
  });
  return new Map([...capital].map(([strategy, part]) => [strategy, part.toNumber()]));
}

/** Shares margin out as capital is; none where no strategy has capital. */
function shareMargin(
  { time, margin }: MarginRow,
  capital: ReadonlyMap<StrategyName, number>,
  { config }: Desk,
): ReadonlyMap<StrategyName, MarginRow> {
  if (margin < 0 || [...capital.values()].every((part) => part === 0)) return new Map();
  const shares = allocateByWeight(margin, capital, { currency: config.get("base_currency") });
  return new Map([...shares].map(([strategy, part]) => [strategy, { time, margin: part.toNumber() }]));
}

function allocationFunction(
  name: string,
  allocations: Readonly<Record<string, AllocationFunction>>,
): AllocationFunction {
  const known = name === ALIAS ? "weightedAllocation" : name;
  if (Object.hasOwn(allocations, known)) return allocations[known]!;
  const names = Object.keys(allocations);
  throw new ContangoError(
    "ALLOCATION",
    "capital",
    `strategy_capital_allocation.function names "${name}"${didYouMean(name, names)}, and there are ${names.join(", ")}; give your own to openDesk({ allocations: { "${name}": yourFunction } })`,
    { details: { function: name } },
  );
}

async function write(
  work: Work,
  strategy: StrategyName,
  share: { readonly time: number; readonly capital: number | undefined },
  margin: MarginRow | undefined,
): Promise<StrategyCapitalItem> {
  const { data, storage } = work.desk;
  const listed = share.capital !== undefined;
  const capital = share.capital ?? 0;
  return work.commit(async (batch) => {
    let next: NextRow | undefined;
    await data.strategyCapital.update(
      strategy,
      (stored) => {
        next = nextCapitalRow(stored, { listed, capital, time: share.time, now: work.time, strategy });
        return next === undefined ? undefined : appendRow(stored, next);
      },
      batch,
    );
    if (margin !== undefined) await putMargin(storage, strategy, margin, batch);
    const item = { name: strategy, severity: "ok", capital } as const;
    if (next === undefined) return { ...item, status: "unchanged", message: `${capital}, as before` };
    const message = `${capital} from ${formatTime(next.time)} on`;
    if (listed) return { ...item, status: "written", message };
    return { ...item, status: "dropped", message: `${message}, as strategy_list no longer has it` };
  });
}
