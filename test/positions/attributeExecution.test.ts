import { describe, expect, it } from "vitest";
import { attributeExecution } from "../../src/positions/attributeExecution.js";

const all = ["carry", "trend"];

describe("an execution is attributed", () => {
  it("to the strategy that its label names", () => {
    expect(attributeExecution("carry", all, ["trend"])).toEqual({ status: "labelled", strategy: "carry" });
  });

  it("without a label to the only strategy that trades the instrument", () => {
    expect(attributeExecution(undefined, all, ["trend"])).toEqual({ status: "guessed", strategy: "trend" });
    expect(attributeExecution("", all, ["trend"])).toEqual({ status: "guessed", strategy: "trend" });
  });

  it.each([
    ["mine", ["trend"], 'its label "mine" names no strategy'],
    [undefined, [], "no strategy trades the instrument"],
    [undefined, all, "it has no label, and carry, trend trade the instrument"],
  ])("to none where the label is %s and %o trade it", (label, traders, reason) => {
    expect(attributeExecution(label, all, traders)).toEqual({ status: "unattributed", reason });
  });
});
