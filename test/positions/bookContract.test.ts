import { describe, expect, it } from "vitest";
import { bookContract } from "../../src/positions/bookContract.js";
import { toTime } from "../../src/time/text.js";

const known = [
  { contract: "20240300", expiry: toTime("2024-03-14") },
  { contract: "20240600", expiry: toTime("2024-06-13") },
  { contract: "20240614", expiry: toTime("2024-06-14") },
];

describe("the contract that the broker means", () => {
  it.each([
    ["is the one of that id", "20240614", "20240614"],
    ["is the one that expires on that day", "20240613", "20240600"],
    ["is that of the month, where its expiry is only approximate", "20240315", "20240300"],
    ["is the only one of a month", "20240300", "20240300"],
    ["is as it is where the books have none", "20240920", "20240920"],
    ["is as it is where the books have no such month", "20240900", "20240900"],
  ])("%s", (_, broker, ours) => {
    expect(bookContract(broker, known)).toBe(ours);
  });

  it("is the only contract of the month that the broker names", () => {
    expect(bookContract("20240600", [{ contract: "20240613", expiry: toTime("2024-06-13") }])).toBe(
      "20240613",
    );
    const two = ["20240607", "20240614"].map((contract) => ({ contract, expiry: toTime("2024-06-07") }));
    expect(bookContract("20240600", two)).toBe("20240600");
  });
});
