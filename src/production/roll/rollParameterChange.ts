import type { ContractId } from "../../contracts/contractId.js";
import { monthLetter } from "../../contracts/rollCycle.js";
import { carryContract, nextHeldContract, type RollParameters } from "../../contracts/rollParameters.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { CurrentContracts } from "../../rolls/currentContracts.js";
import { type RollDates, rollDateOf, rollsBehind } from "../../rolls/rollDates.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";

/** What differs, `holdCycle HMUZ to Z, rollOffsetDays -5 to -40`; empty where nothing does. */
export function rollParameterDifference(before: RollParameters, after: RollParameters): string {
  const names = Object.keys(before) as (keyof RollParameters)[];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${before[name]} to ${after[name]}`)
    .join(", ");
}

/** @throws ContangoError `ROLL_PARAMETERS` where months would be held that have no prices. */
export function requireHeldMonthsPriced(
  { holdCycle, pricedCycle }: RollParameters,
  instrument: string,
): void {
  const unpriced = [...holdCycle].filter((letter) => !pricedCycle.includes(letter));
  if (unpriced.length === 0) return;
  throw new ContangoError(
    "ROLL_PARAMETERS",
    "rolls",
    `${instrument} would hold ${unpriced.join(", ")} (hold cycle ${holdCycle}), which its priced cycle ${pricedCycle} has not; change both cycles together`,
    { details: { instrument, holdCycle, pricedCycle } },
  );
}

/** Where an instrument stands when its roll parameters change. */
export interface RollStanding {
  readonly contracts: CurrentContracts;
  readonly expiries: NonNullable<RollDates["expiries"]>;
  /** Contracts of the priced contract that are held. */
  readonly position: number;
  /** Wall time. */
  readonly now: number;
}

/** What follows from new roll parameters for the contracts that an instrument is in, and what has to be rolled; one sentence each. */
export function consequences(
  { contracts, expiries, position, now }: RollStanding,
  before: RollParameters,
  after: RollParameters,
): readonly string[] {
  const told: string[] = [];
  const { priced, forward, carry } = contracts;
  const next = nextHeldContract(priced, after);
  if (next !== forward) told.push(...wayIntoCycle(contracts, after, next, position));
  else if (!isHeld(priced, after))
    told.push(
      `${priced} is not of the hold cycle ${after.holdCycle}: it is left with the next roll, to ${forward}`,
    );
  const carried = carryContract(priced, after);
  if (carried !== carry)
    told.push(`carry is measured against ${carry} until the next roll, and not yet against ${carried}`);
  const dates = (rollParameters: RollParameters): RollDates => ({ rollParameters, expiries });
  const [was, is] = [rollDateOf(priced, dates(before)), rollDateOf(priced, dates(after))];
  if (was !== is) told.push(`the roll date of ${priced} moves from ${day(was)} to ${day(is)}`);
  const due = rollsBehind(contracts, now, dates(after));
  if (due > rollsBehind(contracts, now, dates(before)))
    told.push(due === 1 ? `${priced} is to be rolled now` : `${due} rolls from ${priced} are due now`);
  return told;
}

/** The rolls that lead into a hold cycle where the forward contract is another than the cycle's next. */
function wayIntoCycle(
  { priced, forward }: CurrentContracts,
  after: RollParameters,
  next: ContractId,
  position: number,
): readonly string[] {
  const stays = `the forward contract stays ${forward}, where the hold cycle ${after.holdCycle} has ${next} after ${priced}`;
  if (isHeld(forward, after)) return [`${stays}: the next roll goes to ${forward}`];
  const second = nextHeldContract(forward, after);
  const how =
    position === 0
      ? `nothing is held, so both can be done at once, with { times: 2 } when they are due`
      : `the ${position} held of ${priced} have to be rolled both times`;
  return [
    `${stays}: the next roll goes to ${forward}, which is not of the cycle, and only the one after it to ${second}; ${how}`,
  ];
}

const isHeld = (contract: ContractId, { holdCycle }: RollParameters): boolean =>
  holdCycle.includes(monthLetter(contract));

const day = (time: number): string => formatDay(dayOf(time));
