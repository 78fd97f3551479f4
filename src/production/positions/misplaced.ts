import { parseContractKey } from "../../contracts/contractKey.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import { isCustomPosition } from "../../positions/customPosition.js";
import type { ContractPositions } from "../../positions/positionBreaks.js";
import { ROLL_STRATEGY } from "../../positions/tradePlan.js";
import { FIRST_ROLL_STATE, type RollState, rollsBothContracts } from "../../rolls/rollState.js";
import type { Desk } from "../desk.js";
import type { PricedRoll } from "./readRoll.js";

/** A position that no trade which is planned sets right: a person has to. */
export interface Misplaced {
  /** `misplaced`: held in a contract that is neither priced nor forward; `half rolled`: one side of a roll was done without the other. */
  readonly status: "misplaced" | "half rolled";
  readonly instrument: InstrumentCode;
  /** The contract's key, or what the roll is booked under and the instrument. */
  readonly name: string;
  readonly message: string;
}

type Held = ReadonlyMap<StrategyName, ReadonlyMap<InstrumentCode, number>>;

/** What is held now, and what the rolls of instruments have come to. */
export interface PositionsAndRolls {
  readonly contracts: ContractPositions;
  readonly strategies: Held;
  readonly rolls: ReadonlyMap<InstrumentCode, PricedRoll>;
  readonly states: ReadonlyMap<InstrumentCode, RollState>;
}

/**
 * Positions that are not where plans of trades take them to be. An instrument that a strategy of your own code holds may be held
 * in any contract.
 */
export async function findMisplaced(
  desk: Pick<Desk, "data">,
  { contracts, strategies, rolls, states }: PositionsAndRolls,
): Promise<readonly Misplaced[]> {
  const found: Misplaced[] = [];
  for (const [name, position] of contracts) {
    const { instrument, contract } = parseContractKey(name);
    const roll = rolls.get(instrument);
    if (roll === undefined || contract === roll.priced || contract === roll.forward) continue;
    if (await isHeldByOwnCode(desk, instrument, strategies)) continue;
    const message = `${position} are held, and ${instrument} is priced in ${roll.priced} and rolled into ${roll.forward}: no trade that is planned closes them; close them by hand and record it, or take back the fills that never were`;
    found.push({ status: "misplaced", instrument, name, message });
  }
  return [...found, ...halfRolled(strategies, states)];
}

async function isHeldByOwnCode(
  { data }: Pick<Desk, "data">,
  instrument: InstrumentCode,
  held: Held,
): Promise<boolean> {
  for (const [strategy, own] of held) {
    if (!own.has(instrument)) continue;
    const frame = await data.optimalPositions.read({ strategy, instrument }, { last: 1 });
    if (frame !== undefined && isCustomPosition(frame)) return true;
  }
  return false;
}

function halfRolled(held: Held, states: ReadonlyMap<InstrumentCode, RollState>): readonly Misplaced[] {
  return [...(held.get(ROLL_STRATEGY) ?? [])]
    .filter(([instrument]) => !rollsBothContracts(states.get(instrument) ?? FIRST_ROLL_STATE))
    .map(([instrument, rolled]) => {
      const [done, missing] = rolled < 0 ? ["sold", "bought"] : ["bought", "sold"];
      const message = `${Math.abs(rolled)} were ${done} in a roll and not ${missing} again, so that its strategies hold something else than their positions say; do the other side and record it for ${ROLL_STRATEGY}`;
      return { status: "half rolled", instrument, name: `${ROLL_STRATEGY} ${instrument}`, message };
    });
}
