import { describe, expect, test } from "vitest";
import { contractId, contractParts } from "../../src/contracts/contractId.js";
import { contractKey, parseContractKey } from "../../src/contracts/contractKey.js";
import { ContangoError } from "../../src/errors/contangoError.js";

function refusal(act: () => unknown): ContangoError {
  try {
    act();
  } catch (error) {
    if (error instanceof ContangoError) return error;
  }
  throw new Error("nothing was refused");
}

describe("contractId", () => {
  test.each([
    ["202403", "20240300"],
    ["20240300", "20240300"],
    ["20240229", "20240229"],
    ["202412", "20241200"],
  ])("reads %s as %s", (text, id) => expect(contractId(text)).toBe(id));

  test.each([
    "",
    "2024",
    "2024-03",
    "20241300",
    "20240000",
    "20230229",
    "20240431",
    "202403000",
    "2024H",
    " 202403",
  ])("refuses %j", (text) => {
    const error = refusal(() => contractId(text));
    expect(error.code).toBe("CONTRACT_ID");
    expect(error.message).toContain(`"${text}"`);
  });

  test("has year, month and day", () => {
    expect(contractParts("20240315")).toEqual({ year: 2024, month: 3, day: 15 });
  });
});

describe("contract key", () => {
  test("is written and read back", () => {
    expect(contractKey("CORN", "20241200")).toBe("CORN/20241200");
    expect(parseContractKey("SP500_micro/202412")).toEqual({
      instrument: "SP500_micro",
      contract: "20241200",
    });
  });

  test.each([
    ["CORN", "CONTRACT_ID"],
    ["CORN/20241200/x", "CONTRACT_ID"],
    ["CORN/2024", "CONTRACT_ID"],
    ["CO RN/20241200", "INSTRUMENT_CODE"],
    ["/20241200", "INSTRUMENT_CODE"],
  ])("%s is refused", (text, code) => {
    const error = refusal(() => parseContractKey(text));
    expect(error.code).toBe(code);
  });

  test("is not made of an instrument that would not read back", () => {
    expect(refusal(() => contractKey("CORN/X", "20241200")).code).toBe("INSTRUMENT_CODE");
    expect(refusal(() => contractKey("CORN", "2024")).code).toBe("CONTRACT_ID");
  });
});
