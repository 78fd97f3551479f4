import { isContangoError } from "../../../src/errors/contangoError.js";
import { rollTool } from "../../../src/interactive/rollTool.js";
import { rollInformation } from "../../../src/production/rollInformation.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { setRollState } from "../../../src/production/setRollState.js";
import { correctedRollState } from "../../../src/rolls/changeRollState.js";
import type { RollInformation } from "../../../src/rolls/rollInformation.js";
import { nextRollStates, type RollState } from "../../../src/rolls/rollState.js";
import type { World } from "../world.js";
import type { PersonPrompter } from "./prompter.js";

/** How soon a position must be out of a contract that expires. */
const LAST_DAYS = 4;
const NEAR = 10;
const WAYS: readonly RollState[] = ["Force", "Force_Outright", "Close", "Passive"];

/** Instruments that the program rolls by itself, and the others. */
export const isRolledByProgram = (place: number): boolean => place % 2 === 0;

/** Decides what the program leaves to a person: all of half the instruments, and what it asks about in the others. */
export async function decideRolls(world: World, day: number): Promise<number> {
  const { desk, scene } = world;
  const codes = [...scene.market.instruments.keys()];
  const asked = new Set(
    world.outcomes
      .filter(({ process }) => process === "autoRoll")
      .flatMap(({ items }) => items.filter(({ severity }) => severity !== "ok").map(({ name }) => name)),
  );
  let rolled = 0;
  for (const row of (await rollInformation(desk, { daysAhead: NEAR })).rows) {
    const place = codes.indexOf(row.instrument);
    if (isRolledByProgram(place) && !asked.has(row.instrument)) continue;
    const state = wantedState(row, place + day);
    world.clock.advance(1000);
    if (state === "Roll_Adjusted") rolled += await roll(world, row.instrument, place + day);
    else if (state !== row.state) await setState(world, row.instrument, state, place + day);
  }
  return rolled;
}

function wantedState(row: RollInformation, turn: number): RollState {
  const { state, suggestion, pricedPosition, daysToExpiry } = row;
  const permitted = nextRollStates(correctedRollState(state, pricedPosition), pricedPosition);
  if (pricedPosition === 0) return suggestion === "Ask" ? state : suggestion;
  if (daysToExpiry <= LAST_DAYS) return permitted.includes("Force") ? "Force" : state;
  if (suggestion !== "Ask") return suggestion;
  if (WAYS.includes(state)) return state;
  const way = WAYS[turn % WAYS.length]!;
  return permitted.includes(way) ? way : state;
}

async function roll({ desk }: World, instrument: string, turn: number): Promise<number> {
  if (turn % 2 === 0) {
    (desk.prompt as PersonPrompter).state = "Roll_Adjusted";
    const { items } = await rollTool(desk, { instrument });
    return items.filter(({ status }) => status === "written").length;
  }
  for (const forwardFill of [false, true]) {
    try {
      await rollInstrument(desk, { instrument, forwardFill });
      return 1;
    } catch (error) {
      // A trade is still at the broker: tomorrow. Prices are missing: filled forward.
      if (isContangoError(error, "ROLL_STATE")) return 0;
      if (!isContangoError(error, "ROLL_INFERENCE") && !isContangoError(error, "STITCH_GAP")) throw error;
    }
  }
  return 0;
}

async function setState({ desk }: World, instrument: string, state: RollState, turn: number): Promise<void> {
  if (turn % 3 === 0) {
    (desk.prompt as PersonPrompter).state = state;
    await rollTool(desk, { instrument });
  } else await setRollState(desk, { instrument, state });
}
