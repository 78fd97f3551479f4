import type { Contract } from "../../contracts/contract.js";
import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import { approximateExpiry } from "../../contracts/rollParameters.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { Attribution } from "../../positions/attributeExecution.js";
import { bookContract } from "../../positions/bookContract.js";
import { checkFill, type FillValues, fillId } from "../../positions/checkFill.js";
import type { Fill } from "../../positions/fill.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import type { Desk } from "../desk.js";
import type { Traders } from "./traders.js";

/** A fill as it was told. */
export interface ToldFill extends FillValues {
  /** Default: made of what was traded. */
  readonly id?: string;
  /** What its order was labelled with. */
  readonly reference?: string;
}

export interface PrepareOptions {
  readonly source: Fill["source"];
  readonly traders: Traders;
  /** A contract that the books do not know is added to them. */
  readonly addContract: boolean;
  /** The latest time that a fill may have, epoch milliseconds UTC. */
  readonly latest: number;
  /** Which of several fills that are alike it is, from 1. */
  readonly count?: number;
}

/** A fill that can be booked. */
export interface PreparedFill {
  readonly fill: Fill;
  readonly attribution: Attribution;
  /** The contract to add; undefined where the books know it. */
  readonly contract: Contract | undefined;
}

/**
 * Checks a fill against the books: instrument, contract (which the broker may call by its last day) and strategy.
 *
 * @throws ContangoError `FILL`, `INSTRUMENT_MISSING`, `CONTRACT_MISSING`, `INSTRUMENT_CODE`, `CONTRACT_ID`; its detail `field`
 * names what is wrong.
 */
export async function prepareFill(
  desk: Pick<Desk, "data" | "broker">,
  told: ToldFill,
  { source, traders, addContract, latest, count }: PrepareOptions,
): Promise<PreparedFill> {
  const checked = checkFill(told, latest);
  await requireInstrument(desk.data, checked.instrument);
  const { key, known } = await bookedContract(desk.data, checked);
  const contract = known ? undefined : addContract ? await newContract(desk, key) : unknownContract(key);
  const attribution = attributionOf(checked, told.reference, traders);
  const { quantity, price, time, commission, currency, account } = checked;
  const trade = { ...key, quantity, price, time };
  const fill: Fill = {
    id: told.id ?? fillId(trade, count),
    ...trade,
    ...(attribution.status === "unattributed" ? {} : { strategy: attribution.strategy }),
    ...(commission === undefined ? {} : { commission }),
    ...(currency === undefined ? {} : { currency }),
    ...(account === undefined ? {} : { account }),
    ...(told.reference === undefined || told.reference === "" ? {} : { reference: told.reference }),
    source,
  };
  return { fill, attribution, contract };
}

async function requireInstrument({ instruments }: Repositories, instrument: string): Promise<void> {
  if ((await instruments.read(instrument)) !== undefined) return;
  const hint = didYouMean(instrument, await instruments.list());
  throw new ContangoError(
    "INSTRUMENT_MISSING",
    "positions",
    `there is no instrument "${instrument}"${hint}; add it before its fills are recorded`,
    { details: { instrument, field: "instrument" } },
  );
}

/** The contract as the books know it, by the same id, its last day of trading, or its month. */
export async function bookedContract(
  { contracts }: Pick<Repositories, "contracts">,
  { instrument, contract }: ContractKey,
): Promise<{ readonly key: ContractKey; readonly known: boolean }> {
  if ((await contracts.read(contractKey(instrument, contract))) !== undefined) {
    return { key: { instrument, contract }, known: true };
  }
  const all = await contracts.all({ instrument_dict: { instrument_code: instrument } });
  const booked = bookContract(contract, [...all.values()]);
  return { key: { instrument, contract: booked }, known: all.has(contractKey(instrument, booked)) };
}

/** A contract with the last day of trading that the broker says, else an approximate one. It is not sampled yet. */
async function newContract(
  { broker, data }: Pick<Desk, "broker" | "data">,
  key: ContractKey,
): Promise<Contract> {
  return { ...key, expiry: (await expiryOf(broker, key)) ?? (await roughExpiry(data, key)), sampling: false };
}

async function expiryOf(broker: Desk["broker"], key: ContractKey): Promise<number | undefined> {
  try {
    return await broker?.contracts?.expiry(key);
  } catch (error) {
    if (isContangoError(error, "BROKER_NOT_FOUND")) return undefined;
    throw error;
  }
}

async function roughExpiry(
  { rollParameters }: Repositories,
  { instrument, contract }: ContractKey,
): Promise<number> {
  return approximateExpiry(contract, await rollParameters.get(instrument));
}

function unknownContract({ instrument, contract }: ContractKey): never {
  throw new ContangoError(
    "CONTRACT_MISSING",
    "positions",
    `the books have no contract ${instrument}/${contract}; check its date, or add it with { addContract: true }`,
    { details: { instrument, contract, field: "contract" } },
  );
}

function attributionOf(fill: FillValues, reference: string | undefined, traders: Traders): Attribution {
  const { instrument, contract, strategy } = fill;
  if (strategy === undefined) return traders.attribute(instrument, reference);
  if (traders.isKnown(strategy)) return { status: "labelled", strategy };
  throw new ContangoError(
    "FILL",
    "positions",
    `${instrument}/${contract}: there is no strategy "${strategy}"${didYouMean(strategy, traders.strategies)} in strategy_list; name one of ${traders.strategies.join(", ")}, or none`,
    { details: { instrument, contract, strategy, field: "strategy" } },
  );
}
