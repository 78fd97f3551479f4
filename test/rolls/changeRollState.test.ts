import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import {
  checkRollStateChange,
  correctedRollState,
  permittedSuggestion,
} from "../../src/rolls/changeRollState.js";
import { nextRollStates, ROLL_STATES } from "../../src/rolls/rollState.js";
import { suggestRollState } from "../../src/rolls/suggestRollState.js";

const refusal = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a change of roll state", () => {
  it("is checked by position, and told what else there is", () => {
    for (const from of ROLL_STATES) {
      for (const to of ROLL_STATES) {
        for (const position of [0, 4]) {
          const permitted = to === from || nextRollStates(from, position).includes(to);
          const error = refusal(() => checkRollStateChange(from, to, position, "CORN"));
          expect(error === undefined).toBe(permitted);
          if (!permitted) expect(isContangoError(error, "ROLL_STATE")).toBe(true);
        }
      }
    }
    expect(() => checkRollStateChange("No_Roll", "Roll_Adjusted", -4, "CORN")).toThrow(
      "CORN with -4 of the priced contract cannot go from No_Roll to Roll_Adjusted; it can go to Passive, Force, Force_Outright, No_Roll, Close, No_Open",
    );
  });

  it("comes by itself where orders are done: nothing is held any more", () => {
    const corrected = ROLL_STATES.map((state) => correctedRollState(state, 0));
    expect(corrected).toEqual([
      "No_Roll",
      "Passive",
      "Passive",
      "Passive",
      "Roll_Adjusted",
      "Passive",
      "No_Open",
    ]);
    expect(ROLL_STATES.map((state) => correctedRollState(state, 1))).toEqual(ROLL_STATES);
  });

  it("is suggested only where it is permitted; a state as what to do when undecided is one of them", () => {
    const situation = {
      pricedPosition: 3,
      daysToRoll: 5,
      daysToExpiry: 20,
      relativeVolume: 1.4,
      forwardVolume: 900,
    };
    expect(permittedSuggestion("Passive", situation)).toBe("Ask");
    expect(permittedSuggestion("Passive", situation, { undecided: "Force" })).toBe("Force");
    expect(permittedSuggestion("Passive", situation, { undecided: "Roll_Adjusted" })).toBe("Ask");
    for (const state of ROLL_STATES) {
      for (const pricedPosition of [0, 3]) {
        for (const forwardVolume of [0, 900]) {
          const one = { ...situation, pricedPosition, forwardVolume, relativeVolume: forwardVolume / 1000 };
          const suggestion = permittedSuggestion(state, one);
          if (suggestion === "Ask") continue;
          expect(suggestion).toBe(suggestRollState(one));
          expect([state, ...nextRollStates(state, pricedPosition)]).toContain(suggestion);
        }
      }
    }
  });
});
