import { contractId } from "../../contracts/contractId.js";
import type { Fill } from "../../positions/fill.js";
import type { Desk } from "../../production/desk.js";
import { checkOptions } from "../../production/processOptions.js";
import { requireWhole } from "../../series/parameters.js";
import { numberText } from "../../series/series.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import { fillOf } from "../../storage/repositories/fills.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/** Which fills to show; without any of these, of all. */
export interface RecentFillsOptions extends Partial<Pick<Fill, "instrument" | "contract" | "strategy">> {
  /** True: only those that belong to no strategy yet. */
  readonly unattributed?: boolean;
  /** At most so many, the last ones (default 20). */
  readonly last?: number;
}

/**
 * The last fills, the last one first.
 *
 * @throws ContangoError `CONTRACT_ID`; `SERIES_PARAMETER` for a number of rows that is none; `PROCESS_OPTION` for an option that
 * it does not have.
 * @example
 * await recentFills(desk, { instrument: "CORN", last: 5 });
 */
export async function recentFills(
  { storage, wallTime }: Desk,
  options: RecentFillsOptions = {},
): Promise<Listing<Fill>> {
  checkOptions(
    { name: "recentFills", takes: ["instrument", "contract", "strategy", "unattributed", "last"] },
    options,
  );
  const { instrument, contract, strategy, unattributed = false, last = 20 } = options;
  requireWhole("last", last, 0);
  const { documents } = await storage.records.find(COLLECTIONS.fills, {
    equals: {
      ...(instrument === undefined ? {} : { instrument_code: instrument }),
      ...(contract === undefined ? {} : { contract_date: contractId(contract) }),
      ...(strategy === undefined ? {} : { strategy_name: strategy }),
      ...(unattributed ? { strategy_name: "" } : {}),
    },
    sort: { field: "time", descending: true },
    limit: last,
  });
  return listing("fills", documents.map(fillOf), [
    { name: "time", text: ({ time }) => formatTime(wallTime(time)) },
    { name: "contract", text: (fill) => `${fill.instrument}/${fill.contract}` },
    { name: "strategy", text: (fill) => fill.strategy ?? "(nobody's)" },
    { name: "quantity", text: ({ quantity }) => numberText(quantity), right: true },
    { name: "price", text: ({ price }) => numberText(price), right: true },
    { name: "commission", text: commissionText, right: true },
    { name: "from", text: ({ source }) => source },
    { name: "id", text: ({ id }) => id },
  ]);
}

const commissionText = ({ commission, currency }: Fill): string =>
  commission === undefined ? "" : `${numberText(commission)} ${currency ?? ""}`.trim();
